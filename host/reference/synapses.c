/* Build and free the synapses of one projection. */
#include "core/memory.h"
#include "network/decay.h"
#include "network/myelin.h"
#include "reference/builtin.h"
#include "reference/parts.h"

#include <stdlib.h>

static engram_code create_decay(struct decay *d, double tau_ms, double dt_ms, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    d->is_slow = !decay_table_fits(tau_ms, dt_ms);
    d->n = decay_table_length(tau_ms, dt_ms);
    TRY(memory_new(&d->table, d->n, sizeof *d->table, "decay table", status));
    decay_table_fill(tau_ms, dt_ms, d->table, d->n);
cleanup:
    return code;
}

static engram_code create_terminals(struct synapses *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(create_decay(&s->facilitation, s->p->short_term->tau_fac_ms, s->net->dt_ms, status));
    TRY(create_decay(&s->recovery, s->p->short_term->tau_rec_ms, s->net->dt_ms, status));
    TRY(memory_new(&s->terminals, s->n_sources, sizeof *s->terminals, "terminals", status));
    for (uint32_t i = 0; i < s->n_sources; i++)
        s->terminals[i].left.x = 1.0f;
cleanup:
    return code;
}

static engram_code create_decays(struct synapses *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct model *rule = s->p->rule;
    for (size_t k = 0; k < rule->n_traces; k++) {
        const struct model_param *param = &rule->params[rule->traces[k].tau_param];
        double tau = projection_trace_tau(s->p, k);
        struct decay *d = &s->decay[k];
        if (!decay_tables_fit(tau, s->net->dt_ms))
            TRY(FAIL(ENGRAM_E_USAGE, .what = "a time constant is too long for this time step",
                     .where = TEXT("projection '%s', rule '%s', %s", s->p->name, rule->name, param->name),
                     .why = TEXT("%g ms is %g steps; at most %g are possible", tau, tau / s->net->dt_ms,
                                 DECAY_MAX_LONG_STEPS),
                     .hint = "use a shorter time constant or a longer dt"));
        d->nearest = rule->traces[k].nearest;
        TRY(create_decay(d, tau, s->net->dt_ms, status));
    }
cleanup:
    return code;
}

/* What post traces are at the start, at the synapses; at the soma it is the time of what reaches them then, in numbers that wrap around. */
static void start_traces(struct synapses *s)
{
    size_t n_pre = s->p->rule->n_pre_traces;
    for (uint32_t i = 0; i < s->n_targets; i++) {
        for (size_t k = n_pre; k < s->p->rule->n_traces; k++)
            s->post_arrived[i].value[k - n_pre] = projection_trace_start(s->p, k);
        s->post_emitted[i] = s->post_arrived[i];
        s->post_emitted[i].stamp -= s->p->dendritic_steps;
    }
}

static engram_code create_memory(struct synapses *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *purpose = TEXT("traces of '%s'", s->p->name);
    TRY(rule_parts_find(s->p->rule, &s->parts, status));
    s->entry = &s->parts.any;
    TRY(create_decays(s, status));
    TRY(memory_new(&s->arrived, s->n, sizeof *s->arrived, purpose, status));
    TRY(memory_new(&s->emitted, s->n_sources, sizeof *s->emitted, purpose, status));
    TRY(memory_new(&s->post_emitted, s->n_targets, sizeof *s->post_emitted, purpose, status));
    TRY(memory_new(&s->post_arrived, s->n_targets, sizeof *s->post_arrived, purpose, status));
    start_traces(s);
    TRY(memory_new(&s->posts, (uint64_t)s->p->dendritic_steps + 1, sizeof *s->posts, purpose, status));
    TRY(synapses_index_targets(s, status));
    TRY(gathered_create(s, status));
cleanup:
    return code;
}

