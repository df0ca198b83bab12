/* What kernels read about projections, post spikes and time constants: the records of a layout whose windows, accumulators and classes are settled. */
#include "core/memory.h"
#include "network/decay.h"
#include "network/myelin.h"
#include "network/past.h"
#include "store/layout_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Marks that a ring takes beyond those of a window: what two spikes or more leave, so that not each of them asks for a flush. */
enum { MARKS_KEPT = 56 };
/* So much of a slot of accumulators, or of all slots of all populations, stays in the caches of a core while rows stream through them. */
enum { NEAR_SLOT = 128 << 10, NEAR_SLOTS = 4 << 20 };

/* ---- tables ---- */

/* One table, or pair of tables, per time constant: the place is looked up by tau, which is exact because equal parameters give equal doubles. */
struct table_pool {
    double *tau;
    uint32_t *begin, *length;
    uint32_t n;
};

static engram_code table_place(struct layout *l, struct table_pool *pool, double tau, uint32_t *begin,
                               uint32_t *length, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < pool->n; i++)
        if (pool->tau[i] == tau) {
            *begin = pool->begin[i];
            *length = pool->length[i];
            return ENGRAM_OK;
        }
    uint32_t n = decay_table_length(tau, l->net->dt_ms);
    TRY(memory_resize(&pool->tau, pool->n + 1, sizeof *pool->tau, "time constants", status));
    TRY(memory_resize(&pool->begin, pool->n + 1, sizeof *pool->begin, "time constants", status));
    TRY(memory_resize(&pool->length, pool->n + 1, sizeof *pool->length, "time constants", status));
    TRY(memory_resize(&l->tables, l->n_tables + n, sizeof *l->tables, "decay tables", status));
    decay_table_fill(tau, l->net->dt_ms, l->tables + l->n_tables, n);
    pool->tau[pool->n] = tau;
    *begin = pool->begin[pool->n] = (uint32_t)l->n_tables;
    *length = pool->length[pool->n] = n;
    pool->n++;
    l->n_tables += n;
cleanup:
    return code;
}

static void table_pool_free(struct table_pool *pool)
{
    free(pool->tau);
    free(pool->begin);
    free(pool->length);
}

/* ---- histories ---- */

bool history_has_start(const history_record *h)
{
    return h->start[0] > 0 || h->start[1] > 0 || h->start[2] > 0 || h->start[3] > 0;
}

/* Traces that have a value at the start have it where they are read, behind one dendrite. */
static bool same_history(const history_record *a, const history_record *b, uint32_t dendritic_b)
{
    return a->n_post == b->n_post && a->of_marks == b->of_marks && a->nearest == b->nearest &&
           a->gathering == b->gathering && a->gain == b->gain &&
           !memcmp(a->table, b->table, sizeof a->table) && !memcmp(a->start, b->start, sizeof a->start) &&
           (!history_has_start(a) || a->dendritic_max == dendritic_b);
}

/* The history of a population for a set of traces: an existing one, or a new one. Histories of one population stand together, because
 * place_histories visits projections by target. */
static engram_code history_find(struct layout *l, uint32_t population, const history_record *wanted,
                                uint32_t dendritic, uint32_t *index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    population_record *r = &l->populations[population];
    for (uint32_t h = r->first_history; h < r->first_history + r->n_history; h++)
        if (same_history(&l->histories[h], wanted, dendritic)) {
            if (dendritic > l->histories[h].dendritic_max)
                l->histories[h].dendritic_max = dendritic;
            *index = h;
            return ENGRAM_OK;
        }
    TRY(memory_resize(&l->histories, l->n_histories + 1, sizeof *l->histories, "post-spike rings", status));
    history_record *new = &l->histories[l->n_histories];
    *new = *wanted;
    new->dendritic_max = dendritic;
    new->neuron_base = (uint32_t)l->history_cells;
    l->history_cells += r->n_pad;
    for (uint32_t k = 0; k < new->n_post; k++) {
        new->y_base[k] = (uint32_t)l->y_cells;
        l->y_cells += r->n_pad;
    }
    r->n_history++;
    *index = l->n_histories++;
cleanup:
    return code;
}

static engram_code place_history(struct layout *l, struct table_pool *pool, const struct projection *p,
                                 delivery_record *d, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n_pre = p->rule->n_pre_traces;
    history_record wanted = {.slow = projection_slow_traces(l->net, p, n_pre, p->rule->n_traces - n_pre),
                             .n_post = p->rule->on_mark,
                             .of_marks = p->rule->on_mark,
                             .gathering = gathering_steps(l->net, p),
                             .gain = p->rule->gathers ? gathering_gain(l->net, p) : 0};
    uint32_t index = 0;
    for (size_t t = n_pre; t < p->rule->n_traces; t++) {
        uint32_t k = wanted.n_post++;
        wanted.start[k] = projection_trace_start(p, t);
        wanted.nearest |= (uint32_t)p->rule->traces[t].nearest << k;
        TRY(table_place(l, pool, projection_trace_tau(p, t), &wanted.table[k], &wanted.table_n[k], status));
    }
    TRY(history_find(l, p->target, &wanted, p->dendritic_steps, &index, status));
    const history_record *h = &l->histories[index];
    d->history = h->neuron_base;
    d->n_post = h->n_post;
    memcpy(d->y_base, h->y_base, sizeof d->y_base);
    memcpy(d->post_table, h->table, sizeof d->post_table);
    memcpy(d->post_table_n, h->table_n, sizeof d->post_table_n);
cleanup:
    return code;
}

