/* The reader against the 300_intfire example of the SONATA project; known numbers: ecosystem table of the project and the files themselves. */
#include "io/sonata_read.h"
#include "support.h"

#include <criterion/criterion.h>
#include <math.h>
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

TestSuite(real_circuit, .init = begin, .fini = end);

static struct sonata_types *types_of(const char *name)
{
    struct sonata_types *types = NULL;
    must_work(sonata_types_read(real_file(name), &types, status), status);
    return types;
}

Test(real_circuit, nodes_have_the_published_counts_and_types)
{
    struct sonata_types *types = types_of("network/v1_node_types.csv");
    struct sonata_elements *nodes = NULL;
    must_work(sonata_open(real_file("network/v1_nodes.h5"), SONATA_NODES, NULL, types, &nodes, status),
              status);
    cr_assert_eq(sonata_count(nodes), 300);
    cr_assert_str_eq(sonata_population(nodes), "v1");
    char *kind[300];
    must_work(sonata_texts(nodes, "ei", 0, 300, kind, status), status);
    int n_exc = 0, n_inh = 0;
    for (int i = 0; i < 300; i++) {
        n_exc += !strcmp(kind[i], "e");
        n_inh += !strcmp(kind[i], "i");
        free(kind[i]);
    }
    cr_assert_eq(n_exc, 240);
    cr_assert_eq(n_inh, 60);
    sonata_close(nodes);
    sonata_types_free(types);
}

Test(real_circuit, windows_line_ends_do_not_stick_to_the_last_column)
{
    struct sonata_types *types = types_of("network/v1_node_types.csv");
    int64_t row = sonata_types_find(types, 101);
    cr_assert_eq(row, 1);
    cr_assert_str_eq(sonata_types_column_name(types, 6), "model_name");
    cr_assert_str_eq(sonata_types_text(types, (size_t)row, "model_name"), "LIF_inh");
    cr_assert_str_eq(sonata_types_text(types, (size_t)row, "dynamics_params"), "IntFire1_inh_1.json");
    sonata_types_free(types);
}

struct edge_file {
    const char *edges, *types, *source;
    uint64_t n, n_sources;
    double nsyns;
};

Test(real_circuit, edges_have_the_published_counts_weights_and_ends)
{
    static const struct edge_file files[] = {
        {"network/v1_v1_edges.h5", "network/v1_v1_edge_types.csv", "v1", 61560, 300, 10},
        {"network/lgn_v1_edges.h5", "network/lgn_v1_edge_types.csv", "lgn", 17160, 90, 10},
        {"network/tw_v1_edges.h5", "network/tw_v1_edge_types.csv", "tw", 9000, 30, 5},
    };
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        const struct edge_file *f = &files[k];
        struct sonata_types *types = types_of(f->types);
        struct sonata_elements *edges = NULL;
        must_work(sonata_open(real_file(f->edges), SONATA_EDGES, NULL, types, &edges, status), status);
        cr_assert_eq(sonata_count(edges), f->n);
        cr_assert_str_eq(sonata_end_population(edges, SONATA_SOURCE), f->source);
        cr_assert_str_eq(sonata_end_population(edges, SONATA_TARGET), "v1");
        double *nsyns = calloc(f->n, sizeof *nsyns), *weight = calloc(f->n, sizeof *weight),
               *delay = calloc(f->n, sizeof *delay);
        uint32_t *ids = calloc(f->n, sizeof *ids);
        must_work(sonata_numbers(edges, "nsyns", 0, f->n, nsyns, status), status);
        must_work(sonata_numbers(edges, "syn_weight", 0, f->n, weight, status), status);
        must_work(sonata_numbers(edges, "delay", 0, f->n, delay, status), status);
        must_work(sonata_end_ids(edges, SONATA_SOURCE, 0, f->n, f->n_sources, ids, status), status);
        must_work(sonata_end_ids(edges, SONATA_TARGET, 0, f->n, 300, ids, status), status);
        for (uint64_t i = 0; i < f->n; i++)
            cr_assert(nsyns[i] == f->nsyns && weight[i] > 0 && weight[i] <= 0.3 && delay[i] == 2.0,
                      "%s edge %lu", f->edges, (unsigned long)i);
        free(nsyns);
        free(weight);
        free(delay);
        free(ids);
        sonata_close(edges);
        sonata_types_free(types);
    }
}

