/* SONATA configs become networks. The real circuit (300 IntFire1 cells) is looked for in ENGRAM_DATA. */
#include "experiment/experiment.h"
#include "unit/experiment/every_allocation.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(sonata, .init = begin, .fini = end);

/* Skips the test where the data is not at hand. */
static engram_experiment *load(const char *file, const char *const *overrides, size_t n)
{
    char path[1024];
    const char *data = getenv("ENGRAM_DATA");
    engram_experiment *e = NULL;
    if (!data)
        cr_skip_test("ENGRAM_DATA is not set");
    snprintf(path, sizeof path, "%s/sonata_300_intfire/%s", data, file);
    engram_code code = engram_experiment_load(path, overrides, n, &e, status);
    cr_assert_eq(code, ENGRAM_OK, "%s: %s (%s)", engram_status_where(status), engram_status_what(status),
                 engram_status_why(status));
    return e;
}

static const struct network *network_of(engram_experiment *e)
{
    const struct network *net = NULL;
    cr_assert_eq(experiment_network(e, &net, status), ENGRAM_OK);
    return net;
}

static void expect_circuit(const struct network *net)
{
    static const struct {
        const char *name;
        uint32_t n;
        uint64_t n_spikes;
    } populations[] = {{"v1", 300, 0}, {"lgn", 90, 2738}, {"tw", 30, 295}};
    static const struct {
        const char *name;
        uint64_t n;
    } projections[] = {{"v1_to_v1", 61560}, {"lgn_to_v1", 17160}, {"tw_to_v1", 9000}};
    for (int i = 0; i < 3; i++) {
        int p = network_find_population(net, populations[i].name);
        cr_assert_geq(p, 0, "%s", populations[i].name);
        cr_expect_eq(net->populations[p].n, populations[i].n);
        cr_expect_eq(net->populations[p].spikes.n, populations[i].n_spikes);
        int k = network_find_projection(net, projections[i].name);
        cr_assert_geq(k, 0, "%s", projections[i].name);
        cr_expect_eq(net->projections[k].connect.n, projections[i].n);
        cr_expect_eq(net->projections[k].target, (uint32_t)network_find_population(net, "v1"));
    }
}

Test(sonata, a_simulation_config_finds_the_circuit_beside_it)
{
    engram_experiment *e = load("simulation_config.json", NULL, 0);
    const struct network *net = network_of(e);
    cr_expect_eq(net->dt_ms, 0.1);
    cr_expect_eq(net->n_steps, 30000);
    expect_circuit(net);
    engram_experiment_free(e);
}

Test(sonata, a_config_of_two_names_takes_overrides)
{
    static const char *const overrides[] = {"run.dt=0.001"};
    engram_experiment *e = load("config.json", overrides, 1);
    const struct network *net = network_of(e);
    cr_expect_eq(net->dt_ms, 0.001);
    cr_expect_eq(net->n_steps, 3000000);
    expect_circuit(net);
    engram_experiment_free(e);
}

Test(sonata, our_own_keys_may_be_set_for_a_config)
{
    static const char *const overrides[] = {"dt=0.05 ms", "run.tstop=7", "duration=20 ms",
                                            "seed=9",     "name=v1",     "record.rates=5 ms"};
    engram_experiment *e = load("config.json", overrides, 6);
    const struct network *net = network_of(e);
    cr_expect_eq(net->dt_ms, 0.05);
    cr_expect_eq(net->n_steps, 400);
    cr_expect_eq(net->seed, 9);
    cr_expect_eq(net->rate_bin, 100);
    cr_expect_str_eq(net->name, "v1");
    engram_experiment_free(e);
}