/* Entries of a ring. Half of it may fill before a flush is asked for, and one more window, with `most` spikes, may follow before it is done. A flush visits all
 * synapses that wait for post spikes, so rings are deeper while they take a tenth of the memory of those. */
static uint32_t ring_depth(const struct layout *l, uint32_t most, double synapse_bytes)
{
    enum { SHALLOW = 32, DEEP = 256 };
    double entry_bytes = 4.0 * (double)(l->history_cells + l->y_cells);
    uint32_t depth = layout_power_of_two(2u * (most + 4u));
    depth = depth < SHALLOW ? SHALLOW : depth;
    while (depth < DEEP && 2 * depth * entry_bytes <= 0.1 * synapse_bytes &&
           2 * depth * entry_bytes <= UINT32_MAX)
        depth *= 2;
    return depth;
}

static engram_code place_histories(struct layout *l, struct table_pool *pool, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t deepest = 0;
    double synapse_bytes = 0;
    for (uint32_t i = 0; i < l->net->n_populations; i++) {
        const struct population *population = &l->net->populations[i];
        l->populations[i].first_history = l->n_histories;
        for (uint32_t j = 0; j < l->net->n_projections; j++) {
            const struct projection *p = &l->net->projections[j];
            uint32_t place = 0;
            bool exact = true;
            if (p->target != i || !model_is_plastic(p->rule))
                continue;
            const struct layout_class *class = layout_class_of(l, j, &place);
            TRY(place_history(l, pool, p, &l->delivery[class->first_projection + place], status));
            synapse_bytes +=
                (double)layout_synapse_bytes(class) * projection_expected_synapses(l->net, p, &exact);
            uint32_t most = p->rule->gathers   ? l->window / gathering_steps(l->net, p) + 1 + MARKS_KEPT
                            : p->rule->on_mark ? l->window + MARKS_KEPT
                                               : layout_spikes_per_window(l, population) *
                                                     network_max_multiplicity(l->net, i);
            deepest = most > deepest ? most : deepest;
        }
    }
    l->depth = ring_depth(l, deepest, synapse_bytes);
    if (l->history_cells * (l->depth + RECORD_WORDS) > UINT32_MAX || l->y_cells * l->depth > UINT32_MAX)
        return FAIL(
            ENGRAM_E_RESOURCES, .what = "the post-spike rings are too large", .where = "plastic projections",
            .why = TEXT("%llu neurons times %u entries exceed 2^32", (unsigned long long)l->history_cells,
                        l->depth),
            .hint =
                "make the network smaller, or give its neurons a refractory time, which shortens the rings");
    TRY(layout_past(l, status));
cleanup:
    return code;
}

/* ---- projections ---- */

static engram_code describe_projection(struct layout *l, struct table_pool *pool, struct layout_class *class,
                                       uint32_t place, uint32_t first_axon, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &l->net->projections[class->projections[place]];
    const population_record *target = &l->populations[p->target];
    bool is_driven = l->net->populations[p->target].model->n_receptors > 0;
    delivery_record *d = &l->delivery[class->first_projection + place];
    uint32_t receptor = is_driven ? p->receptor : 0;
    uint16_t code_of_all = 0;

    d->owner = p->owner;
    d->seed[0] = (uint32_t)l->net->seed;
    d->seed[1] = (uint32_t)(l->net->seed >> 32);
    d->first_axon = first_axon;
    d->length_code = NO_LENGTH_CODE;
    if (projection_has_one_length(l->net, p, &code_of_all))
        d->length_code = code_of_all;
    d->axonal_min = p->axonal_min;
    d->axonal_shift = p->axonal_shift;
    d->dendritic = p->dendritic_steps;
    d->accumulator = target->accumulator[receptor];
    d->slot_mask = target->slot_mask;
    d->n_pad = target->n_pad;
    d->slot_is_far = (uint64_t)target->n_pad * (l->scales[p->target].wide ? 8 : 4) / l->n_tiles > NEAR_SLOT;
    d->slots_are_far = l->accumulator_bytes / l->n_tiles > NEAR_SLOTS;
    d->scale = is_driven ? ldexpf(1.0f, l->scales[p->target].exponent[receptor]) : 0.0f;
    d->limit = (float)p->weight_limit;
    d->dt = (float)l->net->dt_ms;
    if (p->rule->measures) {
        int exponent = projection_measure_exponent(l->net, p);
        d->measure_most = (float)p->params[p->rule->measure_param];
        d->measure_scale = ldexpf(1.0f, exponent);
        d->measure_unit = ldexpf(1.0f, -exponent);
    }
    d->grid = p->storage.grid;
    d->late = projection_late_steps(l->net, p);
    d->draws = projection_draws(p);
    d->params = l->n_params - class->first_param;
    TRY(memory_resize(&l->params, l->n_params + p->rule->n_values + 1, sizeof *l->params, "rule parameters",
                      status));
    for (size_t k = 0; k < p->rule->n_values; k++)
        l->params[l->n_params++] = (float)model_value(p->rule, k, p->params, l->net->dt_ms);
    if (p->rule->modulator_tau_param >= 0)
        TRY(table_place(l, pool, p->params[p->rule->modulator_tau_param], &d->modulator_table,
                        &d->modulator_table_n, status));
    for (size_t k = 0; k < p->rule->n_pre_traces; k++)
        TRY(table_place(l, pool, projection_trace_tau(p, k), &d->pre_table[k], &d->pre_table_n[k], status));
    d->gate = p->gate ? gate_level(p->gate, 1) : 1.0f;
    if (p->short_term) {
        d->U = (float)p->short_term->U;
        d->u_kept = p->short_term->tau_fac_ms > 0 ? 1.0f : 0.0f;
    }
cleanup:
    return code;
}

