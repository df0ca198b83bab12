/* Copy a network's state back to the host. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/axons.h"
#include "store/row_sort.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

engram_code store_state(struct store *s, uint32_t population, uint32_t state, float *values,
                        engram_status *status)
{
    uint64_t n_pad = s->layout->populations[population].n_pad;
    return bank_read(s->dev, s->populations[population].states, state * n_pad * sizeof(float), values,
                     s->net->populations[population].n * sizeof(float), status);
}

uint64_t store_n_synapses(const struct store *s, uint32_t projection)
{
    uint32_t place = 0;
    const struct layout_class *lc = layout_class_of(s->layout, projection, &place);
    return s->classes[lc - s->layout->classes].per_projection[place];
}

/* Host copies of a class's columns: one set per bank, owned. */
struct bank_copy {
    uint32_t *target;
    float *weight;
    uint16_t *length;
    float *columns[MODEL_MAX_COLUMNS];
};

static void bank_copy_free(struct bank_copy *c)
{
    free(c->target);
    free(c->weight);
    free(c->length);
    for (int k = 0; k < MODEL_MAX_COLUMNS; k++)
        free(c->columns[k]);
}

static engram_code bank_copy_read(struct store *s, const struct store_bank *bank, size_t n_columns,
                                  struct bank_copy *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&c->target, bank->n, sizeof *c->target, "copy of synapses", status));
    TRY(memory_new(&c->weight, bank->n, sizeof *c->weight, "copy of synapses", status));
    TRY(memory_new(&c->length, bank->n, sizeof *c->length, "copy of synapses", status));
    TRY(bank_read(s->dev, bank->target, 0, c->target, bank->n * sizeof *c->target, status));
    TRY(bank_read(s->dev, bank->weight, 0, c->weight, bank->n * sizeof *c->weight, status));
    TRY(bank_read(s->dev, bank->length, 0, c->length, bank->n * sizeof *c->length, status));
    for (size_t k = 0; k < n_columns; k++) {
        TRY(memory_new(&c->columns[k], bank->n, sizeof(float), "copy of synapses", status));
        TRY(bank_read(s->dev, bank->columns[k], 0, c->columns[k], bank->n * sizeof(float), status));
    }
cleanup:
    return code;
}

/* Append the fragment of `axon` in one tile. */
static void append_fragment(struct synapse_table *t, uint64_t at, uint32_t source, row_record row,
                            const struct bank_copy *c, size_t n_columns)
{
    uint32_t n = row.end - row.begin;
    for (uint32_t i = 0; i < n; i++)
        t->source[at + i] = source;
    memcpy(t->target + at, c->target + row.begin, n * sizeof *t->target);
    memcpy(t->weight + at, c->weight + row.begin, n * sizeof *t->weight);
    memcpy(t->length + at, c->length + row.begin, n * sizeof *t->length);
    for (size_t k = 0; k < n_columns; k++)
        memcpy(t->columns[k] + at, c->columns[k] + row.begin, n * sizeof(float));
}

/* Tiles hold ascending targets, so the fragments of an axon only need merging by length. */
static engram_code merge_row(struct row_sorter *sorter, struct synapse_table *t, uint64_t at, uint32_t n,
                             size_t n_columns, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const uint32_t *order = NULL;
    TRY(row_order(sorter, t->target + at, t->length + at, n, &order, status));
    if (!order)
        return ENGRAM_OK;
    row_permute(sorter, t->target + at, sizeof *t->target, n, order);
    row_permute(sorter, t->length + at, sizeof *t->length, n, order);
    row_permute(sorter, t->weight + at, sizeof *t->weight, n, order);
    for (size_t k = 0; k < n_columns; k++)
        row_permute(sorter, t->columns[k] + at, sizeof(float), n, order);
cleanup:
    return code;
}

engram_code store_synapses(struct store *s, uint32_t projection, struct synapse_table *out,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t place = 0;
    const struct layout_class *lc = layout_class_of(s->layout, projection, &place);
    struct store_class *class = &s->classes[lc - s->layout->classes];
    const struct projection *p = &s->net->projections[projection];
    uint32_t first = s->layout->delivery[lc->first_projection + place].first_axon,
             n_sources = s->net->populations[p->source].n;
    size_t n_columns = lc->rule->n_variables;
    uint64_t n_rows = (uint64_t)s->layout->n_tiles * lc->n_axons, at = 0;
    row_record *rows = NULL;
    struct bank_copy *copies = NULL;
    struct row_sorter sorter = {0};
    TRY(synapse_table_create(s->net, p, class->per_projection[place], out, status));
    TRY(memory_new(&rows, n_rows, sizeof *rows, "copy of rows", status));
    TRY(memory_new(&copies, class->n_banks, sizeof *copies, "copy of synapses", status));
    TRY(bank_read(s->dev, class->rows, 0, rows, n_rows * sizeof *rows, status));
    for (uint32_t b = 0; b < class->n_banks; b++)
        TRY(bank_copy_read(s, &class->banks[b], n_columns, &copies[b], status));
    for (uint32_t source = 0; source < n_sources; source++) {
        uint64_t begin = at;
        for (uint32_t b = 0; b < class->n_banks; b++)
            for (uint32_t t = class->banks[b].first_tile;
                 t < class->banks[b].first_tile + class->banks[b].n_tiles; t++) {
                row_record row = rows[(uint64_t)t * lc->n_axons + first + source];
                append_fragment(out, at, source, row, &copies[b], n_columns);
                at += row.end - row.begin;
            }
        TRY(merge_row(&sorter, out, begin, (uint32_t)(at - begin), n_columns, status));
    }
    TRY(store_slowness(s, projection, out->slowness, status));
cleanup:
    for (uint32_t b = 0; copies && b < class->n_banks; b++)
        bank_copy_free(&copies[b]);
    free(copies);
    free(rows);
    row_sorter_free(&sorter);
    if (code != ENGRAM_OK)
        synapse_table_free(out);
    return code;
}

