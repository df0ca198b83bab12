/* When what arrives where: delays, drives, currents, spikes, slices. */
#include "built.h"

#include "core/memory.h"
#include "network/decay.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct connect one_to_one = {.kind = CONNECT_ONE_TO_ONE, .autapses = true};

/* ---- delivery ---- */

Test(timing, a_spike_acts_after_its_axonal_and_dendritic_delay)
{
    static const struct {
        double axonal_ms;
        uint32_t dendritic;
    } cases[] = {{0, 1}, {0, 15}, {1.5, 1}, {2.3, 7}};
    for (size_t c = 0; c < 4; c++) {
        struct spikes spikes = {0};
        struct network *net = built_begin(0.1);
        struct population *source = built_population(net, "source", "spike_generator", 2);
        built_spikes(net, source, 0, (const double[]){1, 5, 5, 5}, 4);
        built_spikes(net, source, 1, (const double[]){5}, 1);
        built_population(net, "echo", "parrot", 1);
        struct projection *p =
            built_projection(net, "wire", "source", "echo", "static",
                             (struct connect){.kind = CONNECT_ALL_TO_ALL}, cases[c].dendritic);
        p->axonal = quantity_constant(cases[c].axonal_ms);
        struct reference *r = built_reference(net);
        built_record(r, &spikes);
        built_run(r, 200);
        uint64_t delay = (uint64_t)llround(cases[c].axonal_ms * 10) + cases[c].dendritic;
        cr_assert_eq(spikes.n, 5, "%zu reports", spikes.n);
        const struct spike *first = &spikes.spike[1], *second = &spikes.spike[4];
        cr_expect(first->population == 1 && first->step == 10 + delay && first->n == 1, "step %lu, n %u",
                  first->step, first->n);
        cr_expect(second->population == 1 && second->step == 50 + delay && second->n == 4, "step %lu, n %u",
                  second->step, second->n);
        free(spikes.spike);
        reference_free(r);
        network_free(net);
    }
}

Test(timing, length_over_velocity_is_the_axonal_delay)
{
    struct spikes spikes = {0};
    struct network *net = built_begin(0.1);
    struct population *source = built_population(net, "source", "spike_generator", 1);
    built_spikes(net, source, 0, (const double[]){1}, 1);
    built_population(net, "echo", "parrot", 1);
    struct projection *p = built_projection(net, "wire", "source", "echo", "static", one_to_one, 1);
    p->by_length = true;
    p->length_unit_um = 0.125;
    p->axonal = quantity_constant(2000);
    p->velocity = quantity_constant(0.5); /* 2 mm at 0.5 m/s: 4 ms */
    struct reference *r = built_reference(net);
    built_record(r, &spikes);
    built_run(r, 100);
    cr_assert_eq(spikes.n, 2);
    cr_expect_eq(spikes.spike[1].step, 10 + 40 + 1);
    free(spikes.spike);
    reference_free(r);
    network_free(net);
}

Test(timing, spikes_are_reported_by_step_population_and_neuron)
{
    struct spikes spikes = {0};
    struct network *net = built_begin(1);
    built_param(built_population(net, "a", "poisson_generator", 50), "rate", 300);
    built_param(built_population(net, "b", "poisson_generator", 50), "rate", 300);
    struct reference *r = built_reference(net);
    built_record(r, &spikes);
    built_run(r, 100);
    cr_assert_gt(spikes.n, 1000);
    for (size_t i = 1; i < spikes.n; i++) {
        const struct spike *x = &spikes.spike[i - 1], *y = &spikes.spike[i];
        bool rising = x->step != y->step               ? x->step < y->step
                      : x->population != y->population ? x->population < y->population
                                                       : x->neuron < y->neuron;
        cr_assert(rising, "report %zu", i);
    }
    free(spikes.spike);
    reference_free(r);
    network_free(net);
}

/* ---- neurons ---- */

/* Grid spike times of science T11.1, and NEST's own check of V. */
Test(timing, an_integrate_and_fire_neuron_fires_when_it_should)
{
    static const struct {
        double current;
        uint64_t steps[4];
    } cases[] = {{400, {278, 576, 874, 1172}}, {500, {139, 298, 457, 616}}, {1000, {48, 116, 184, 252}}};
    for (size_t c = 0; c < 3; c++) {
        struct spikes spikes = {0};
        struct network *net = built_begin(0.1);
        built_param(built_population(net, "cell", "iaf_psc_exp", 1), "I_e", cases[c].current);
        struct reference *r = built_reference(net);
        built_record(r, &spikes);
        built_run(r, 1300);
        cr_assert_geq(spikes.n, 4);
        for (int i = 0; i < 4; i++)
            cr_expect_eq(spikes.spike[i].step, cases[c].steps[i], "%g pA, spike %d at %lu", cases[c].current,
                         i, spikes.spike[i].step);
        free(spikes.spike);
        reference_free(r);
        network_free(net);
    }
}

