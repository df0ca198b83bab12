#include "experiment/experiment.h"

#include "config/text_file.h"
#include "config/yaml.h"
#include "experiment/fragments.h"
#include "network/structure.h"
#include "unit/experiment/every_allocation.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(experiment, .init = begin, .fini = end);

static const struct network *network_of(engram_experiment *e)
{
    const struct network *net = NULL;
    cr_assert_eq(experiment_network(e, &net, status), ENGRAM_OK, "%s: %s (%s)", engram_status_where(status),
                 engram_status_what(status), engram_status_why(status));
    return net;
}

static engram_experiment *must_parse(const char *text)
{
    engram_experiment *e = NULL;
    engram_code code = engram_experiment_parse("t.yaml", text, &e, status);
    cr_assert_eq(code, ENGRAM_OK, "%s: %s (%s)", engram_status_where(status), engram_status_what(status),
                 engram_status_why(status));
    return e;
}

/* A population E of driven neurons and S of spike sources, with one projection from `line`. */
static engram_experiment *must_project(const char *line)
{
    char text[2000];
    snprintf(text, sizeof text,
             "duration: 10 ms\npopulations:\n"
             "  E: {model: iaf_psc_exp, size: 10, positions: {random: {extent: [300 um, 400 um]}}}\n"
             "  G: {model: iaf_cond_exp, size: 10}\n"
             "  S: {model: spike_generator, size: 2, spike_times: [[1], [2]]}\nprojections:\n  A: {%s}\n",
             line);
    return must_parse(text);
}

Test(experiment, the_example_resolves_to_the_network_it_describes)
{
    engram_experiment *e = must_parse(fragments_example);
    const struct network *net = network_of(e);
    cr_expect_str_eq(net->name, "example");
    cr_expect_eq(net->seed, 42);
    cr_expect_eq(net->n_steps, 10000);
    cr_expect_eq(net->rate_bin, 100);
    cr_assert_eq(net->n_populations, 3);
    cr_assert_eq(net->n_projections, 2);

    const struct population *p = &net->populations[0];
    cr_expect_eq(p->n, 400);
    cr_expect_eq(p->owner, name_hash("E"));
    cr_expect_eq(p->params[model_find_param(p->model, "tau_m")].a, 20);
    const struct quantity *threshold = &p->params[model_find_param(p->model, "V_th")];
    cr_expect_eq(threshold->kind, QUANTITY_NORMAL);
    cr_expect_eq(threshold->min, -52);
    cr_expect_eq(threshold->max, -48);
    cr_expect_eq(p->states[model_find_variable(p->model, "V_m")].kind, QUANTITY_UNIFORM);
    cr_assert_eq(p->n_drives, 1);
    cr_expect_eq(p->drives[0].rate.a, 4000);
    cr_expect_eq(p->period[0], 1000);
    cr_expect_eq(p->period[2], 0);
    for (uint32_t i = 0; i < 3 * p->n; i++)
        cr_assert(p->positions[i] >= 0 && p->positions[i] <= (i % 3 == 2 ? 0.0f : 1000.0f));

    cr_expect(p->record_spikes);
    cr_expect_not(net->populations[2].record_spikes);
    cr_assert_eq(net->populations[2].spikes.n, 3);
    cr_expect_eq(net->populations[2].spikes.step[1], 2000);
    cr_expect_eq(net->populations[2].spikes.neuron[2], 1);
    cr_assert_eq(net->n_weight_records, 1);
    cr_expect_eq(net->weight_records[0].interval, 5000);
    cr_expect_eq(net->weight_records[0].n_sample, 1000);
    cr_assert_eq(net->n_state_records, 1);
    cr_expect_eq(net->state_records[0].interval, 10);
    engram_experiment_free(e);
}

Test(experiment, a_train_may_be_that_of_several_neurons)
{
    engram_experiment *e = must_parse("duration: 10 ms\ndt: 1 ms\npopulations:\n  S: {model: "
                                      "spike_generator, size: 5, spike_times: [[7], {at: [1, "
                                      "2], every: 4, n: 2, neurons: 3}, {at: 8, every: 1, n: 1}]}\n");
    static const uint64_t steps[] = {7, 1, 2, 5, 6, 1, 2, 5, 6, 1, 2, 5, 6, 8};
    static const uint32_t neurons[] = {0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4};
    const struct spike_list *spikes = &network_of(e)->populations[0].spikes;
    cr_assert_eq(spikes->n, 14);
    for (int i = 0; i < 14; i++)
        cr_expect(spikes->neuron[i] == neurons[i] && spikes->step[i] == steps[i], "spike %d", i);
    engram_experiment_free(e);
}