/* How plastic targets are by their age: behind the parameters of the class, one padded population for each projection. At the start all are mature. */
static engram_code describe_ages(struct layout *l, const struct layout_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t most = layout_largest_population(l); /* lanes past the end of a row read at targets of others */
    for (uint32_t k = 0; k < class->n_projections; k++) {
        uint32_t target = l->net->projections[class->projections[k]].target;
        bool is_last = k + 1 == class->n_projections;
        uint64_t n = is_last ? most : l->populations[target].n_pad;
        l->delivery[class->first_projection + k].by_age = l->n_params - class->first_param;
        TRY(memory_resize(&l->params, l->n_params + n, sizeof *l->params, "rule parameters", status));
        for (uint64_t i = 0; i < n; i++)
            l->params[l->n_params++] = (float)l->net->populations[target].neurogenesis->mature_plasticity;
    }
cleanup:
    return code;
}

static engram_code describe_class(struct layout *l, struct table_pool *pool, struct layout_class *class,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t first_axon = 0;
    class->first_param = l->n_params;
    for (uint32_t k = 0; k < class->n_projections; k++) {
        TRY(describe_projection(l, pool, class, k, first_axon, status));
        first_axon += l->net->populations[l->net->projections[class->projections[k]].source].n;
    }
    if (class->variant.by_age)
        TRY(describe_ages(l, class, status));
    class->n_params = l->n_params - class->first_param;
cleanup:
    return code;
}

static engram_code describe_short_term(struct layout *l, struct table_pool *pool, const struct short_term *s,
                                       outgoing_record *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!s)
        return ENGRAM_OK;
    out->is_short_term = 1;
    out->U = (float)s->U;
    TRY(table_place(l, pool, s->tau_fac_ms, &out->u_table, &out->u_table_n, status));
    TRY(table_place(l, pool, s->tau_rec_ms, &out->lack_table, &out->lack_table_n, status));
cleanup:
    return code;
}

/* What each population's spikes set off. */
static engram_code describe_outgoing(struct layout *l, struct table_pool *pool, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < l->net->n_populations; i++) {
        l->populations[i].first_outgoing = l->n_outgoing;
        for (uint32_t j = 0; j < l->net->n_projections; j++) {
            const struct projection *p = &l->net->projections[j];
            uint32_t place = 0;
            if (p->source != i)
                continue;
            const struct layout_class *class = layout_class_of(l, j, &place);
            const delivery_record *d = &l->delivery[class->first_projection + place];
            outgoing_record *out = &l->outgoing[l->n_outgoing++];
            out->control = CONTROL_CLASS + (uint32_t)(class - l->classes) * CLASS_WORDS;
            out->ring_base = class->ring_base;
            out->ring_mask = class->ring_size - 1u;
            out->class_axon = d->first_axon;
            out->axon = class->first_axon + d->first_axon;
            out->projection = place;
            out->n_pre = (uint32_t)p->rule->n_pre_traces;
            out->slow = projection_slow_traces(l->net, p, 0, out->n_pre);
            for (uint32_t k = 0; k < out->n_pre; k++)
                out->nearest |= (uint32_t)p->rule->traces[k].nearest << k;
            if (projection_changes_speed(p)) {
                struct myelin_plan plan = projection_myelin(l->net, p);
                out->longest = plan.longest;
                out->gap = plan.gap;
            }
            memcpy(out->table, d->pre_table, sizeof out->table);
            memcpy(out->table_n, d->pre_table_n, sizeof out->table_n);
            TRY(describe_short_term(l, pool, p->short_term, out, status));
        }
        l->populations[i].n_outgoing = l->n_outgoing - l->populations[i].first_outgoing;
    }
cleanup:
    return code;
}

engram_code layout_describe(struct layout *l, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct table_pool pool = {0};
    for (uint32_t c = 0; c < l->n_classes; c++)
        TRY(describe_class(l, &pool, &l->classes[c], status));
    TRY(place_histories(l, &pool, status));
    TRY(describe_outgoing(l, &pool, status));
cleanup:
    table_pool_free(&pool);
    return code;
}
