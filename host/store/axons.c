#include "store/axons.h"

#include "core/memory.h"
#include "device/bank.h"
#include "fast/delay.h"

#include <stdlib.h>
#include <string.h>

/* Place of a projection's first axon among those of its class. */
static uint32_t first_axon(const struct store *s, uint32_t projection, const struct layout_class **lc)
{
    uint32_t place = 0;
    *lc = layout_class_of(s->layout, projection, &place);
    return s->layout->delivery[(*lc)->first_projection + place].first_axon;
}

static uint32_t n_axons(const struct store *s, uint32_t projection)
{
    return s->net->populations[s->net->projections[projection].source].n;
}

engram_code store_slowness(struct store *s, uint32_t projection, uint32_t *slowness, engram_status *status)
{
    const struct layout_class *lc = NULL;
    uint64_t first = first_axon(s, projection, &lc);
    return bank_read(s->dev, s->speeds, (lc->first_axon + first) * sizeof *slowness, slowness,
                     n_axons(s, projection) * sizeof *slowness, status);
}

static engram_code read_states(struct store *s, const struct store_myelin *m, struct axon_table *out,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    out->n_states = (uint32_t)s->net->projections[m->projection].myelin->n_variables;
    out->n_segments = m->plan.n_segments;
    uint64_t n = (uint64_t)out->n_segments * out->n;
    TRY(memory_new(&out->states, n * out->n_states, sizeof *out->states, "copy of axons", status));
    for (uint32_t k = 0; k < out->n_states; k++)
        TRY(store_myelin_state(s, m, k, out->states + k * n, status));
cleanup:
    return code;
}

engram_code store_axons(struct store *s, uint32_t projection, struct axon_table *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *out = (struct axon_table){.n = n_axons(s, projection)};
    TRY(memory_new(&out->slowness, out->n, sizeof *out->slowness, "copy of axons", status));
    TRY(store_slowness(s, projection, out->slowness, status));
    const struct store_myelin *myelin = store_myelin_of(s, projection);
    if (s->net->projections[projection].myelin)
        TRY(read_states(s, myelin, out, status));
cleanup:
    if (code != ENGRAM_OK)
        axon_table_free(out);
    return code;
}

void axon_table_free(struct axon_table *table)
{
    free(table->slowness);
    free(table->states);
    *table = (struct axon_table){0};
}

/* Takes a part of the synapses of one axon. */
typedef void (*codes_sink)(void *context, const struct projection *p, uint32_t axon, uint32_t slowness,
                           const uint16_t *codes, uint64_t n);

/* The synapses of one bank; those of a tile lie next to each other. */
static engram_code walk_bank(struct store *s, uint32_t projection, const struct store_bank *bank,
                             const uint32_t *slowness, codes_sink sink, void *context, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_class *lc = NULL;
    uint32_t first = first_axon(s, projection, &lc), n = n_axons(s, projection);
    const struct store_class *class = &s->classes[lc - s->layout->classes];
    uint16_t *length = NULL;
    row_record *rows = NULL;
    TRY(memory_new(&rows, n, sizeof *rows, "copy of rows", status));
    for (uint32_t tile = bank->first_tile; tile < bank->first_tile + bank->n_tiles; tile++) {
        TRY(bank_read(s->dev, class->rows, ((uint64_t)tile * lc->n_axons + first) * sizeof *rows, rows,
                      n * sizeof *rows, status));
        uint64_t begin = rows[0].begin, n_here = rows[n - 1].end - begin;
        TRY(memory_resize(&length, n_here, sizeof *length, "copy of lengths", status));
        TRY(bank_read(s->dev, bank->length, begin * sizeof *length, length, n_here * sizeof *length, status));
        for (uint32_t i = 0; i < n; i++)
            sink(context, &s->net->projections[projection], i, slowness[i], length + (rows[i].begin - begin),
                 rows[i].end - rows[i].begin);
    }
cleanup:
    free(rows);
    free(length);
    return code;
}

static engram_code walk_axons(struct store *s, uint32_t projection, codes_sink sink, void *context,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_class *lc = NULL;
    uint32_t *slowness = NULL;
    first_axon(s, projection, &lc);
    const struct store_class *class = &s->classes[lc - s->layout->classes];
    TRY(memory_new(&slowness, n_axons(s, projection), sizeof *slowness, "copy of axons", status));
    TRY(store_slowness(s, projection, slowness, status));
    for (uint32_t b = 0; b < class->n_banks; b++)
        TRY(walk_bank(s, projection, &class->banks[b], slowness, sink, context, status));
cleanup:
    free(slowness);
    return code;
}

struct histogram {
    const struct delay_bins *bins;
    uint64_t *counts;
};

static void count_delays(void *context, const struct projection *p, uint32_t axon, uint32_t slowness,
                         const uint16_t *codes, uint64_t n)
{
    const struct histogram *h = context;
    (void)axon;
    delay_bins_count(h->bins, p, codes, n, slowness, h->counts);
}

engram_code store_delays(struct store *s, uint32_t projection, const struct delay_bins *bins,
                         uint64_t *counts, engram_status *status)
{
    struct histogram h = {bins, counts};
    return walk_axons(s, projection, count_delays, &h, status);
}

struct sums {
    uint64_t *steps, *n_synapses;
};

static void add_delays(void *context, const struct projection *p, uint32_t axon, uint32_t slowness,
                       const uint16_t *codes, uint64_t n)
{
    const struct sums *sums = context;
    for (uint64_t i = 0; i < n && slowness != BLOCKED; i++)
        sums->steps[axon] += projection_axonal_steps(p, codes[i], slowness) + p->dendritic_steps;
    sums->n_synapses[axon] += slowness != BLOCKED ? n : 0;
}

engram_code store_axon_delays(struct store *s, uint32_t projection, uint64_t *steps, uint64_t *n_synapses,
                              engram_status *status)
{
    struct sums sums = {steps, n_synapses};
    memset(steps, 0, n_axons(s, projection) * sizeof *steps);
    memset(n_synapses, 0, n_axons(s, projection) * sizeof *n_synapses);
    return walk_axons(s, projection, add_delays, &sums, status);
}