Test(experiment, a_weight_is_one_of_several)
{
    engram_experiment *e =
        must_project("source: S, target: E, connect: all_to_all, weight: {choice: {values: [1, 0.5 nA, "
                     "3], chances: [0.2, 0.3, 0.5]}}");
    const struct quantity *w = &network_of(e)->projections[0].weight;
    cr_assert_eq(w->kind, QUANTITY_CHOICE);
    cr_assert_eq(w->n_list, 3);
    cr_expect_eq(w->list[1], 500);
    cr_expect_lt(fabs(w->up_to[1] - 0.5), 1e-15);
    engram_experiment_free(e);
    e = must_project(
        "source: S, target: E, connect: {all_to_all: {}, per_pair: 4}, weight: {choice: {values: [1, 3]}}");
    cr_expect_eq(network_of(e)->projections[0].weight.up_to[0], 0.5);
    cr_expect_eq(connect_per_pair(&network_of(e)->projections[0].connect), 4);
    engram_experiment_free(e);
    e = must_project(
        "source: S, target: E, connect: all_to_all, weight: {choice: {values: [1, 3]}, min: 2, clip: "
        "true}, structure: {tick: 1 ms, formation: {rate: 1 Hz}}");
    w = &network_of(e)->projections[0].structure->weight;
    cr_expect(w->kind == QUANTITY_CHOICE && w->list[1] == 3 && w->up_to[0] == 0.5,
              "new synapses have the same choice");
    double low = 0, high = 0;
    quantity_range(w, &low, &high);
    cr_expect(low == 2 && high == 3 && quantity_mean(w) == 2.5, "%g to %g", low, high);
    engram_experiment_free(e);
}

Test(experiment, rule_parameters_are_given_or_default)
{
    engram_experiment *e = must_parse(fragments_example);
    const struct projection *p = &network_of(e)->projections[0];
    cr_expect_str_eq(p->rule->name, "stdp");
    cr_expect_eq(p->params[model_find_param(p->rule, "w_max")], 70);
    cr_expect_eq(p->params[model_find_param(p->rule, "tau_plus")], 20);
    cr_expect_eq(p->connect.n, 40);
    cr_expect_not(p->connect.autapses);
    engram_experiment_free(e);
}

Test(experiment, a_distribution_of_plastic_weights_is_held_inside_the_rule)
{
    engram_experiment *e = must_project("source: E, target: E, connect: all_to_all, weight: {normal: {mean: "
                                        "35, sd: 3}}, rule: {stdp: {w_max: 70}}");
    const struct projection *p = &network_of(e)->projections[0];
    cr_expect_eq(p->weight.min, 0);
    cr_expect_eq(p->weight.max, 70);
    engram_experiment_free(e);
}

struct delays {
    uint32_t dendritic, min, shift;
    double axonal_ms; /* negative: a distribution */
};

static void expect_delays(const char *line, struct delays want)
{
    engram_experiment *e = must_project(line);
    const struct projection *p = &network_of(e)->projections[0];
    cr_expect_eq(p->dendritic_steps, want.dendritic, "%u: %s", p->dendritic_steps, line);
    cr_expect_eq(p->axonal_min, want.min, "%u: %s", p->axonal_min, line);
    cr_expect_eq(p->axonal_shift, want.shift, "%u: %s", p->axonal_shift, line);
    if (want.axonal_ms >= 0)
        cr_expect(fabs(p->axonal.a - want.axonal_ms) < 1e-9 && quantity_is_constant(&p->axonal), "%g: %s",
                  p->axonal.a, line);
    engram_experiment_free(e);
}

#define STATIC  "source: E, target: E, connect: all_to_all, weight: 1, "
#define PLASTIC "source: E, target: E, connect: all_to_all, weight: 1, rule: stdp, "