Test(real_circuit, a_range_reads_the_same_as_the_whole)
{
    struct sonata_elements *edges = NULL;
    uint32_t whole[1000], part[10];
    must_work(
        sonata_open(real_file("network/v1_v1_edges.h5"), SONATA_EDGES, "v1_to_v1", NULL, &edges, status),
        status);
    must_work(sonata_end_ids(edges, SONATA_SOURCE, 60000, 1000, 300, whole, status), status);
    must_work(sonata_end_ids(edges, SONATA_SOURCE, 60500, 10, 300, part, status), status);
    cr_assert_arr_eq(part, whole + 500, sizeof part);
    sonata_close(edges);
}

Test(real_circuit, the_stored_answer_has_4322_spikes_sorted_by_time)
{
    struct sonata_spikes spikes;
    must_work(sonata_spikes_read(real_file("output/spikes.h5"), "v1", 300, &spikes, status), status);
    cr_assert_eq(spikes.n, 4322);
    cr_assert_eq(spikes.sorting, SONATA_BY_TIME);
    bool silent[300];
    memset(silent, 1, sizeof silent);
    for (uint64_t i = 0; i < spikes.n; i++)
        silent[spikes.neuron[i]] = false;
    int n_silent = 0;
    for (int i = 0; i < 300; i++)
        n_silent += silent[i];
    cr_assert_eq(n_silent, 27);
    cr_assert_float_eq(spikes.time_ms[0], 566.942, 1e-9, "published time of the first spike, three decimals");
    sonata_spikes_free(&spikes);
}

Test(real_circuit, old_style_inputs_fit_any_population_name)
{
    struct sonata_spikes spikes;
    must_work(sonata_spikes_read(real_file("inputs/lgn_spikes.h5"), "lgn", 90, &spikes, status), status);
    cr_assert_eq(spikes.n, 2738);
    cr_assert_eq(spikes.sorting, SONATA_BY_ID);
    sonata_spikes_free(&spikes);
    must_work(sonata_spikes_read(real_file("inputs/tw_spikes.h5"), NULL, 30, &spikes, status), status);
    cr_assert_eq(spikes.n, 295);
    sonata_spikes_free(&spikes);
}

Test(real_circuit, lgn_has_two_axes_of_positions_and_tw_none)
{
    struct sonata_elements *nodes = NULL;
    float position[90][3];
    int n_axes = -1;
    must_work(sonata_open(real_file("network/lgn_nodes.h5"), SONATA_NODES, "lgn", NULL, &nodes, status),
              status);
    must_work(sonata_positions(nodes, 0, 90, position[0], &n_axes, status), status);
    cr_assert_eq(n_axes, 2);
    cr_assert(position[0][0] != 0.0f || position[1][0] != 0.0f);
    cr_assert_eq(position[89][2], 0.0f);
    sonata_close(nodes);
    must_work(sonata_open(real_file("network/tw_nodes.h5"), SONATA_NODES, "tw", NULL, &nodes, status),
              status);
    must_work(sonata_positions(nodes, 0, 30, position[0], &n_axes, status), status);
    cr_assert_eq(n_axes, 0);
    sonata_close(nodes);
}

Test(real_circuit, nodes_of_another_population_are_refused_for_edges)
{
    struct sonata_elements *edges = NULL;
    uint32_t ids[16];
    must_work(sonata_open(real_file("network/v1_v1_edges.h5"), SONATA_EDGES, NULL, NULL, &edges, status),
              status);
    uint64_t n = sonata_count(edges);
    engram_code code = ENGRAM_OK;
    for (uint64_t i = 0; i + 16 <= n && code == ENGRAM_OK; i += 16)
        code = sonata_end_ids(edges, SONATA_SOURCE, i, 16, 90, ids, status);
    must_fail_with(code, status, ENGRAM_E_INPUT, "v1_v1_edges.h5: /edges/v1_to_v1/source_node_id[",
                   "population 'v1' has 90 nodes");
    sonata_close(edges);
}
