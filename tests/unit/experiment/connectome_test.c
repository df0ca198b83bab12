/* A connectome of three regions becomes the network that TVB's conventions say. */
#include "experiment/connectome.h"

#include "core/memory.h"
#include "experiment/experiment.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define FOLDER ENGRAM_SOURCE_DIR "/tests/unit/experiment/three_regions/"

static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(connectome, .init = begin, .fini = end);

#define POPULATIONS                                                                                          \
    "  populations:\n    E: {model: iaf_psc_exp, size: 40}\n    I: {model: iaf_psc_exp, size: 10}\n"

/* The whole file, with keys of the connectome and of the template of its tracts. */
static void write_experiment(char *text, size_t size, const char *keys, const char *tract)
{
    snprintf(text, size,
             "duration: 10 ms\nconnectome:\n"
             "  weights: " FOLDER "weights.txt\n  tract_lengths: " FOLDER "tract_lengths.txt\n"
             "  labels: " FOLDER "centres.txt\n" POPULATIONS "  projections:\n"
             "    I_to_E: {source: I, target: E, connect: {fixed_indegree: 2}, receptor: inh, weight: -50}\n"
             "  tracts:\n    t: {source: E, target: I, weight: 35 pA, velocity: 4 m/s, %s}\n%s",
             tract, keys);
}

static engram_experiment *must_expand(const char *keys, const char *tract, const struct network **net)
{
    char text[3000];
    engram_experiment *e = NULL;
    write_experiment(text, sizeof text, keys, tract);
    engram_code code = engram_experiment_parse("t.yaml", text, &e, status);
    cr_assert_eq(code, ENGRAM_OK, "%s: %s (%s)", engram_status_where(status), engram_status_what(status),
                 engram_status_why(status));
    cr_assert_eq(experiment_network(e, net, status), ENGRAM_OK);
    return e;
}

static const struct projection *projection_named(const struct network *net, const char *name)
{
    int i = network_find_projection(net, name);
    cr_assert_geq(i, 0, "there is no %s", name);
    return &net->projections[i];
}

static const char *end_name(const struct network *net, uint32_t population)
{
    return net->populations[population].name;
}

Test(connectome, every_region_has_every_population_and_projection)
{
    static const char *const names[] = {"E_rV1", "E_lV1", "E_rA1", "I_rV1", "I_lV1", "I_rA1"};
    const struct network *net = NULL;
    engram_experiment *e =
        must_expand("  threshold: 0.1\n", "indegree: {strongest: 30}, length_sd: {relative: 0.1}", &net);
    cr_assert_eq(net->n_populations, 6);
    for (size_t i = 0; i < 6; i++)
        cr_expect_str_eq(net->populations[i].name, names[i]);
    cr_expect_eq(net->populations[1].n, 40);
    const struct projection *p = projection_named(net, "I_to_E_lV1");
    cr_expect_str_eq(end_name(net, p->source), "I_lV1");
    cr_expect_str_eq(end_name(net, p->target), "E_lV1");
    cr_expect_eq(net->n_projections, 3 + 4);
    engram_experiment_free(e);
}

/* Row i, column j is the tract from j to i. */
Test(connectome, tracts_lead_from_column_to_row_with_weight_and_length_of_that_cell)
{
    const struct network *net = NULL;
    engram_experiment *e =
        must_expand("  threshold: 0.1\n", "indegree: {strongest: 30}, length_sd: {relative: 0.1}", &net);
    const struct projection *p = projection_named(net, "t_lV1_to_rV1");
    cr_expect_str_eq(end_name(net, p->source), "E_lV1");
    cr_expect_str_eq(end_name(net, p->target), "I_rV1");
    cr_expect_eq(p->connect.n, 30, "weight 3 of at most 3");
    cr_expect_eq(p->axonal.kind, QUANTITY_NORMAL);
    cr_expect_float_eq(p->axonal.a, 30000, 1e-6, "um");
    cr_expect_float_eq(p->axonal.b, 3000, 1e-6);
    cr_expect_float_eq(p->axonal.min, 21000, 1e-6);
    cr_expect_float_eq(p->axonal.max, 39000, 1e-6);

    p = projection_named(net, "t_rV1_to_lV1");
    cr_expect_eq(p->connect.n, 10, "weight 1 of at most 3");
    cr_expect_float_eq(p->axonal.a, 40000, 1e-6);
    cr_expect_eq(projection_named(net, "t_rA1_to_lV1")->connect.n, 20);
    cr_expect_float_eq(projection_named(net, "t_rA1_to_lV1")->axonal.a, 50500, 1e-6);
    cr_expect_eq(projection_named(net, "t_rV1_to_rA1")->connect.n, 3, "0.25 of 3 is 2.5 of 30");
    cr_expect_lt(network_find_projection(net, "t_rA1_to_rV1"), 0, "its weight is 0");
    cr_expect_lt(network_find_projection(net, "t_lV1_to_rA1"), 0, "its weight is below the threshold");
    cr_expect_lt(network_find_projection(net, "t_rV1_to_rV1"), 0, "the diagonal is no tract");
    engram_experiment_free(e);
}

