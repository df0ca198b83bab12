/* A plan is believed only if it is right, and a plan that does not fit is refused before anything is allocated. */
#include "device/bank.h"
#include "engine/simulation.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char NETWORK[] =
    "name: plan\nduration: 10 ms\npopulations:\n  E: {model: iaf_psc_exp, size: %d}\nprojections:\n"
    "  EE: {source: E, target: E, connect: {%s}, weight: %s, delay: {uniform: {low: 1 ms, high: 9 ms}}, "
    "dendritic_delay: 0.5 ms,\n"
    "       rule: %s}\n";

static engram_experiment *parsed(int size, const char *connect, const char *weight, const char *rule,
                                 engram_status *status)
{
    char text[1024];
    engram_experiment *experiment = NULL;
    snprintf(text, sizeof text, NETWORK, size, connect, weight, rule);
    cr_assert(engram_experiment_parse("plan", text, &experiment, status) == ENGRAM_OK, "%s",
              engram_status_why(status));
    return experiment;
}

static engram_experiment *network(int size, const char *connect, const char *rule, engram_status *status)
{
    char plastic[64];
    snprintf(plastic, sizeof plastic, "{%s: {w_max: 2}}", rule);
    return parsed(size, connect, "1", plastic, status);
}

/* Peak of the bytes in buffers while a network is built and run. */
static uint64_t peak(engram_experiment *experiment, const engram_options *options, engram_status *status)
{
    engram_simulation *sim = NULL;
    engram_code code = engram_simulation_create(experiment, options, &sim, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_run(sim, -1, status);
    cr_assert(code == ENGRAM_OK, "%s; %s", engram_status_what(status), engram_status_why(status));
    uint64_t bytes = sim->dev->bytes_peak;
    engram_simulation_free(sim);
    return bytes;
}

Test(plans, predict_the_peak_within_five_per_cent)
{
    static const struct {
        int size;
        const char *connect, *rule;
        engram_options options;
    } cases[] = {
        {3000, "fixed_indegree: 300", "stdp", {0}},
        {3000, "bernoulli: 0.1", "stdp", {0}},
        {1000, "all_to_all: {}", "stdp_nn_restr", {.tiles = 7}},
        {2000, "fixed_outdegree: 200", "stdp", {.delivery = "chunks"}},
        {2000, "fixed_total_number: 500000", "stdp_nn_pre_centered", {.window = 1}},
    };
    engram_status *status = engram_status_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        engram_experiment *experiment = network(cases[i].size, cases[i].connect, cases[i].rule, status);
        engram_plan *plan = NULL;
        cr_assert(engram_plan_create(experiment, &cases[i].options, &plan, status) == ENGRAM_OK, "%s",
                  engram_status_why(status));
        uint64_t actual = peak(experiment, &cases[i].options, status);
        cr_expect(fabs((double)plan->device_bytes / (double)actual - 1) < 0.05,
                  "case %zu: planned %llu, real %llu", i, (unsigned long long)plan->device_bytes,
                  (unsigned long long)actual);
        engram_plan_free(plan);
        engram_experiment_free(experiment);
    }
    engram_status_free(status);
}

Test(plans, a_plastic_synapse_with_a_delay_of_its_own_takes_at_most_twelve_bytes)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = network(20000, "fixed_indegree: 1000", "stdp", status);
    engram_plan *plan = NULL;
    cr_assert(engram_plan_create(experiment, &(engram_options){0}, &plan, status) == ENGRAM_OK, "%s",
              engram_status_why(status));
    cr_expect(plan->bytes_per_synapse <= 12, "%g bytes", plan->bytes_per_synapse);
    cr_expect((double)plan->device_bytes / plan->n_synapses <= 12, "%g bytes with everything else",
              (double)plan->device_bytes / plan->n_synapses);
    engram_plan_free(plan);
    engram_experiment_free(experiment);
    engram_status_free(status);
}

/* Target and length remain. */
Test(plans, constant_weights_that_never_change_are_not_stored)
{
    static const struct {
        const char *weight, *rule;
        double bytes;
    } cases[] = {{"1", "static", 6}, {"{uniform: {low: 1, high: 2}}", "static", 10}, {"1", "{stdp: {}}", 10}};
    engram_status *status = engram_status_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        engram_experiment *experiment =
            parsed(20000, "fixed_indegree: 1000", cases[i].weight, cases[i].rule, status);
        engram_plan *plan = NULL;
        cr_assert(engram_plan_create(experiment, &(engram_options){0}, &plan, status) == ENGRAM_OK, "%s",
                  engram_status_why(status));
        cr_expect_float_eq(plan->bytes_per_synapse, cases[i].bytes, 0.1, "case %zu: %g bytes", i,
                           plan->bytes_per_synapse);
        engram_plan_free(plan);
        engram_experiment_free(experiment);
    }
    engram_status_free(status);
}

/* Stamps and one trace of 32, 64 or 256 post spikes, and a record of 32 bytes: deeper rings ask for fewer flushes. */
Test(plans, rings_of_post_spikes_deepen_up_to_a_tenth_of_the_synapses)
{
    static const struct {
        const char *connect;
        double bytes_per_neuron;
    } cases[] = {{"fixed_indegree: 100", 288}, {"fixed_indegree: 1000", 544}, {"fixed_indegree: 8000", 2080}};
    engram_status *status = engram_status_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        engram_experiment *experiment = network(20000, cases[i].connect, "stdp", status);
        engram_plan *plan = NULL;
        double rings = 0;
        cr_assert(engram_plan_create(experiment, &(engram_options){0}, &plan, status) == ENGRAM_OK, "%s",
                  engram_status_why(status));
        for (size_t k = 0; k < plan->n_items; k++)
            if (!strcmp(plan->items[k].name, "post-spike rings"))
                rings = (double)plan->items[k].bytes / 20000;
        cr_expect_float_eq(rings, cases[i].bytes_per_neuron, 10, "case %zu: %g bytes", i, rings);
        engram_plan_free(plan);
        engram_experiment_free(experiment);
    }
    engram_status_free(status);
}

Test(plans, a_network_that_does_not_fit_is_refused_before_anything_is_allocated)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = network(20000, "fixed_indegree: 1000", "stdp", status);
    engram_simulation *sim = NULL;
    uint64_t before = bank_fail_at(0);
    (void)before;
    engram_code code =
        engram_simulation_create(experiment, &(engram_options){.memory_limit = 50 << 20}, &sim, status);
    cr_expect(code == ENGRAM_E_RESOURCES && !sim);
    cr_expect(strstr(engram_status_hint(status), "engram plan"), "%s", engram_status_hint(status));
    cr_expect_eq(bank_fail_at(0), 0, "buffers were made before the refusal");
    engram_experiment_free(experiment);
    engram_status_free(status);
}

Test(plans, no_options_are_default_options)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = network(20, "fixed_indegree: 3", "stdp", status);
    engram_plan *plan = NULL;
    engram_validation v = {0};
    engram_simulation *sim = NULL;
    cr_expect(engram_plan_create(experiment, NULL, &plan, status) == ENGRAM_OK);
    cr_expect(engram_validate(experiment, NULL, 0, &v, status) == ENGRAM_OK);
    cr_expect(engram_simulation_create(experiment, NULL, &sim, status) == ENGRAM_OK);
    engram_simulation_free(sim);
    engram_plan_free(plan);
    engram_experiment_free(experiment);
    engram_status_free(status);
}