Test(timing, a_current_flows_from_the_step_after_its_begin_to_its_end)
{
    struct network *net = built_begin(0.1);
    struct population *p = built_population(net, "cell", "iaf_psc_exp", 3);
    p->currents = calloc(2, sizeof *p->currents);
    p->n_currents = 2;
    p->currents[0] =
        (struct current){.end = 2, .which = {.fraction = 1}, .amplitude = quantity_constant(100)};
    p->currents[1] = (struct current){
        .begin = 10, .end = 12, .which = {.fraction = 1}, .amplitude = quantity_constant(-50)};
    uint32_t V = (uint32_t)model_find_variable(p->model, "V_m");
    struct reference *r = built_reference(net);
    double want = 0, leak = exp(-0.1 / 10), gain = (1 - leak) * 10 / 250;
    for (uint64_t stamp = 1; stamp < 20; stamp++) {
        double current = stamp <= 2 ? 100 : stamp >= 11 && stamp <= 12 ? -50 : 0;
        want = want * leak + gain * current;
        built_run(r, 1);
        cr_expect_lt(fabs((double)reference_state(r, 0, V)[2] + 70 - want), 2e-5,
                     "stamp %lu: %g above rest, not %g", stamp, (double)reference_state(r, 0, V)[2] + 70,
                     want);
    }
    reference_free(r);
    network_free(net);
}

Test(timing, a_poisson_drive_brings_its_mean_current)
{
    struct network *net = built_begin(0.1);
    struct population *p = built_population(net, "cell", "iaf_psc_exp", 400);
    built_param(p, "V_th", 1e6); /* never fires */
    p->drives = calloc(1, sizeof *p->drives);
    p->n_drives = 1;
    p->drives[0] =
        (struct drive){.receptor = 0, .rate = quantity_constant(4050), .weight = quantity_constant(35)};
    uint32_t state = (uint32_t)model_find_variable(p->model, "I_syn_ex");
    struct reference *r = built_reference(net);
    built_run(r, 400);
    double sum = 0, decay = exp(-0.1 / 2);
    for (int i = 0; i < 400; i++)
        sum += (double)reference_state(r, 0, state)[i];
    double mean = 0.405 * 35 / (1 - decay), sd = sqrt(0.405 / (1 - decay * decay)) * 35;
    cr_expect_lt(fabs(sum / 400 - mean), 5 * sd / 20, "mean %g, not %g", sum / 400, mean);
    reference_free(r);
    network_free(net);
}

/* ---- a network with everything ---- */

static struct network *lively(void)
{
    struct network *net = built_begin(0.5);
    struct population *p = built_population(net, "E", "iaf_psc_exp", 80);
    p->params[model_find_param(p->model, "V_th")] =
        (struct quantity){.kind = QUANTITY_NORMAL, .a = -58, .b = 1, .min = -60, .max = -55};
    p->states[0] =
        (struct quantity){.kind = QUANTITY_UNIFORM, .a = -70, .b = -60, .min = -HUGE_VAL, .max = HUGE_VAL};
    p->drives = calloc(1, sizeof *p->drives);
    p->n_drives = 1;
    p->drives[0] = (struct drive){
        .rate = {.kind = QUANTITY_UNIFORM, .a = 3000, .b = 6000, .min = -HUGE_VAL, .max = HUGE_VAL},
        .weight = quantity_constant(40)};
    built_param(built_population(net, "noise", "poisson_generator", 30), "rate", 40);
    struct projection *e = built_projection(net, "E_E", "E", "E", "stdp_nn_pre_centered",
                                            (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = 12}, 3);
    built_rule_param(e, "w_max", 80);
    e->weight = (struct quantity){.kind = QUANTITY_NORMAL, .a = 40, .b = 8, .min = 0, .max = 80};
    e->axonal =
        (struct quantity){.kind = QUANTITY_UNIFORM, .a = 0, .b = 9, .min = -HUGE_VAL, .max = HUGE_VAL};
    struct projection *n =
        built_projection(net, "noise_E", "noise", "E", "stdp",
                         (struct connect){.kind = CONNECT_BERNOULLI, .probability = 0.2}, 2);
    n->weight = quantity_constant(50);
    return net;
}

Test(run, slices_give_what_one_run_gives)
{
    struct digest whole, sliced;
    struct network *net = lively();
    struct reference *r = built_reference(net);
    built_run(r, 400);
    reference_digest(r, &whole);
    reference_free(r);
    r = built_reference(net);
    for (int i = 0; i < 400; i += 100) {
        built_run(r, 37);
        built_run(r, 63);
    }
    reference_digest(r, &sliced);
    reference_free(r);
    cr_expect_eq(whole.total, sliced.total);
    net->seed++;
    r = built_reference(net);
    built_run(r, 400);
    reference_digest(r, &sliced);
    cr_expect(whole.spikes != sliced.spikes && whole.weights != sliced.weights &&
                  whole.topology != sliced.topology,
              "another seed, another run");
    reference_free(r);
    network_free(net);
}

