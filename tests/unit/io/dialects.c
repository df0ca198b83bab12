/* Spellings and shapes that real SONATA files come in. */
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

TestSuite(dialects, .init = begin, .fini = end);

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Six nodes in two groups, ids out of order, attributes of every kind. */
static const char *two_groups(void)
{
    const char *path = scratch_path("nodes.h5");
    hid_t file = make_file(path);
    static const char *const words[] = {"low", "high"}, *const labels[] = {"a", "bb", "ccc"};
    make_u64(file, "/nodes/p/node_id", (uint64_t[]){5, 0, 1, 2, 3, 4}, 6);
    make_u64(file, "/nodes/p/node_type_id", (uint64_t[]){10, 20, 20, 20, 10, 10}, 6);
    make_u64(file, "/nodes/p/node_group_id", (uint64_t[]){0, 1, 1, 1, 0, 0}, 6);
    make_u64(file, "/nodes/p/node_group_index", (uint64_t[]){2, 0, 1, 2, 0, 1}, 6);
    make_f64(file, "/nodes/p/0/x", (double[]){3, 4, 5}, 3);
    make_f64(file, "/nodes/p/0/dynamics_params/tau_m", (double[]){13, 14, 15}, 3);
    make_texts(file, "/nodes/p/0/label", labels, 3);
    make_u64(file, "/nodes/p/1/level", (uint64_t[]){1, 0, 1}, 3);
    make_texts(file, "/nodes/p/1/@library/level", words, 2);
    H5Fclose(file);
    write_text(scratch_path("types.csv"),
               "node_type_id tau_m label  x\n10 99 NULL NULL\n20  7 \"type twenty\"  NULL\n");
    return path;
}

Test(dialects, groups_and_node_order_do_not_show)
{
    struct sonata_types *types = NULL;
    struct sonata_elements *nodes = NULL;
    double tau[6], x[6];
    char *label[6], *level[6];
    int64_t type[6];
    const char *path = two_groups();
    must_work(sonata_types_read(scratch_path("types.csv"), &types, status), status);
    must_work(sonata_open(path, SONATA_NODES, "p", types, &nodes, status), status);
    must_work(sonata_numbers(nodes, "tau_m", 0, 6, tau, status), status);
    must_work(sonata_numbers(nodes, "x", 0, 6, x, status), status);
    must_work(sonata_texts(nodes, "label", 0, 6, label, status), status);
    must_work(sonata_texts(nodes, "level", 0, 6, level, status), status);
    must_work(sonata_type_ids(nodes, 0, 6, type, status), status);
    static const double want_tau[] = {7,  7,  7,
                                      13, 14, 15}; /* HDF5 beats the table, the table fills the rest */
    static const char *const want_label[] = {"type twenty", "type twenty", "type twenty", "a", "bb", "ccc"};
    static const char *const want_level[] = {"high", "low", "high", NULL, NULL, NULL};
    static const int64_t want_type[] = {20, 20, 20, 10, 10, 10};
    for (int i = 0; i < 6; i++) {
        cr_expect_eq(tau[i], want_tau[i], "node %d: tau_m %g", i, tau[i]);
        cr_expect(i < 3 ? isnan(x[i]) : x[i] == i, "node %d: x %g", i, x[i]);
        cr_expect_str_eq(label[i], want_label[i]);
        cr_expect(want_level[i] ? level[i] && !strcmp(level[i], want_level[i]) : !level[i], "node %d", i);
        cr_expect_eq(type[i], want_type[i]);
        free(label[i]);
        free(level[i]);
    }
    cr_expect_eq(sonata_n_attributes(nodes), 4);
    cr_expect_str_eq(sonata_attribute(nodes, 0), "dynamics_params/tau_m");
    cr_expect(sonata_has(nodes, "tau_m") && sonata_has(nodes, "dynamics_params/tau_m") &&
              !sonata_has(nodes, "nothing"));
    sonata_close(nodes);
    sonata_types_free(types);
}

Test(dialects, any_range_of_nodes_out_of_order_reads_the_same)
{
    struct sonata_elements *nodes = NULL;
    double whole[6], part[6];
    must_work(sonata_open(two_groups(), SONATA_NODES, NULL, NULL, &nodes, status), status);
    must_work(sonata_numbers(nodes, "tau_m", 0, 6, whole, status), status);
    for (uint64_t from = 0; from < 6; from++)
        for (uint64_t n = 0; from + n <= 6; n++) {
            must_work(sonata_numbers(nodes, "tau_m", from, n, part, status), status);
            cr_assert_arr_eq(part, whole + from, n * sizeof *part);
        }
    sonata_close(nodes);
}