Test(experiment, delays_are_split_into_axon_and_dendrite)
{
    expect_delays(STATIC "delay: 1.5 ms", (struct delays){15, 0, 0, 0});
    expect_delays(STATIC "delay: 1.5 ms, dendritic_delay_fraction: 0", (struct delays){15, 0, 0, 0});
    expect_delays(PLASTIC "delay: 1.5 ms", (struct delays){15, 0, 0, 0});
    expect_delays(PLASTIC "delay: 1.5 ms, dendritic_delay_fraction: 0.4", (struct delays){6, 0, 0, 0.9});
    expect_delays(PLASTIC "delay: 1.5 ms, dendritic_delay: 0.6 ms", (struct delays){6, 0, 0, 0.9});
    expect_delays(STATIC "delay: {uniform: {low: 0.8, high: 2}}", (struct delays){8, 8, 8, -1});
    expect_delays(PLASTIC "delay: {uniform: {low: 0.8, high: 2}}, dendritic_delay: 0.3 ms",
                  (struct delays){3, 3, 3, -1});
    expect_delays("source: S, target: S, connect: one_to_one, weight: 1, rule: stdp, delay: 1 ms, "
                  "dendritic_delay_fraction: 0",
                  (struct delays){0, 0, 0, 1});
    expect_delays(STATIC "length: 300 um, velocity: 0.3 m/s", (struct delays){10, 10, 10, 300});
    expect_delays(STATIC "length: 10 mm, velocity: 0.3 m/s", (struct delays){16, 16, 16, 10000});
    expect_delays(STATIC "length: 30 um, velocity: 1 m/s", (struct delays){1, 1, 1, 30});
    expect_delays(STATIC "length: 300 um, velocity: 0.3 m/s, dendritic_delay: 0.2 ms",
                  (struct delays){2, 0, 0, 300});
    expect_delays(PLASTIC "length: 300 um, velocity: 0.3 m/s, dendritic_delay: 0.2 ms",
                  (struct delays){2, 0, 0, 300});
    expect_delays(
        "source: S, target: S, connect: one_to_one, weight: 1, rule: stdp, length: 300 um, velocity: 1",
        (struct delays){0, 1, 0, 300});
}

Test(experiment, lengths_get_the_finest_unit_that_fits_16_bits)
{
    engram_experiment *e = must_project(STATIC "length: {uniform: {low: 0, high: 100}}, velocity: 0.3");
    cr_expect_eq(network_of(e)->projections[0].length_unit_um,
                 0x1p-9); /* 100 um / 2^-9 = 51,200 codes; 2^-10 would need 102,400 */
    engram_experiment_free(e);
    e = must_project(STATIC
                     "length: {from_distance: 1.5}, velocity: {normal: {mean: 0.3, sd: 0.1}, min: 0.1}");
    const struct projection *p = &network_of(e)->projections[0];
    cr_expect(p->from_distance);
    cr_expect_eq(p->length_unit_um,
                 0x1p-6); /* at most 1.5 * 500 um = 750 um; more than 512 um with these positions */
    cr_expect_eq(p->velocity.kind, QUANTITY_NORMAL);
    engram_experiment_free(e);
}

Test(experiment, axons_bound_their_velocities)
{
    engram_experiment *e =
        must_project(STATIC "length: {uniform: {low: 0, high: 3 mm}}, axon: {law: fastest, "
                            "diameter: {lognormal: {mu: -0.5, sigma: 0.4}, min: 200 nm}}");
    const struct projection *p = &network_of(e)->projections[0];
    cr_expect_eq(p->axon.law, AXON_FASTEST);
    cr_expect_eq(p->axon.k_m, 5.5);
    cr_expect_eq(p->axon.k_u, 0.95);
    cr_expect_eq(p->axon.g_0, 0.7);
    cr_expect_eq(p->axon.diameter.min, 0.2);
    cr_expect(quantity_is_constant(&p->axon.g_ratio) && p->axon.g_ratio.a == 0.7);
    /* 3 mm at 5.5 * 0.2 / 0.7 = 1.571 m/s are 1.909 ms; one step is taken as dendritic. */
    uint32_t longest = projection_max_axonal(network_of(e), p);
    cr_expect(longest >= 5 && longest <= 18, "%u", longest);
    engram_experiment_free(e);

    e = must_project(
        STATIC
        "length: 1 mm, axon: {law: myelinated, diameter: 1 um, g_ratio: {normal: {mean: 0.7, sd: 0.1}}}");
    p = &network_of(e)->projections[0];
    cr_expect(p->axon.g_ratio.min == 0.1 && p->axon.g_ratio.max == 0.99, "held inside what the table allows");
    engram_experiment_free(e);

    e = must_project("source: S, target: E, connect: all_to_all, weight: 1, length: 1 mm, axon: {law: "
                     "unmyelinated, diameter: [1, 4]}");
    p = &network_of(e)->projections[0];
    uint32_t slow = projection_slowness(network_of(e), p, 0), fast = projection_slowness(network_of(e), p, 1);
    cr_expect(slow >= 2 * fast - 1 && slow <= 2 * fast + 1, "one value per source: %u, %u", slow, fast);
    engram_experiment_free(e);
}

