/* Every buffer of a run but those of neurons and the columns of synapses. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

enum {
    FAR_PAST = 1 << 30
}; /* steps before the start at which an axon that never fired "fired", with traces of 0 */

static engram_code pool_axons(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    axon_state *axons = NULL;
    uint32_t *speeds = NULL, n = 0;
    TRY(memory_new(&axons, s->layout->n_axons, sizeof *axons, "axons", status));
    TRY(memory_new(&speeds, s->layout->n_axons, sizeof *speeds, "axons", status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        for (uint32_t k = 0; k < s->layout->classes[c].n_projections; k++) {
            const struct projection *p = &s->net->projections[s->layout->classes[c].projections[k]];
            for (uint32_t i = 0; i < s->net->populations[p->source].n; i++) {
                speeds[n] = projection_slowness(s->net, p, i);
                axons[n] =
                    (axon_state){.emitted = (uint32_t)-FAR_PAST, .slowness = speeds[n], .record = NO_RECORD};
                n++;
            }
        }
    TRY(bank_alloc_copy(s->dev, axons, s->layout->n_axons * sizeof *axons, "axons", &s->axons, status));
    TRY(bank_alloc_copy(s->dev, speeds, s->layout->n_axons * sizeof *speeds, "axons", &s->speeds, status));
    TRY(bank_alloc_zero(s->dev, s->layout->n_axons * sizeof *speeds, "axons", &s->counts, status));
cleanup:
    free(speeds);
    free(axons);
    return code;
}

static engram_code pool_control(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n = s->layout->n_classes;
    TRY(bank_alloc_zero(s->dev, CONTROL_WORDS * sizeof(uint32_t), "control block", &s->control, status));
    TRY(bank_alloc(s->dev, 5 * n * sizeof(uint32_t), "control block", &s->limits, status));
    TRY(ring_write_limits(s, status));
    TRY(bank_alloc_zero(s->dev, (uint64_t)n * 2 * N_MARKS * 8, "control block", &s->marks, status));
cleanup:
    return code;
}

static engram_code pool_class(struct store *s, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout *l = s->layout;
    const struct layout_class *lc = class->layout;
    uint32_t *projection_of = NULL, n = 0;
    TRY(memory_new(&projection_of, lc->n_axons, sizeof *projection_of, "axons", status));
    for (uint32_t k = 0; k < lc->n_projections; k++)
        for (uint32_t i = 0; i < s->net->populations[s->net->projections[lc->projections[k]].source].n; i++)
            projection_of[n++] = k;
    TRY(bank_alloc_copy(s->dev, projection_of, n * sizeof *projection_of, "axons", &class->projection_of,
                        status));
    TRY(bank_alloc_copy(s->dev, l->delivery + lc->first_projection, lc->n_projections * sizeof *l->delivery,
                        "projections", &class->delivery, status));
    TRY(bank_alloc_copy(s->dev, l->params + lc->first_param, lc->n_params * sizeof *l->params,
                        "rule parameters", &class->params, status));
    TRY(bank_alloc_zero(s->dev, (uint64_t)l->n_tiles * class->ring_size * sizeof(cursor_record), "cursors",
                        &class->cursors, status));
    class->n_event_slots = l->n_tiles > device_fill(s->dev) ? l->n_tiles : (uint32_t)device_fill(s->dev);
    TRY(bank_alloc_zero(s->dev, class->n_event_slots * sizeof(uint64_t), "event counts", &class->events,
                        status));
    TRY(newborns_create(s, class, status));
    if (l->chunked)
        TRY(ring_chunks(s, class, status));
cleanup:
    free(projection_of);
    return code;
}

/* Traces that have a value at the start are those just after a spike that reached the synapses then, and does nothing any more. */
static void start_history(const struct layout *l, const population_record *r, const history_record *h,
                          uint32_t *stamps, float *y)
{
    uint32_t *records = stamps + history_place(h->neuron_base, l->depth);
    for (uint64_t i = 0; i < r->n_pad; i++) {
        uint32_t *record = records + RECORD_WORDS * i;
        record[0] = records[RECORD_WORDS * (uint64_t)r->n_pad + i] = LONG_AGO - h->dendritic_max;
        memcpy(record + RECORD_STAMPS, &h->start[0], sizeof *record);
    }
    for (uint32_t k = 0; k < h->n_post; k++)
        for (uint64_t i = 0; i < r->n_pad; i++)
            y[(uint64_t)h->y_base[k] * l->depth + i] = h->start[k];
}

/* Before the start, states were what they are at the start. */
static void start_past(const struct network *net, const struct population *p, const population_record *r,
                       float *y)
{
    for (size_t k = 0; k < p->model->n_past; k++)
        for (uint32_t plane = 0; plane <= r->past_mask; plane++)
            for (uint32_t i = 0; i < r->n; i++)
                y[r->past + (k * (r->past_mask + 1u) + plane) * r->n_pad + i] =
                    (float)population_state(p, net->seed, (size_t)p->model->past[k].state, i);
}

/* Whole rings are mapped: Oclgrind 21.10 does not count what is written to a part of a buffer as initialised. */
static engram_code start_histories(struct store *s, uint64_t n_stamps, uint64_t n_y, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout *l = s->layout;
    uint32_t *stamps = NULL;
    float *y = NULL;
    bool any = false;
    for (uint32_t h = 0; h < l->n_histories; h++)
        any |= history_has_start(&l->histories[h]);
    if ((!any && l->past_cells == 0) || s->dev->is_dry)
        return ENGRAM_OK;
    TRY(bank_map(s->dev, s->stamps, CL_MAP_WRITE, 0, n_stamps * sizeof *stamps, &stamps, status));
    TRY(bank_map(s->dev, s->y, CL_MAP_WRITE, 0, n_y * sizeof *y, &y, status));
    for (uint32_t i = 0; i < s->net->n_populations; i++) {
        const population_record *r = &l->populations[i];
        for (uint32_t h = r->first_history; h < r->first_history + r->n_history; h++)
            if (history_has_start(&l->histories[h]))
                start_history(l, r, &l->histories[h], stamps, y);
        start_past(s->net, &s->net->populations[i], r, y);
    }
    TRY(bank_unmap(s->dev, s->stamps, stamps, status));
    TRY(bank_unmap(s->dev, s->y, y, status));
cleanup:
    return code;
}

engram_code pools_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout *l = s->layout;
    for (uint32_t c = 0; c < l->n_cohorts; c++)
        TRY(cohort_create(s, &s->cohorts[c], status));
    for (uint32_t c = 0; c < l->n_classes; c++)
        TRY(pool_class(s, &s->classes[c], status));
    TRY(pool_axons(s, status));
    TRY(pool_control(s, status));
    TRY(bank_alloc_copy(s->dev, l->populations, s->net->n_populations * sizeof *l->populations, "populations",
                        &s->records_population, status));
    TRY(bank_alloc_copy(s->dev, l->outgoing, l->n_outgoing * sizeof *l->outgoing, "projections", &s->outgoing,
                        status));
    TRY(bank_alloc_copy(s->dev, l->histories, l->n_histories * sizeof *l->histories, "post-spike rings",
                        &s->histories, status));
    TRY(bank_alloc_copy(s->dev, l->tables, l->n_tables * sizeof *l->tables, "decay tables", &s->tables,
                        status));
    TRY(bank_alloc_zero(s->dev, (uint64_t)l->ring_total * sizeof(spike_in_flight), "spikes in flight",
                        &s->ring, status));
    TRY(bank_alloc_zero(s->dev, l->accumulator_bytes, "accumulators", &s->accumulators, status));
    /* Lanes past the end of a row read what the next row's targets point at, of whichever population they are. */
    uint64_t spare = layout_largest_population(l);
    uint64_t n_stamps = history_place(l->history_cells, l->depth) + spare;
    uint64_t n_y = l->y_cells * l->depth + l->past_cells + spare;
    TRY(bank_alloc_zero(s->dev, n_stamps * sizeof(uint32_t), "post-spike rings", &s->stamps, status));
    TRY(bank_alloc_zero(s->dev, n_y * sizeof(float), "post-spike rings", &s->y, status));
    TRY(start_histories(s, n_stamps, n_y, status));
    TRY(bank_alloc(s->dev, (uint64_t)l->record_size * 8, "recorded spikes", &s->recorded, status));
cleanup:
    return code;
}