Test(dialects, columns_that_may_be_left_out_may_be_left_out)
{
    const char *path = scratch_path("bare.h5");
    struct sonata_elements *elements = NULL;
    hid_t file = make_file(path);
    double weight[2];
    make_u64(file, "/nodes/p/node_type_id", (uint64_t[]){1, 1}, 2);
    make_u64(file, "/edges/e/edge_type_id", (uint64_t[]){1, 1}, 2);
    make_u64(file, "/edges/e/source_node_id", (uint64_t[]){1, 0}, 2);
    make_u64(file, "/edges/e/target_node_id", (uint64_t[]){0, 1}, 2);
    make_f64(file, "/edges/e/0/syn_weight", (double[]){0.5, 0.25}, 2);
    H5Fclose(file);
    must_work(sonata_open(path, SONATA_NODES, NULL, NULL, &elements, status), status);
    cr_assert_eq(sonata_count(elements), 2);
    sonata_close(elements);
    must_work(sonata_open(path, SONATA_EDGES, NULL, NULL, &elements, status), status);
    must_work(sonata_numbers(elements, "syn_weight", 0, 2, weight, status), status);
    cr_assert(weight[0] == 0.5 && weight[1] == 0.25);
    cr_assert_str_eq(sonata_end_population(elements, SONATA_SOURCE), "");
    sonata_close(elements);
}

Test(dialects, signed_and_narrow_integers_and_fixed_length_texts_are_read)
{
    const char *path = scratch_path("narrow.h5");
    struct sonata_elements *edges = NULL;
    hid_t file = make_file(path);
    uint32_t ids[2];
    double nsyns[2], delay[2];
    make_column(file, "/edges/e/edge_type_id", H5T_STD_I32LE, H5T_NATIVE_INT, (int[]){100, 100}, 2);
    make_column(file, "/edges/e/source_node_id", H5T_STD_I64LE, H5T_NATIVE_INT, (int[]){3, 4}, 2);
    make_column(file, "/edges/e/target_node_id", H5T_STD_U32BE, H5T_NATIVE_INT, (int[]){1, 2}, 2);
    make_column(file, "/edges/e/0/nsyns", H5T_STD_U8LE, H5T_NATIVE_INT, (int[]){200, 7}, 2);
    make_column(file, "/edges/e/0/delay", H5T_IEEE_F32BE, H5T_NATIVE_DOUBLE, (double[]){1.5, 2.5}, 2);
    make_text_attribute(file, "/edges/e/source_node_id", "node_population", "sources");
    H5Fclose(file);
    must_work(sonata_open(path, SONATA_EDGES, "e", NULL, &edges, status), status);
    must_work(sonata_end_ids(edges, SONATA_TARGET, 0, 2, 3, ids, status), status);
    must_work(sonata_numbers(edges, "nsyns", 0, 2, nsyns, status), status);
    must_work(sonata_numbers(edges, "delay", 0, 2, delay, status), status);
    cr_assert(ids[0] == 1 && ids[1] == 2 && nsyns[0] == 200 && nsyns[1] == 7 && delay[0] == 1.5 &&
              delay[1] == 2.5);
    cr_assert_str_eq(sonata_end_population(edges, SONATA_SOURCE), "sources");
    sonata_close(edges);
}

struct spike_dialect {
    const char *ids, *times, *population, *units;
    int sorting; /* 0: none, 1: text, 2: enumeration */
    enum sonata_sorting want;
    double factor;
};

static void make_sorting_enum(hid_t file, const char *group)
{
    hid_t type = H5Tenum_create(H5T_STD_U8LE), space = H5Screate(H5S_SCALAR),
          at = H5Gopen2(file, group, H5P_DEFAULT);
    static const char *const names[] = {"none", "by_id", "by_time"};
    for (uint8_t i = 0; i < 3; i++)
        H5Tenum_insert(type, names[i], &i);
    hid_t attribute = H5Acreate2(at, "sorting", type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, &(uint8_t){2});
    H5Aclose(attribute);
    H5Gclose(at);
    H5Sclose(space);
    H5Tclose(type);
}