Test(connectome, the_indegree_of_a_region_is_shared_out_among_its_tracts)
{
    const struct network *net = NULL;
    engram_experiment *e =
        must_expand("  threshold: 0.1\n", "indegree: {region: 60}, length_sd: {absolute: 2 cm}", &net);
    cr_expect_eq(projection_named(net, "t_lV1_to_rV1")->connect.n, 60, "its only one");
    cr_expect_eq(projection_named(net, "t_rV1_to_lV1")->connect.n, 20, "weights 1 and 2");
    cr_expect_eq(projection_named(net, "t_rA1_to_lV1")->connect.n, 40);
    const struct quantity *length = &projection_named(net, "t_lV1_to_rV1")->axonal;
    cr_expect_float_eq(length->b, 20000, 1e-6);
    cr_expect_float_eq(length->min, 0, 1e-6, "not negative");
    cr_expect_float_eq(length->max, 90000, 1e-6);
    engram_experiment_free(e);
}

Test(connectome, without_deviation_all_synapses_are_as_long_as_their_tract)
{
    const struct network *net = NULL;
    engram_experiment *e = must_expand("  threshold: 0.1\n", "indegree: {region: 60}", &net);
    const struct quantity *length = &projection_named(net, "t_lV1_to_rV1")->axonal;
    cr_expect_eq(length->kind, QUANTITY_CONSTANT);
    cr_expect_float_eq(length->a, 30000, 1e-6);
    engram_experiment_free(e);
}

Test(connectome, other_keys_and_projections_stay_and_the_text_is_the_users)
{
    const struct network *net = NULL;
    engram_experiment *e =
        must_expand("  threshold: 0.1\n"
                    "projections:\n"
                    "  extra: {source: E_rV1, target: E_rA1, connect: one_to_one, weight: 1}\n"
                    "record: {spikes: [E_rV1], rates: 5 ms}\n",
                    "indegree: {region: 60}", &net);
    cr_expect_str_eq(end_name(net, projection_named(net, "extra")->target), "E_rA1");
    cr_expect(net->populations[0].record_spikes);
    cr_expect_not(net->populations[1].record_spikes);
    cr_expect_eq(net->rate_bin, 50);
    cr_expect(strstr(net->source_text, "connectome:"));
    cr_expect_null(strstr(net->source_text, "E_lV1"));
    engram_experiment_free(e);
}

/* A mistake is reported where the user made it: in the template, or in the file of a matrix. */
Test(connectome, messages_point_at_the_template_and_at_the_matrix)
{
    static const struct {
        const char *tract, *where, *what;
    } cases[] = {
        {"indegree: {region: 60}, receptor: exx", "t.yaml:12:97", "receptor 'exx'"},
        {"indegree: {region: 60}, weigth: 3", "t.yaml:12:87", "weigth"},
        {"indegree: {strongest: 60}, length_sd: {absolute: 100 m}", FOLDER "tract_lengths.txt:1:3",
         "delay is too long"},
        {"indegree: {strongest: 1}", FOLDER "weights.txt:3:1", "no synapses"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[3000];
        engram_experiment *e = NULL;
        write_experiment(text, sizeof text, "  threshold: 0.1\n", cases[i].tract);
        cr_expect_neq(engram_experiment_parse("t.yaml", text, &e, status), ENGRAM_OK);
        cr_expect(strncmp(engram_status_where(status), cases[i].where, strlen(cases[i].where)) == 0,
                  "%s is at %s", cases[i].where, engram_status_where(status));
        cr_expect(strstr(engram_status_what(status), cases[i].what), "%s", engram_status_what(status));
        engram_experiment_free(e);
    }
}

Test(connectome, labels_may_be_given)
{
    const struct network *net = NULL;
    engram_experiment *e = must_expand("  threshold: 0.1\n", "indegree: {strongest: 30}", &net);
    cr_assert_eq(engram_experiment_set(e, "connectome.labels", "[a, b, c]", status), ENGRAM_OK);
    cr_assert_eq(experiment_network(e, &net, status), ENGRAM_OK, "%s", engram_status_what(status));
    cr_expect_str_eq(net->populations[2].name, "E_c");
    projection_named(net, "t_b_to_a");
    engram_experiment_free(e);
}

/* Clean refusal each time, no leak (address sanitizer). */
Test(connectome, a_failed_allocation_is_reported_wherever_it_happens)
{
    char text[3000];
    struct tree *tree = NULL, *expanded = NULL;
    uint64_t k = 1;
    write_experiment(text, sizeof text, "  threshold: 0.1\n",
                     "indegree: {strongest: 30}, length_sd: {relative: 0.1}");
    cr_assert_eq(yaml_read_text("t.yaml", text, 1, 1, &tree, status), ENGRAM_OK);
    for (;; k++) {
        memory_fail_at(k);
        if (connectome_expand(tree->root, "", &expanded, status) == ENGRAM_OK)
            break;
        cr_assert_null(expanded);
        cr_assert_eq(engram_status_code(status), ENGRAM_E_RESOURCES, "allocation %lu: %s", (unsigned long)k,
                     engram_status_what(status));
    }
    memory_fail_at(0);
    cr_expect_gt(k, 300);
    tree_free(expanded);
    tree_free(tree);
}