Test(sonata, a_key_that_nothing_would_read_cannot_be_set)
{
    static const struct {
        const char *assignment, *what;
    } cases[] = {{"dtt=1", "unknown key 'dtt'"},
                 {"run.dtt=1", "unknown key 'dtt'"},
                 {"record.ratess=1", "unknown key 'ratess'"},
                 {"conditions.celsius=1", "unknown key 'conditions'"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        engram_experiment *e = load("config.json", NULL, 0); /* it is the key that is refused */
        engram_experiment_free(e);
        char path[1024];
        snprintf(path, sizeof path, "%s/sonata_300_intfire/config.json", getenv("ENGRAM_DATA"));
        cr_expect_eq(engram_experiment_load(path, &cases[i].assignment, 1, &e, status), ENGRAM_E_USAGE, "%s",
                     cases[i].assignment);
        cr_expect_str_eq(engram_status_what(status), cases[i].what);
        cr_expect_eq(strncmp(engram_status_where(status), "--set:1:", 8), 0, "%s",
                     engram_status_where(status));
    }
}

Test(sonata, a_circuit_config_alone_needs_only_a_duration)
{
    static const char *const overrides[] = {"run.tstop=10"};
    engram_experiment *e = load("circuit_config.json", overrides, 1);
    cr_expect_eq(network_of(e)->n_steps, 100);
    cr_expect_eq(network_of(e)->n_projections, 3);
    engram_experiment_free(e);
}

Test(sonata, seconds_of_intfire1_become_milliseconds_for_each_type)
{
    engram_experiment *e = load("simulation_config.json", NULL, 0);
    const struct network *net = network_of(e);
    const struct population *v1 = &net->populations[network_find_population(net, "v1")];
    int tau = model_find_param(v1->model, "tau"), refrac = model_find_param(v1->model, "refrac");
    uint32_t n_excitatory = 0, n_inhibitory = 0;
    cr_assert_str_eq(v1->model->name, "intfire1");
    for (uint32_t i = 0; i < v1->n; i++) {
        double value = population_param(v1, net->seed, (size_t)tau, i);
        n_excitatory += value == 24;
        n_inhibitory += value == 7;
    }
    cr_expect_eq(n_excitatory, 240);
    cr_expect_eq(n_inhibitory, 60);
    cr_expect_eq(v1->params[refrac].kind, QUANTITY_CONSTANT);
    cr_expect_eq(v1->params[refrac].a, 3);
    engram_experiment_free(e);
}

static uint64_t count_weights(const struct projection *p, double weight)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < p->weight.n_list; i++)
        n += fabs(p->weight.list[i] - weight) < 1e-12;
    return n;
}

Test(sonata, weights_are_syn_weight_times_sign_times_nsyns)
{
    engram_experiment *e = load("simulation_config.json", NULL, 0);
    const struct network *net = network_of(e);
    const struct projection *v1 = &net->projections[network_find_projection(net, "v1_to_v1")];
    const struct projection *tw = &net->projections[network_find_projection(net, "tw_to_v1")];
    /* nsyns is 10 in v1_to_v1 and 5 in tw_to_v1; the counts are those of edge_type_id 100 to 103 in the files. */
    cr_expect_eq(count_weights(v1, 0.01 * -1 * 10), 2700);
    cr_expect_eq(count_weights(v1, 0.15 * -1 * 10), 9660);
    cr_expect_eq(count_weights(v1, 0.3 * 10), 8640);
    cr_expect_eq(count_weights(v1, 0.002 * 10), 40560);
    cr_expect_eq(count_weights(tw, 0.01 * 5), 7200);
    cr_expect_eq(count_weights(tw, 0.02 * 5), 1800);
    cr_expect_eq(v1->weight_limit, 3);
    cr_expect_eq(v1->dendritic_steps, 20);
    cr_expect(quantity_is_constant(&v1->axonal));
    engram_experiment_free(e);
}

static void expect_refused(const char *override, engram_code expected, const char *what)
{
    char path[1024];
    engram_experiment *e = NULL;
    snprintf(path, sizeof path, "%s/sonata_300_intfire/simulation_config.json", getenv("ENGRAM_DATA"));
    cr_expect_eq(engram_experiment_load(path, &override, 1, &e, status), expected, "%s", override);
    cr_expect_null(e);
    cr_expect(strstr(engram_status_what(status), what), "'%s' for %s", engram_status_what(status), override);
    cr_expect(engram_status_why(status)[0] && engram_status_hint(status)[0]);
}

Test(sonata, inputs_that_cannot_be_had_are_refused)
{
    engram_experiment_free(
        load("simulation_config.json", NULL, 0)); /* the rest differs from this in one key */
    expect_refused("inputs.LGN_spikes.node_set=lgm", ENGRAM_E_USAGE, "no node set 'lgm'");
    expect_refused("inputs.LGN_spikes.node_set=v1", ENGRAM_E_USAGE, "cannot be given spikes");
    expect_refused("inputs.LGN_spikes.node_set={population: lgn, node_id: [1]}", ENGRAM_E_USAGE,
                   "unknown key 'node_id'");
    expect_refused("inputs.LGN_spikes.input_type=current_clamp", ENGRAM_E_USAGE, "input_type cannot be");
    expect_refused("inputs.LGN_spikes.module=csv", ENGRAM_E_USAGE, "module cannot be");
    expect_refused("inputs.LGN_spikes.node_set=tw", ENGRAM_E_INPUT,
                   ""); /* ids of 90 cells for a population of 30 */
    expect_refused("run.tstart=5", ENGRAM_E_USAGE, "tstart must be 0");
    expect_refused("run.dt=0", ENGRAM_E_USAGE, "out of range");
    expect_refused("run.tstop=1e12", ENGRAM_E_USAGE, "too long");
}