Test(dialects, spikes_of_every_dialect_are_read)
{
    static const struct spike_dialect dialects[] = {
        {"/spikes/p/node_ids", "/spikes/p/timestamps", "p", "ms", 1, SONATA_BY_TIME, 1},
        {"/spikes/p/node_ids", "/spikes/p/timestamps", NULL, "ms", 2, SONATA_BY_TIME, 1},
        {"/spikes/p/node_ids", "/spikes/p/timestamps", "p", NULL, 0, SONATA_UNSORTED, 1},
        {"/spikes/p/gids", "/spikes/p/timestamps", "p", "s", 0, SONATA_UNSORTED, 1000},
        {"/spikes/gids", "/spikes/timestamps", "anything", "ms", 0, SONATA_UNSORTED, 1},
    };
    for (size_t i = 0; i < COUNT(dialects); i++) {
        const struct spike_dialect *d = &dialects[i];
        const char *path = scratch_path("spikes.h5");
        struct sonata_spikes spikes;
        hid_t file = make_file(path);
        make_column(file, d->ids, H5T_STD_I64LE, H5T_NATIVE_INT, (int[]){2, 0, 1}, 3);
        make_f64(file, d->times, (double[]){0.5, 1.5, 2.5}, 3);
        if (d->units)
            make_text_attribute(file, d->times, "units", d->units);
        if (d->sorting == 1)
            make_text_attribute(file, "/spikes/p", "sorting", "by_time");
        if (d->sorting == 2)
            make_sorting_enum(file, "/spikes/p");
        H5Fclose(file);
        must_work(sonata_spikes_read(path, d->population, 3, &spikes, status), status);
        cr_expect(spikes.n == 3 && spikes.neuron[0] == 2 && spikes.time_ms[2] == 2.5 * d->factor,
                  "dialect %zu", i);
        cr_expect_eq(spikes.sorting, d->want, "dialect %zu", i);
        sonata_spikes_free(&spikes);
    }
}

Test(dialects, populations_are_listed_in_order_of_names)
{
    const char *path = scratch_path("many.h5");
    hid_t file = make_file(path);
    char **names = NULL;
    size_t n = 0;
    make_u64(file, "/nodes/v1/node_type_id", (uint64_t[]){1}, 1);
    make_u64(file, "/nodes/lgn/node_type_id", (uint64_t[]){1}, 1);
    H5Fclose(file);
    must_work(sonata_populations(path, SONATA_NODES, &names, &n, status), status);
    cr_assert(n == 2 && !strcmp(names[0], "lgn") && !strcmp(names[1], "v1"));
    sonata_names_free(names, n);
}

Test(dialects, type_tables_of_every_layout_are_read)
{
    static const char *const texts[] = {
        "edge_type_id syn_weight note\n100 0.5 plain\n",
        "edge_type_id   syn_weight\tnote  \n\n  100    0.5   plain\n",
        ("\xEF\xBB\xBF"
         "edge_type_id syn_weight note\r\n100 5e-1 plain\r\n"),
        "edge_type_id syn_weight note\n100 0.5 \"plain\"",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct sonata_types *types = NULL;
        double weight = 0;
        write_text(scratch_path("t.csv"), texts[i]);
        must_work(sonata_types_read(scratch_path("t.csv"), &types, status), status);
        cr_expect_eq(sonata_types_rows(types), 1, "layout %zu", i);
        cr_expect_eq(sonata_types_columns(types), 3, "layout %zu", i);
        must_work(sonata_types_number(types, 0, "syn_weight", &weight, status), status);
        cr_expect_eq(weight, 0.5, "layout %zu", i);
        cr_expect_str_eq(sonata_types_text(types, 0, "note"), "plain", "layout %zu", i);
        sonata_types_free(types);
    }
}

Test(dialects, quoted_fields_keep_spaces_and_doubled_quotes_and_the_word_null)
{
    struct sonata_types *types = NULL;
    write_text(scratch_path("q.csv"),
               "node_type_id a b c d\n7 \"ei=='e' & x\" \"say \"\"hi\"\"\" \"NULL\" NULL\n");
    must_work(sonata_types_read(scratch_path("q.csv"), &types, status), status);
    cr_expect_str_eq(sonata_types_text(types, 0, "a"), "ei=='e' & x");
    cr_expect_str_eq(sonata_types_text(types, 0, "b"), "say \"hi\"");
    cr_expect_str_eq(sonata_types_text(types, 0, "c"), "NULL");
    cr_expect_null(sonata_types_text(types, 0, "d"));
    cr_expect_null(sonata_types_text(types, 0, "no such column"));
    sonata_types_free(types);
}
