/* Every buffer of a run but the columns of synapses. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

enum {
    FAR_PAST = 1 << 30
}; /* steps before the start at which an axon that never fired "fired", with traces of 0 */

/* ---- populations ---- */

static engram_code pool_states(struct store *s, uint32_t index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &s->net->populations[index];
    uint32_t n_pad = s->layout->populations[index].n_pad;
    float *states = NULL;
    TRY(memory_new(&states, (uint64_t)p->model->n_variables * n_pad, sizeof *states, "neuron states",
                   status));
    for (size_t k = 0; k < p->model->n_variables; k++)
        for (uint32_t i = 0; i < p->n; i++)
            states[k * n_pad + i] = (float)population_state(p, s->net->seed, k, i);
    TRY(bank_alloc_copy(s->dev, states, (uint64_t)p->model->n_variables * n_pad * sizeof *states,
                        "neuron states", &s->populations[index].states, status));
cleanup:
    free(states);
    return code;
}

static engram_code pool_values(struct store *s, uint32_t index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &s->net->populations[index];
    uint32_t n_pad = s->layout->populations[index].n_pad;
    float *values = NULL, *columns = NULL;
    uint64_t n_columns = 0;
    TRY(memory_new(&values, p->model->n_values, sizeof *values, "neuron parameters", status));
    for (size_t k = 0; k < p->model->n_values; k++) {
        if (!population_value_varies(p, k)) {
            values[k] = population_value(p, s->net->seed, k, 0, s->net->dt_ms);
            continue;
        }
        TRY(memory_resize(&columns, (n_columns + 1) * n_pad, sizeof *columns, "neuron parameters", status));
        for (uint32_t i = 0; i < n_pad; i++) /* padding repeats the last neuron: harmless values */
            columns[n_columns * n_pad + i] =
                population_value(p, s->net->seed, k, i < p->n ? i : p->n - 1u, s->net->dt_ms);
        n_columns++;
    }
    TRY(bank_alloc_copy(s->dev, values, p->model->n_values * sizeof *values, "neuron parameters",
                        &s->populations[index].values, status));
    TRY(bank_alloc_copy(s->dev, columns, n_columns * n_pad * sizeof *columns, "neuron parameters",
                        &s->populations[index].columns, status));
cleanup:
    free(values);
    free(columns);
    return code;
}

/* ---- Poisson drives ---- */

struct drive_pool {
    uint32_t *thresholds;
    float *weights;
    uint64_t n_thresholds, n_weights;
};

/* Mean number of events per step for neuron i: of a drive, or (drive NULL) of a Poisson generator. */
static double mean_of(const struct store *s, const struct population *p, const struct drive *drive,
                      uint32_t i)
{
    double rate = drive ? drive_rate(p, s->net->seed, drive, i)
                        : population_param(p, s->net->seed, (size_t)model_find_param(p->model, "rate"), i);
    return poisson_mean(rate, s->net->dt_ms);
}

static engram_code pool_rate(struct store *s, uint32_t index, const struct drive *drive,
                             struct drive_pool *pool, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &s->net->populations[index];
    const struct quantity *rate = drive ? &drive->rate : &p->params[model_find_param(p->model, "rate")];
    population_record *r = &s->layout->populations[index];
    bool varies = !quantity_is_constant(rate);
    uint32_t receptor = drive ? drive->receptor : 0, rows = varies ? r->n : 1u,
             stride = varies ? r->n_pad : 1u, most = 0;
    uint32_t(*all)[POISSON_MAX_THRESHOLDS] = NULL;
    uint32_t *n = NULL;
    TRY(memory_new(&all, rows, sizeof *all, "Poisson thresholds", status));
    TRY(memory_new(&n, rows, sizeof *n, "Poisson thresholds", status));
    for (uint32_t i = 0; i < rows; i++) {
        double mean = mean_of(s, p, drive, i);
        n[i] = mean > 0 ? poisson_thresholds(mean, all[i], POISSON_MAX_THRESHOLDS) : 0;
        most = n[i] > most ? n[i] : most;
    }
    most = (most + 3u) / 4u * 4u; /* see poisson_count() in fast/neurons.cl */
    TRY(memory_resize(&pool->thresholds, pool->n_thresholds + (uint64_t)most * stride + 1, sizeof(uint32_t),
                      "Poisson thresholds", status));
    r->thresholds[receptor] = (uint32_t)pool->n_thresholds;
    r->n_thresholds[receptor] = most;
    r->thresholds_vary[receptor] = varies;
    for (uint32_t k = 0; k < most; k++)
        for (uint32_t i = 0; i < stride; i++)
            pool->thresholds[pool->n_thresholds + (uint64_t)k * stride + i] =
                i < rows && k < n[i] ? all[i][k] - 1u : UINT32_MAX; /* compared with >, see fast/neurons.cl */
    pool->n_thresholds += (uint64_t)most * stride;
cleanup:
    free(all);
    free(n);
    return code;
}

static engram_code pool_drive_weight(struct store *s, uint32_t index, const struct drive *drive,
                                     struct drive_pool *pool, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    population_record *r = &s->layout->populations[index];
    bool varies = !quantity_is_constant(&drive->weight);
    uint32_t n = varies ? r->n_pad : 1u;
    TRY(memory_resize(&pool->weights, pool->n_weights + n, sizeof(float), "drive weights", status));
    r->drive_weight[drive->receptor] = (uint32_t)pool->n_weights;
    r->drive_weight_varies[drive->receptor] = varies;
    for (uint32_t i = 0; i < n; i++)
        pool->weights[pool->n_weights + i] =
            drive_weight(&s->net->populations[index], s->net->seed, drive, i < r->n ? i : r->n - 1u);
    pool->n_weights += n;
cleanup:
    return code;
}