/* ---- digests ---- */

/* Digest and number of the spikes of one population: the sums of its work-items. */
static engram_code population_sums(struct store *s, uint32_t population, uint64_t *digest, uint64_t *n_spikes,
                                   engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *sums = NULL;
    uint32_t n = s->populations[population].n_items;
    *digest = *n_spikes = 0;
    TRY(memory_new(&sums, 2 * (uint64_t)n, sizeof *sums, "spike digests", status));
    TRY(bank_read(s->dev, s->populations[population].sums, 0, sums, 2 * (uint64_t)n * sizeof *sums, status));
    for (uint32_t k = 0; k < n; k++) {
        *digest += sums[2 * k];
        *n_spikes += sums[2 * k + 1];
    }
cleanup:
    free(sums);
    return code;
}

static engram_code digest_spikes(struct store *s, uint64_t *digest, uint64_t *n_spikes, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *digest = *n_spikes = 0;
    for (uint32_t i = 0; i < s->net->n_populations; i++) {
        uint64_t part = 0, n = 0;
        TRY(population_sums(s, i, &part, &n, status));
        *digest += part;
        *n_spikes += n;
    }
cleanup:
    return code;
}

engram_code store_population_spikes(struct store *s, uint32_t population, uint64_t *out,
                                    engram_status *status)
{
    uint64_t digest = 0;
    return population_sums(s, population, &digest, out, status);
}

static engram_code digest_class(struct store *s, struct store_class *class, struct digest *out,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n_items = device_fill(s->dev);
    uint64_t *sums = NULL;
    cl_mem buffer = NULL;
    TRY(memory_new(&sums, 2 * n_items, sizeof *sums, "digests", status));
    TRY(bank_alloc(s->dev, n_items * 16, "digests", &buffer, status));
    for (uint32_t b = 0; b < class->n_banks; b++) {
        TRY(kernels_digest(s, class, &class->banks[b], buffer, n_items, status));
        TRY(bank_read(s->dev, buffer, 0, sums, n_items * 16, status));
        for (size_t k = 0; k < n_items; k++) {
            out->topology += sums[2 * k];
            out->weights += sums[2 * k + 1];
        }
    }
cleanup:
    bank_free(s->dev, &buffer);
    free(sums);
    return code;
}

engram_code store_digest(struct store *s, struct digest *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n_spikes = 0;
    uint32_t *slowness = NULL;
    *out = (struct digest){0};
    TRY(digest_spikes(s, &out->spikes, &n_spikes, status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        TRY(digest_class(s, &s->classes[c], out, status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        for (uint32_t k = 0; k < s->layout->classes[c].n_projections; k++) {
            const struct layout_class *lc = &s->layout->classes[c];
            const struct projection *p = &s->net->projections[lc->projections[k]];
            uint32_t n = s->net->populations[p->source].n;
            TRY(memory_resize(&slowness, n, sizeof *slowness, "copy of axons", status));
            TRY(store_slowness(s, lc->projections[k], slowness, status));
            digest_add_axons(p, slowness, n, out);
        }
    digest_close(out);
cleanup:
    free(slowness);
    return code;
}

engram_code store_n_spikes(struct store *s, uint64_t *out, engram_status *status)
{
    uint64_t digest = 0;
    return digest_spikes(s, &digest, out, status);
}

engram_code store_n_events(struct store *s, bool only_plastic, uint64_t *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *events = NULL;
    *out = 0;
    for (uint32_t c = 0; c < s->layout->n_classes; c++) {
        const struct model *rule = s->classes[c].layout->rule;
        uint32_t n = s->classes[c].n_event_slots;
        if (only_plastic && !model_is_plastic(rule))
            continue;
        TRY(memory_resize(&events, n, sizeof *events, "event counts", status));
        TRY(bank_read(s->dev, s->classes[c].events, 0, events, n * sizeof *events, status));
        for (uint32_t k = 0; k < n; k++)
            *out += events[k];
    }
cleanup:
    free(events);
    return code;
}