static void expect_limit(const char *line, double limit)
{
    engram_experiment *e = must_project(line);
    double found = network_of(e)->projections[0].weight_limit;
    cr_expect_eq(found, limit, "%g, not %g: %s", found, limit, line);
    engram_experiment_free(e);
}

Test(experiment, the_weight_limit_comes_from_rule_or_distribution_or_key)
{
    expect_limit("source: E, target: E, connect: all_to_all, weight: -30 pA", 30);
    expect_limit("source: E, target: E, connect: all_to_all, weight: {uniform: {low: -50, high: 20}}", 50);
    expect_limit(
        "source: E, target: E, connect: all_to_all, weight: {normal: {mean: 5, sd: 1}}, weight_limit: 9", 9);
    expect_limit("source: E, target: E, connect: all_to_all, weight: 5, rule: {stdp: {w_max: 80}}", 80);
    expect_limit("source: E, target: E, connect: all_to_all, weight: 5, rule: stdp_pl, weight_limit: 300",
                 300);
    expect_limit(
        "source: E, target: G, connect: all_to_all, weight: {normal: {mean: 1 nS, sd: 1 nS}, max: 4 nS}", 4);
    expect_limit("source: E, target: E, connect: {list: [[0, 1, -7], [1, 2, 3]]}", 7);
}

Test(experiment, explicit_edges_bring_weights_and_delays)
{
    engram_experiment *e = must_project("source: E, target: E, connect: {list: [[0, 5, 10 pA, 1 ms], [3, 2, "
                                        "20 pA, 2 ms], [0, 2, 30 pA, 3 ms]]}");
    const struct network *net = network_of(e);
    const struct projection *p = &net->projections[0];
    bool exact = false;
    cr_expect_eq(p->connect.kind, CONNECT_LIST);
    cr_expect_eq(p->dendritic_steps, 10);
    cr_expect_eq(p->axonal.kind, QUANTITY_LIST);
    cr_expect_eq(projection_expected_synapses(net, p, &exact), 3);
    cr_expect(exact);
    cr_expect_eq(engram_experiment_projection_synapses(e, 0), 3);
    engram_experiment_free(e);
}

Test(experiment, generators_may_be_targets_and_have_receptor_0)
{
    engram_experiment *e = must_project("source: E, target: S, connect: all_to_all, weight: 5, rule: stdp");
    cr_expect_eq(network_of(e)->projections[0].receptor, 0);
    engram_experiment_free(e);
}

Test(experiment, defaults_record_spikes_and_plastic_weights)
{
    engram_experiment *e = must_project("source: E, target: E, connect: all_to_all, weight: 5, rule: stdp");
    const struct network *net = network_of(e);
    cr_expect_eq(net->seed, 1);
    cr_expect_eq(net->dt_ms, 0.1);
    cr_expect_str_eq(net->name, "t");
    cr_expect_eq(net->rate_bin, 100);
    cr_expect(net->populations[1].record_spikes);
    cr_assert_eq(net->n_weight_records, 1);
    cr_expect_eq(net->weight_records[0].interval, 0);
    cr_expect_eq(net->weight_records[0].n_sample, 10000);
    cr_expect(isnan(net->populations[0].states[model_find_variable(net->populations[0].model, "V_m")].a));
    engram_experiment_free(e);
}