static engram_code pool_drives(struct store *s, uint32_t index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &s->net->populations[index];
    struct drive_pool pool = {0};
    if (p->model->generator == GENERATOR_POISSON)
        TRY(pool_rate(s, index, NULL, &pool, status));
    for (size_t d = 0; d < p->n_drives; d++) {
        const struct drive *drive = &p->drives[d];
        TRY(pool_rate(s, index, drive, &pool, status));
        TRY(pool_drive_weight(s, index, drive, &pool, status));
    }
    TRY(bank_alloc_copy(s->dev, pool.thresholds, pool.n_thresholds * sizeof(uint32_t), "Poisson thresholds",
                        &s->populations[index].thresholds, status));
    TRY(bank_alloc_copy(s->dev, pool.weights, pool.n_weights * sizeof(float), "drive weights",
                        &s->populations[index].drive_weights, status));
cleanup:
    free(pool.thresholds);
    free(pool.weights);
    return code;
}

/* ---- listed spikes ---- */

static engram_code pool_list(struct store *s, uint32_t index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &s->net->populations[index];
    struct store_population *sp = &s->populations[index];
    uint32_t n_pad = s->layout->populations[index].n_pad;
    uint32_t *next = NULL, *ends = NULL, *list = NULL;
    TRY(memory_new(&next, n_pad, sizeof *next, "spike lists", status));
    TRY(memory_new(&ends, n_pad, sizeof *ends, "spike lists", status));
    TRY(memory_new(&list, p->spikes.n, sizeof *list, "spike lists", status));
    if (p->spikes.n > UINT32_MAX)
        TRY(FAIL(ENGRAM_E_RESOURCES, .what = "too many listed spikes",
                 .where = TEXT("population '%s'", p->name), .why = "a spike list is indexed with 32 bits",
                 .hint = "split the population"));
    uint64_t k = 0;
    for (uint32_t i = 0; i < n_pad; i++) {
        next[i] = (uint32_t)k;
        while (k < p->spikes.n && p->spikes.neuron[k] == i) {
            list[k] = p->spikes.step[k] > UINT32_MAX ? UINT32_MAX
                                                     : (uint32_t)p->spikes.step[k]; /* beyond any run */
            k++;
        }
        ends[i] = (uint32_t)k;
    }
    TRY(bank_alloc_copy(s->dev, next, n_pad * sizeof *next, "spike lists", &sp->list_next, status));
    TRY(bank_alloc_copy(s->dev, ends, n_pad * sizeof *ends, "spike lists", &sp->list_ends, status));
    TRY(bank_alloc_copy(s->dev, list, p->spikes.n * sizeof *list, "spike lists", &sp->list, status));
cleanup:
    free(next);
    free(ends);
    free(list);
    return code;
}

/* ---- currents ---- */

uint64_t pools_next_current_change(const struct network *net, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < net->n_populations; i++)
        for (size_t k = 0; k < net->populations[i].n_currents; k++) {
            const struct current *c = &net->populations[i].currents[k];
            if (c->begin > step && c->begin < next)
                next = c->begin;
            if (c->end > step && c->end < next)
                next = c->end;
        }
    return next;
}

engram_code pools_set_currents(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->net->n_populations; i++) {
        const struct population *p = &s->net->populations[i];
        struct store_population *sp = &s->populations[i];
        uint32_t n_pad = s->layout->populations[i].n_pad;
        if (!sp->host_currents)
            continue;
        for (uint32_t k = 0; k < p->n; k++)
            sp->host_currents[k] = population_current(p, s->net->seed, step + 1, k);
        TRY(bank_write(s->dev, sp->currents, 0, sp->host_currents, n_pad * sizeof(float), status));
    }
cleanup:
    return code;
}

static engram_code pool_currents(struct store *s, uint32_t index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_population *sp = &s->populations[index];
    uint32_t n = s->net->populations[index].n_currents ? s->layout->populations[index].n_pad : 1u;
    TRY(bank_alloc_zero(s->dev, n * sizeof(float), "input currents", &sp->currents, status));
    if (s->net->populations[index].n_currents)
        TRY(memory_new(&sp->host_currents, n, sizeof(float), "input currents", status));
cleanup:
    return code;
}

/* ---- everything shared ---- */

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
    if (l->chunked)
        TRY(bank_alloc_zero(
            s->dev,
            (class->n_synapses / 256u + (uint64_t)l->n_tiles * (lc->n_axons + class->ring_size) + 1u) *
                sizeof(chunk_record),
            "chunks", &class->chunks, status));
cleanup:
    free(projection_of);
    return code;
}

static uint64_t largest_population(const struct layout *l)
{
    uint64_t n = 0;
    for (size_t i = 0; i < l->net->n_populations; i++)
        n = l->populations[i].n_pad > n ? l->populations[i].n_pad : n;
    return n;
}

engram_code pools_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout *l = s->layout;
    for (uint32_t i = 0; i < s->net->n_populations; i++) {
        TRY(pool_states(s, i, status));
        TRY(pool_values(s, i, status));
        TRY(pool_drives(s, i, status));
        TRY(pool_list(s, i, status));
        TRY(pool_currents(s, i, status));
    }
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
    uint64_t spare = largest_population(l);
    TRY(bank_alloc_zero(s->dev, (history_place(l->history_cells, l->depth) + spare) * sizeof(uint32_t),
                        "post-spike rings", &s->stamps, status));
    TRY(bank_alloc_zero(s->dev, (l->y_cells * l->depth + spare) * sizeof(float), "post-spike rings", &s->y,
                        status));
    TRY(bank_alloc(s->dev, (uint64_t)l->record_size * 8, "recorded spikes", &s->recorded, status));
cleanup:
    return code;
}