Test(run, synapses_come_in_canonical_order_and_make_the_digest)
{
    struct digest whole, sum = {0};
    struct spikes spikes = {0};
    struct network *net = lively();
    struct reference *r = built_reference(net);
    built_record(r, &spikes);
    built_run(r, 200);
    reference_digest(r, &whole);
    cr_assert_gt(spikes.n, 100);
    for (uint32_t j = 0; j < 2; j++) {
        struct synapse_table t;
        uint32_t n_sources = net->populations[net->projections[j].source].n;
        uint64_t n_changed = 0;
        cr_assert_eq(reference_synapses(r, j, &t, NULL), ENGRAM_OK);
        for (uint64_t i = 0; i < t.n; i++) {
            n_changed += j == 1 && t.weight[i] != 50.0f;
            bool rising = i == 0 || t.source[i] > t.source[i - 1] ||
                          (t.source[i] == t.source[i - 1] && t.length[i] > t.length[i - 1]) ||
                          (t.source[i] == t.source[i - 1] && t.length[i] == t.length[i - 1] &&
                           t.target[i] > t.target[i - 1]);
            cr_assert(rising, "projection %u, synapse %lu", j, i);
        }
        cr_expect(j == 0 || n_changed > t.n / 2, "plastic weights must move");
        digest_add_synapses(&net->projections[j], &t, n_sources, &sum);
        synapse_table_free(&t);
    }
    cr_expect(whole.topology == sum.topology && whole.weights == sum.weights && whole.delays == sum.delays);
    free(spikes.spike);
    reference_free(r);
    network_free(net);
}

Test(run, any_failed_allocation_is_reported_and_nothing_leaks)
{
    struct network *net = lively();
    struct reference *r = NULL;
    memory_fail_at(0);
    r = built_reference(net);
    uint64_t n_allocations = memory_fail_at(0);
    reference_free(r);
    for (uint64_t k = 1; k <= n_allocations; k++) {
        memory_fail_at(k);
        cr_expect_eq(reference_create(net, &r, NULL), ENGRAM_E_RESOURCES, "allocation %lu of %lu", k,
                     n_allocations);
        cr_expect_null(r);
        reference_free(r);
    }
    memory_fail_at(0);
    network_free(net);
}

/* ---- refusals ---- */

static void expect_refusal(const struct network *net, engram_code wanted, const char *in_why)
{
    struct reference *r = NULL;
    engram_status *status = engram_status_create();
    engram_code code = reference_create(net, &r, status);
    if (code == ENGRAM_OK)
        code = reference_run(r, 2000, status);
    cr_expect_eq(code, wanted, "%s: %s", engram_status_what(status), engram_status_why(status));
    cr_expect(strstr(engram_status_why(status), in_why), "%s", engram_status_why(status));
    cr_expect(*engram_status_what(status) && *engram_status_where(status) && *engram_status_hint(status));
    engram_status_free(status);
    reference_free(r);
}

Test(refusal, a_plastic_projection_onto_driven_neurons_needs_a_dendritic_delay)
{
    struct network *net = lively();
    net->projections[1].dendritic_steps = 0;
    expect_refusal(net, ENGRAM_E_USAGE, "same step");
    network_free(net);
}

Test(refusal, a_time_constant_beyond_the_tables)
{
    struct network *net = lively();
    built_rule_param(&net->projections[1], "tau_plus", 0.5 * DECAY_MAX_LONG_STEPS + 1);
    expect_refusal(net, ENGRAM_E_USAGE, "steps");
    network_free(net);
}

Test(refusal, a_poisson_rate_beyond_the_thresholds)
{
    struct network *net = lively();
    built_param(&net->populations[1], "rate", 32001);
    expect_refusal(net, ENGRAM_E_USAGE, "32001 Hz");
    network_free(net);
}

Test(refusal, a_weight_that_leaves_its_limit)
{
    struct network *net = built_begin(0.1);
    double times[100];
    for (int i = 0; i < 100; i++)
        times[i] = 1 + i;
    built_spikes(net, built_population(net, "pre", "spike_generator", 1), 0, times, 100);
    built_param(built_population(net, "post", "iaf_psc_exp", 1), "I_e", 2000);
    struct projection *p = built_projection(net, "pair", "pre", "post", "stdp_pl", one_to_one, 1);
    p->weight_limit = 1.5;
    built_rule_param(p, "alpha", 0.0);
    expect_refusal(net, ENGRAM_E_RUN, "1.5");
    network_free(net);
}
