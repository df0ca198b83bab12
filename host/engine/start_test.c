#include "engine/start_test.h"

#include "core/memory.h"
#include "engine/validate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEURONS = 24, STEPS = 120, MOST_TICK = 35 /* steps */ };
static const double MOST_IN_DEGREE = 500, MOST_SYNAPSES = 300e3;

static double in_degree(const struct network *net, const struct projection *p)
{
    bool exact = true;
    return projection_expected_synapses(net, p, &exact) / net->populations[p->target].n;
}

/* Shallow copies: whatever is a list in the original is long enough for fewer neurons. */
static void shrink(const struct network *net, struct network *mini)
{
    double total = 0;
    mini->weight_records = NULL;
    mini->axon_records = NULL;
    mini->delay_records = NULL;
    mini->n_delay_records = 0;
    mini->topology_records = NULL;
    mini->n_topology_records = 0;
    mini->state_records = NULL;
    mini->measures = NULL;
    mini->n_measures = 0;
    mini->n_weight_records = mini->n_axon_records = mini->n_state_records = 0;
    mini->n_steps = net->n_steps < STEPS ? net->n_steps : STEPS;
    for (size_t i = 0; i < mini->n_populations; i++) {
        mini->populations[i].n = mini->populations[i].n < NEURONS ? mini->populations[i].n : NEURONS;
        struct spike_list *spikes = &mini->populations[i].spikes;
        while (spikes->n && spikes->neuron[spikes->n - 1] >= mini->populations[i].n)
            spikes->n--;
    }
    for (size_t j = 0; j < net->n_projections; j++)
        total += fmin(in_degree(net, &net->projections[j]), MOST_IN_DEGREE) * NEURONS;
    double share = total > MOST_SYNAPSES ? MOST_SYNAPSES / total : 1;
    for (size_t j = 0; j < mini->n_projections; j++) {
        double degree = fmin(in_degree(net, &net->projections[j]), MOST_IN_DEGREE) * share;
        mini->projections[j].connect = (struct connect){.kind = CONNECT_FIXED_INDEGREE,
                                                        .n = (uint64_t)fmax(1, degree),
                                                        .autapses = true,
                                                        .multapses = true};
    }
}

/* Rules tick soon enough to be tested. */
static engram_code hasten_ticks(const struct network *net, struct network *mini, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t j = 0; j < net->n_projections; j++) {
        struct projection *p = &mini->projections[j];
        const struct model *rule = p->rule;
        if (projection_rule_tick(net, p) <= MOST_TICK)
            continue;
        p->params = NULL;
        TRY(memory_new(&p->params, rule->n_params, sizeof *p->params, "start-up test", status));
        memcpy(p->params, net->projections[j].params, rule->n_params * sizeof *p->params);
        p->params[rule->tick_param] = MOST_TICK * net->dt_ms;
    }
cleanup:
    return code;
}

static void free_projections(const struct network *net, struct network *mini)
{
    for (size_t j = 0; mini->projections && j < net->n_projections; j++)
        if (mini->projections[j].params != net->projections[j].params)
            free(mini->projections[j].params);
    free(mini->projections);
}

engram_code start_test(const struct network *net, const engram_options *options, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct network mini = *net;
    engram_validation result = {0};
    engram_options own = *options;
    mini.populations = NULL;
    mini.projections = NULL;
    own.on_progress = NULL;
    own.on_spikes = NULL;
    own.flush_every =
        7; /* the experiment may need no flush in so few steps; the kernel is tested all the same */
    own.memory_limit = 0;
    TRY(memory_new(&mini.populations, net->n_populations, sizeof *mini.populations, "start-up test", status));
    TRY(memory_new(&mini.projections, net->n_projections, sizeof *mini.projections, "start-up test", status));
    memcpy(mini.populations, net->populations, net->n_populations * sizeof *mini.populations);
    memcpy(mini.projections, net->projections, net->n_projections * sizeof *mini.projections);
    shrink(net, &mini);
    TRY(hasten_ticks(net, &mini, status));
    code = validate_network(&mini, &own, 0, true, &result, status);
    if (code == ENGRAM_E_MISMATCH)
        code = FAIL(
            ENGRAM_E_DEVICE, .what = "the device computes wrongly",
            .where = "start-up test (a miniature of the experiment against the CPU reference)",
            .why = result.difference,
            .hint = "choose another device (engram devices), or update its driver; engram doctor tests more");
cleanup:
    free(mini.populations);
    free_projections(net, &mini);
    return code;
}
