#include "common/mix.h"
#include "reference/parts.h"

/* Tell everybody that neuron i of a population fired n times. */
static engram_code spread(struct reference *r, uint32_t population, uint32_t i, uint32_t n,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    r->neurons[population].count[i] += n;
    r->spike_digest += mix_spike(r->net->populations[population].owner, i, r->stamp, n);
    if (r->sink)
        r->sink(r->context, population, i, r->stamp, n);
    for (uint32_t j = 0; j < r->net->n_projections; j++) {
        struct synapses *s = &r->synapses[j];
        if (s->p->source == population)
            TRY(synapses_emit(s, j, i, r->stamp, n, r->arrivals, r->n_arrivals, status));
        if (s->p->target == population && s->entry && !s->entry->on_mark)
            TRY(synapses_post(s, i, r->stamp, n, status));
    }
cleanup:
    return code;
}

/* And what mark it has, or 0: one is left at once, or gathered with others. */
static engram_code spread_mark(struct reference *r, uint32_t population, uint32_t i, float mark,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t j = 0; j < r->net->n_projections; j++) {
        struct synapses *s = &r->synapses[j];
        if (s->p->target != population || !s->entry || !s->entry->on_mark)
            continue;
        float left = s->gathered ? gathered_mark(s, r->stamp, i, mark) : mark;
        if (left != 0)
            TRY(synapses_mark(s, i, r->stamp, left, status));
    }
cleanup:
    return code;
}

engram_code clock_step(struct reference *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    r->stamp++;
    for (uint32_t p = 0; p < r->net->n_populations; p++)
        TRY(neurons_step(&r->neurons[p], r->net, r->stamp, status));
    for (uint32_t p = 0; p < r->net->n_populations; p++)
        for (uint32_t i = 0; i < r->net->populations[p].n; i++) {
            if (r->neurons[p].fired[i])
                TRY(spread(r, p, i, (uint32_t)r->neurons[p].fired[i], status));
            if (r->net->populations[p].model->mark_state >= 0)
                TRY(spread_mark(r, p, i, past_mark(&r->neurons[p], i), status));
        }

    for (uint32_t j = 0; j < r->net->n_projections; j++)
        synapses_potentiate(&r->synapses[j], r->stamp);
    struct arrival_bucket *bucket = &r->arrivals[r->stamp % r->n_arrivals];
    for (uint32_t e = 0; e < bucket->n; e++)
        if (bucket->events[e].is_late)
            synapses_arrive_late(&r->synapses[bucket->events[e].projection], &bucket->events[e], r->stamp);
    for (uint32_t e = 0; e < bucket->n; e++) {
        struct synapses *s = &r->synapses[bucket->events[e].projection];
        if (bucket->events[e].is_late)
            continue;
        TRY(synapses_arrive(s, &bucket->events[e], r->stamp, &r->neurons[s->p->target], status));
    }
    bucket->n = 0;
    for (uint32_t j = 0; j < r->net->n_projections; j++)
        TRY(synapses_close(&r->synapses[j], r->stamp, status));
    for (uint32_t p = 0; p < r->net->n_populations; p++)
        calcium_step(&r->neurons[p], r->net->dt_ms, r->stamp);
    for (uint32_t p = 0; p < r->net->n_populations; p++)
        scaled_step(&r->neurons[p], r->net->dt_ms, r->stamp);
    for (uint32_t p = 0; p < r->net->n_populations; p++)
        slots_step(&r->neurons[p], r->net, r->stamp);
    for (uint32_t j = 0; j < r->net->n_projections; j++)
        elements_step(&r->elements[j], r->neurons, r->stamp);
    for (uint32_t j = 0; j < r->net->n_projections; j++)
        TRY(synapses_restructure(&r->synapses[j], &r->elements[j], r->neurons, j, r->stamp, r->arrivals,
                                 r->n_arrivals, status));
    if (r->earnings)
        TRY(rewards_step(r, status));
cleanup:
    return code;
}
