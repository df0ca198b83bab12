#include "network/synapses.h"

#include "common/mix.h"
#include "core/memory.h"

#include <stdlib.h>

engram_code synapse_table_create(const struct network *net, const struct projection *p, uint64_t n,
                                 struct synapse_table *table, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_sources = net->populations[p->source].n;
    const char *purpose = TEXT("copy of the synapses of '%s'", p->name);
    *table = (struct synapse_table){.n = n};
    TRY(memory_new(&table->source, n, sizeof *table->source, purpose, status));
    TRY(memory_new(&table->target, n, sizeof *table->target, purpose, status));
    TRY(memory_new(&table->length, n, sizeof *table->length, purpose, status));
    TRY(memory_new(&table->weight, n, sizeof *table->weight, purpose, status));
    for (size_t k = 0; k < projection_n_columns(p); k++)
        TRY(memory_new(&table->columns[k], n, sizeof *table->columns[k], purpose, status));
    TRY(memory_new(&table->slowness, n_sources, sizeof *table->slowness, purpose, status));
    for (uint32_t i = 0; i < n_sources; i++)
        table->slowness[i] = projection_slowness(net, p, i);
cleanup:
    if (code != ENGRAM_OK)
        synapse_table_free(table);
    return code;
}

void synapse_table_free(struct synapse_table *table)
{
    free(table->source);
    free(table->target);
    free(table->length);
    free(table->weight);
    for (size_t k = 0; k < SYNAPSE_MAX_COLUMNS; k++)
        free(table->columns[k]);
    free(table->slowness);
    *table = (struct synapse_table){.n = 0};
}

void digest_add_synapse(const struct projection *p, uint32_t source, uint32_t target, uint16_t length,
                        float weight, const float *columns, struct digest *digest)
{
    uint64_t edge = mix_edge(p->owner, source, target, length);
    digest->topology += edge;
    digest->weights += mix_pair(edge, (uint32_t)real_bits(weight));
    for (size_t k = 0; k < projection_n_columns(p); k++)
        digest->weights += mix_pair(edge + k + 1, (uint32_t)real_bits(columns[k]));
}

void digest_add_synapses(const struct projection *p, const struct synapse_table *table, uint32_t n_sources,
                         struct digest *digest)
{
    float columns[SYNAPSE_MAX_COLUMNS] = {0};
    for (uint64_t i = 0; i < table->n; i++) {
        for (size_t k = 0; k < projection_n_columns(p); k++)
            columns[k] = table->columns[k][i];
        digest_add_synapse(p, table->source[i], table->target[i], table->length[i], table->weight[i], columns,
                           digest);
    }
    digest_add_axons(p, table->slowness, n_sources, digest);
}

void digest_add_axons(const struct projection *p, const uint32_t *slowness, uint32_t n_sources,
                      struct digest *digest)
{
    for (uint32_t i = 0; i < n_sources; i++)
        digest->delays += mix_pair((uint64_t)p->owner << 32 | i, slowness[i]);
}

void digest_add_calcium(const struct population *p, const float *calcium, struct digest *digest)
{
    for (uint32_t i = 0; i < p->n; i++)
        digest->elements += mix_pair((uint64_t)p->owner << 32 | i, (uint32_t)real_bits(calcium[i]));
}

void digest_add_scaling(const struct population *p, uint32_t receptor, const float *factor,
                        struct digest *digest)
{
    for (uint32_t i = 0; i < p->n; i++)
        digest->elements +=
            mix_pair(mix_pair((uint64_t)p->owner << 32 | i, 2u + receptor), (uint32_t)real_bits(factor[i]));
}

void digest_add_elements(const struct projection *p, enum side side, const int64_t *z, uint32_t n,
                         struct digest *digest)
{
    for (uint32_t i = 0; i < n; i++)
        digest->elements += mix_pair(mix_pair((uint64_t)p->owner << 32 | i, (uint64_t)side), (uint64_t)z[i]);
}

void digest_add_modulator(const struct projection *p, const struct modulator *m, struct digest *digest)
{
    if (m->has_jumped)
        digest->modulators += mix_pair(mix_pair(p->owner, m->stamp), (uint32_t)real_bits(m->value));
}

void digest_close(struct digest *digest)
{
    digest->total =
        mix_pair(mix_pair(digest->spikes, digest->topology), mix_pair(digest->weights, digest->delays));
    if (digest->elements)
        digest->total = mix_pair(digest->total, digest->elements);
    if (digest->modulators)
        digest->total = mix_pair(digest->total, digest->modulators);
}