Test(experiment, a_default_that_is_shorter_than_a_step_becomes_one_step)
{
    engram_experiment *e =
        must_parse("dt: 25 ms\nduration: 1 s\npopulations: {E: {model: parrot, size: 1}}\n");
    cr_expect_eq(network_of(e)->rate_bin, 1, "not 10 ms");
    engram_experiment_free(e);
}

Test(experiment, axons_are_recorded_by_projection_and_sampled_evenly)
{
    engram_experiment *e = must_project("source: E, target: E, connect: all_to_all, weight: 5, length: 1 mm, "
                                        "velocity: 1 m/s}\n  B: {source: S, "
                                        "target: E, connect: all_to_all, weight: 5}\nrecord: {axons: {B: {}, "
                                        "A: {interval: 2 ms, sample: 5}}}\n#");
    const struct network *net = network_of(e);
    cr_assert_eq(net->n_axon_records, 2);
    const struct axon_record *all = &net->axon_records[0], *five = &net->axon_records[1];
    cr_expect(all->projection == 1 && all->interval == 0 && all->n_axons == 2);
    cr_assert(five->projection == 0 && five->interval == 20 && five->n_axons == 5);
    for (uint32_t i = 0; i < 5; i++)
        cr_expect_eq(five->axons[i] / 2, i, "one of each two neurons");
    engram_experiment_free(e);
}

Test(experiment, axons_with_a_myelin_rule_are_recorded_unless_told_otherwise)
{
    static const char *const lines[] = {
        "source: E, target: E, connect: all_to_all, weight: 5, length: 1 mm, velocity: 1 m/s, myelin: "
        "rate_driven}\n#",
        "source: E, target: E, connect: all_to_all, weight: 5, length: 1 mm, velocity: 1 m/s, myelin: "
        "rate_driven}\nrecord: {axons: none}\n#",
        "source: E, target: E, connect: all_to_all, weight: 5, length: 1 mm, velocity: 1 m/s"};
    for (int k = 0; k < 3; k++) {
        engram_experiment *e = must_project(lines[k]);
        const struct network *net = network_of(e);
        cr_expect_eq(net->n_axon_records, k == 0, "case %d", k);
        cr_expect(k || (net->axon_records[0].interval == 0 && net->axon_records[0].n_axons == 10));
        engram_experiment_free(e);
    }
}

Test(experiment, keys_set_in_code_make_the_same_experiment_as_a_file)
{
    engram_experiment *e = NULL;
    cr_assert_eq(engram_experiment_create(&e, status), ENGRAM_OK);
    cr_expect_eq(engram_experiment_check(e, status), ENGRAM_E_USAGE);
    cr_assert_eq(engram_experiment_set(e, "duration", "1 s", status), ENGRAM_OK);
    cr_assert_eq(engram_experiment_set(e, "populations.E.model", "iaf_psc_exp", status), ENGRAM_OK);
    cr_assert_eq(engram_experiment_set(e, "populations.E.size", "10", status), ENGRAM_OK);
    cr_assert_eq(engram_experiment_check(e, status), ENGRAM_OK);
    cr_expect_eq(engram_experiment_n_populations(e), 1);
    cr_expect_eq(engram_experiment_population_size(e, 0), 10);
    cr_expect_str_eq(engram_experiment_population_model(e, 0), "iaf_psc_exp");
    cr_expect_eq(engram_experiment_duration_ms(e), 1000);
    cr_assert_eq(engram_experiment_set(e, "populations.E.size", "ten", status), ENGRAM_OK);
    cr_expect_eq(engram_experiment_n_populations(e), 0);
    cr_expect_eq(engram_experiment_check(e, status), ENGRAM_E_USAGE);
    cr_expect_str_eq(engram_status_where(status), "experiment:1:20");
    cr_expect_null(engram_experiment_population_name(e, 7));
    engram_experiment_free(e);
}