Test(sonata, a_node_set_is_found_whatever_its_case)
{
    static const char *const overrides[] = {"inputs.LGN_spikes.node_set=LGN",
                                            "inputs.TW_spikes.node_set={population: TW}"};
    engram_experiment *e = load("simulation_config.json", overrides, 2);
    expect_circuit(network_of(e));
    engram_experiment_free(e);
}

/* The edges alone, between populations of ours. */
static engram_code connect_lgn(engram_experiment **e, const char *more)
{
    char connect[2048];
    const char *data = getenv("ENGRAM_DATA");
    if (!data)
        cr_skip_test("ENGRAM_DATA is not set");
    snprintf(connect, sizeof connect,
             "{sonata: {edges: '%s/sonata_300_intfire/network/lgn_v1_edges.h5', types: "
             "'%s/sonata_300_intfire/network/lgn_v1_edge_types.csv'%s}}",
             data, data, more);
    cr_assert_eq(engram_experiment_create(e, status), ENGRAM_OK);
    engram_experiment_set(*e, "duration", "1 ms", status);
    engram_experiment_set(*e, "populations.lgn", "{model: poisson_generator, size: 90, params: {rate: 5}}",
                          status);
    engram_experiment_set(*e, "populations.v1", "{model: iaf_psc_delta, size: 300}", status);
    engram_experiment_set(*e, "projections.p", "{source: lgn, target: v1}", status);
    engram_experiment_set(*e, "projections.p.connect", connect, status);
    return engram_experiment_check(*e, status);
}

Test(sonata, edges_of_a_file_can_be_used_in_an_experiment)
{
    char more[1024];
    engram_experiment *e = NULL;
    cr_expect_eq(connect_lgn(&e, ""),
                 ENGRAM_E_INPUT); /* the sign of a weight is in a file that is not named */
    cr_expect_str_eq(engram_status_what(status), "the signs of the weights are unknown");
    cr_assert_eq(engram_experiment_set(e, "projections.p.weight", "0.2 mV", status), ENGRAM_OK);
    cr_assert_eq(engram_experiment_check(e, status), ENGRAM_OK, "%s", engram_status_what(status));
    cr_expect_eq(engram_experiment_projection_synapses(e, 0), 17160);
    cr_expect_eq(network_of(e)->projections[0].dendritic_steps, 20);
    engram_experiment_free(e);

    snprintf(more, sizeof more, ", synaptic_models: '%s/shared_components/synaptic_models'",
             getenv("ENGRAM_DATA"));
    cr_assert_eq(connect_lgn(&e, more), ENGRAM_OK, "%s", engram_status_what(status));
    cr_expect_eq(count_weights(&network_of(e)->projections[0], 0.0045 * 10) +
                     count_weights(&network_of(e)->projections[0], 0.0015 * 10),
                 17160);
    engram_experiment_free(e);
}

/* Memory can run out at any allocation of the import. The edges are left out: each attempt reads everything before it again. */
Test(sonata, a_failed_allocation_is_reported_wherever_it_happens)
{
    static const char *const overrides[] = {"networks.edges=[]", "run.tstop=10"};
    char path[1024];
    engram_experiment *e = load("circuit_config.json", overrides, 2);
    uint64_t n_failed = 0;
    engram_experiment_free(e);
    struct allocations around = allocations_around_models(0, status);
    snprintf(path, sizeof path, "%s/sonata_300_intfire/circuit_config.json", getenv("ENGRAM_DATA"));
    for (uint64_t k = 1;; k = allocations_next(&around, k), n_failed++) {
        memory_fail_at(k);
        if (engram_experiment_load(path, overrides, 2, &e, status) == ENGRAM_OK)
            break;
        cr_assert_null(e);
        cr_assert_eq(engram_status_code(status), ENGRAM_E_RESOURCES, "allocation %lu: %s", (unsigned long)k,
                     engram_status_what(status));
    }
    memory_fail_at(0);
    cr_assert_gt(n_failed, 300);
    engram_experiment_free(e);
}