static engram_code prepare_changes(struct synapses *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    s->changing = projection_myelin(s->net, s->p);
    s->max_axonal = projection_max_axonal(s->net, s->p);
    if (s->p->myelin)
        TRY(fibres_create(s->net, s->p, &s->fibres, status));
    TRY(memory_new(&s->left, s->n_sources, sizeof *s->left, TEXT("axons of '%s'", s->p->name), status));
cleanup:
    return code;
}

/* A spike may not act on its target before it arrives, nor a post spike on a weight that helped to cause it. */
static engram_code check_delay(const struct synapses *s, engram_status *status)
{
    const struct population *target = &s->net->populations[s->p->target];
    if (target->model->n_receptors == 0 || s->p->dendritic_steps > 0)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE,
                .what = "a projection onto driven neurons needs a dendritic delay of at least one step",
                .where = TEXT("projection '%s'", s->p->name),
                .why = "a post spike would have to change a weight that helped to cause it in the same step",
                .hint = "give it a dendritic_delay, or a larger dendritic_delay_fraction");
}

engram_code synapses_create(const struct network *net, uint32_t projection, struct synapses *s,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &net->projections[projection];
    *s = (struct synapses){.net = net,
                           .p = p,
                           .n_sources = net->populations[p->source].n,
                           .n_targets = net->populations[p->target].n};
    TRY(check_delay(s, status));
    TRY(memory_new(&s->slowness, s->n_sources, sizeof *s->slowness, "axons", status));
    for (uint32_t i = 0; i < s->n_sources; i++)
        s->slowness[i] = projection_slowness(net, p, i);
    for (size_t k = 0; k < p->rule->n_values; k++)
        s->values[k] = (float)model_value(p->rule, k, p->params, net->dt_ms);
    s->tick = projection_rule_tick(net, p);
    TRY(synapses_create_targets(s, status));
    TRY(modulator_create(net, p, &s->modulator, status));
    s->late = projection_late_steps(net, p);
    TRY(synapses_draw(s, status));
    for (uint32_t r = 0; r < s->n_sources; r++)
        for (uint32_t i = s->row[r]; i < s->row[r + 1u]; i++) {
            uint32_t steps = projection_axonal_steps(p, s->length[i], s->slowness[r]);
            s->max_axonal = steps > s->max_axonal ? steps : s->max_axonal;
        }
    if (projection_changes_speed(p))
        TRY(prepare_changes(s, status));
    if (p->structure) {
        s->max_axonal = projection_max_axonal(net, p);
        TRY(synapses_learn_turnover(s, status));
        if (projection_growth(p))
            TRY(growth_matching(net, p, &s->matching, status));
        TRY(memory_new(&s->departures, s->n_sources, sizeof *s->departures, "spikes in flight", status));
    }
    if (p->short_term)
        TRY(create_terminals(s, status));
    if (model_is_plastic(p->rule))
        TRY(create_memory(s, status));
cleanup:
    return code;
}

void synapses_free(struct synapses *s)
{
    for (uint32_t b = 0; s->posts && b <= s->p->dendritic_steps; b++)
        free(s->posts[b].events);
    for (size_t k = 0; k < MODEL_MAX_TRACES; k++)
        free(s->decay[k].table);
    free(s->facilitation.table);
    free(s->recovery.table);
    free(s->terminals);
    modulator_free(&s->modulator);
    free(s->posts);
    free(s->row);
    synapses_free_targets(s);
    free(s->target);
    free(s->length);
    free(s->weight);
    free(s->columns);
    fibres_free(s->fibres);
    for (uint32_t i = 0; s->departures && i < s->n_sources; i++)
        free(s->departures[i].sent);
    free(s->departures);
    matching_plan_free(&s->matching);
    synapses_forget_turnover(s);
    free(s->left);
    free(s->slowness);
    free(s->arrived);
    free(s->emitted);
    free(s->post_emitted);
    free(s->post_arrived);
    free(s->gathered);
    free(s->column);
    free(s->into);
}