Test(experiment, overrides_are_applied_before_checking_and_kept_in_the_text)
{
    char path[] = "/tmp/engram_override_XXXXXX";
    int descriptor = mkstemp(path);
    cr_assert_geq(descriptor, 0);
    FILE *file = fdopen(descriptor, "w");
    fputs("populations: {E: {model: parrot, size: 3}}\n", file);
    fclose(file);
    static const char *const overrides[] = {"duration=3 ms", "populations.E.size=7"};
    engram_experiment *e = NULL;
    cr_expect_eq(engram_experiment_load(path, overrides, 2, &e, status), ENGRAM_OK, "%s",
                 engram_status_what(status));
    unlink(path);
    cr_expect_eq(engram_experiment_population_size(e, 0), 7);
    cr_expect(strstr(network_of(e)->source_text, "duration: 3 ms"));
    engram_experiment_free(e);
}

Test(experiment, names_with_the_same_hash_are_refused)
{
    engram_experiment *e = NULL;
    cr_assert_eq(name_hash("nce57d3c2"), name_hash("na818a836"));
    cr_expect_eq(engram_experiment_parse("t",
                                         "duration: 1\npopulations: {nce57d3c2: {model: parrot, size: 1}, "
                                         "na818a836: {model: parrot, size: 1}}\n",
                                         &e, status),
                 ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_what(status), "cannot be used together"), "%s",
              engram_status_what(status));
}

/* The built-in rule under another name, as a user would begin. */
static void write_rule(const char *path)
{
    char *text = NULL;
    size_t n = 0;
    cr_assert_eq(text_file_read(ENGRAM_SOURCE_DIR "/kernels/rules/stdp.h", 1 << 20, &text, &n, status),
                 ENGRAM_OK);
    char *name = strstr(text, "    stdp\n");
    cr_assert_not_null(name);
    memcpy(name, "    mine", 8);
    FILE *file = fopen(path, "w");
    cr_assert(file);
    fputs(text, file);
    fclose(file);
    free(text);
}

Test(experiment, a_rule_file_beside_the_experiment_is_used_by_its_name)
{
    char folder[] = "/tmp/engram_rule_XXXXXX", rule[64], file[64];
    cr_assert(mkdtemp(folder));
    snprintf(rule, sizeof rule, "%s/mine.h", folder);
    snprintf(file, sizeof file, "%s/e.yaml", folder);
    write_rule(rule);
    FILE *text = fopen(file, "w");
    cr_assert(text);
    fputs("duration: 1 ms\nrules: mine.h\npopulations: {E: {model: iaf_psc_exp, size: 3}}\n"
          "projections: {A: {source: E, target: E, connect: all_to_all, weight: 5, rule: {mine: {w_max: "
          "9}}}}\n",
          text);
    fclose(text);
    engram_experiment *e = NULL;
    cr_expect_eq(engram_experiment_load(file, NULL, 0, &e, status), ENGRAM_OK, "%s: %s (%s)",
                 engram_status_where(status), engram_status_what(status), engram_status_why(status));
    unlink(rule);
    unlink(file);
    rmdir(folder);
    cr_assert_not_null(e);
    cr_expect_str_eq(engram_experiment_projection_rule(e, 0), "mine");
    cr_expect_str_eq(engram_experiment_name(e), "e");
    cr_expect_eq(network_of(e)->projections[0].weight_limit, 9);
    engram_experiment_free(e);
}

/* Fail the k-th allocation: clean refusal each time, no leak (address sanitizer). */
Test(experiment, a_failed_allocation_is_reported_wherever_it_happens)
{
    engram_experiment *e = NULL;
    struct tree *tree = NULL;
    uint64_t n_failed = 0;
    memory_fail_at(0);
    cr_assert_eq(yaml_read_text("t.yaml", fragments_example, 1, 1, &tree, status), ENGRAM_OK);
    struct allocations around = allocations_around_models(memory_fail_at(0), status);
    tree_free(tree);
    for (uint64_t k = 1;; k = allocations_next(&around, k), n_failed++) {
        memory_fail_at(k);
        if (engram_experiment_parse("t.yaml", fragments_example, &e, status) == ENGRAM_OK)
            break;
        cr_assert_null(e);
        cr_assert_eq(engram_status_code(status), ENGRAM_E_RESOURCES, "allocation %lu: %s", (unsigned long)k,
                     engram_status_what(status));
    }
    memory_fail_at(0);
    cr_assert_gt(n_failed, 300);
    engram_experiment_free(e);
}
