/* Input that cannot be used is refused with its place, its reason and a way out; HDF5 itself stays silent. */
#include "io/sonata_read.h"
#include "support.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static engram_status *status;
static int real_stderr = -1;

/* Whatever reaches stderr during a test is HDF5 talking. */
static void begin(void)
{
    status = engram_status_create();
    fflush(stderr);
    real_stderr = dup(2);
    int capture = open(scratch_path("stderr"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    dup2(capture, 2);
    close(capture);
}

static void end(void)
{
    struct stat facts;
    fflush(stderr);
    dup2(real_stderr, 2);
    close(real_stderr);
    stat(scratch_path("stderr"), &facts);
    cr_expect_eq(facts.st_size, 0, "%ld bytes were printed to stderr", (long)facts.st_size);
    engram_status_free(status);
}

TestSuite(bad_input, .init = begin, .fini = end);

static engram_code open_nodes(const char *path, const struct sonata_types *types)
{
    struct sonata_elements *elements = NULL;
    engram_code code = sonata_open(path, SONATA_NODES, NULL, types, &elements, status);
    sonata_close(elements);
    return code;
}

static engram_code open_edges(const char *path)
{
    struct sonata_elements *elements = NULL;
    engram_code code = sonata_open(path, SONATA_EDGES, NULL, NULL, &elements, status);
    sonata_close(elements);
    return code;
}

static engram_code read_spikes(const char *path, const char *population, uint64_t n_nodes)
{
    struct sonata_spikes spikes;
    engram_code code = sonata_spikes_read(path, population, n_nodes, &spikes, status);
    if (code == ENGRAM_OK)
        sonata_spikes_free(&spikes);
    return code;
}

Test(bad_input, files_that_are_none)
{
    must_fail_with(open_nodes(scratch_path("absent.h5"), NULL), status, ENGRAM_E_INPUT, "absent.h5",
                   "No such file");
    must_fail_with(open_nodes(scratch(), NULL), status, ENGRAM_E_INPUT, scratch(), "directory");
    mkfifo(scratch_path("pipe"), 0600);
    must_fail_with(open_nodes(scratch_path("pipe"), NULL), status, ENGRAM_E_INPUT, "pipe",
                   "not a regular file");
    write_text(scratch_path("text.h5"), "version https://git-lfs.github.com/spec/v1\n");
    must_fail_with(open_nodes(scratch_path("text.h5"), NULL), status, ENGRAM_E_INPUT, "text.h5",
                   "HDF5 signature");
    write_text(scratch_path("empty.h5"), "");
    must_fail_with(open_nodes(scratch_path("empty.h5"), NULL), status, ENGRAM_E_INPUT, "empty.h5",
                   "HDF5 signature");
}

Test(bad_input, a_file_without_permission)
{
    if (geteuid() == 0 && (setegid(65534) || seteuid(65534)))
        cr_skip_test("root reads everything, and cannot become someone else here");
    must_fail_with(open_nodes("/etc/shadow", NULL), status, ENGRAM_E_INPUT, "/etc/shadow",
                   "Permission denied");
    if (getuid() == 0)
        cr_assert(!seteuid(0) && !setegid(0));
}

Test(bad_input, a_truncated_file_says_how_much_is_missing)
{
    const char *path = scratch_path("cut.h5");
    hid_t file = make_file(path);
    uint64_t *ids = calloc(10000, sizeof *ids);
    make_u64(file, "/nodes/p/node_type_id", ids, 10000);
    H5Fclose(file);
    free(ids);
    cr_assert_eq(truncate(path, 5000), 0);
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "cut.h5", "HDF5: truncated file");
    must_fail_with(read_spikes(path, NULL, 0), status, ENGRAM_E_INPUT, "cut.h5", "HDF5: truncated file");
}

Test(bad_input, groups_and_datasets_that_are_missing)
{
    const char *path = scratch_path("m.h5");
    hid_t file = make_file(path);
    make_u64(file, "/edges/e/edge_type_id", (uint64_t[]){1}, 1);
    make_u64(file, "/edges/e/source_node_id", (uint64_t[]){1}, 1);
    make_u64(file, "/spikes/p/node_ids", (uint64_t[]){1}, 1);
    H5Fclose(file);
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "m.h5", "no group '/nodes'");
    must_fail_with(open_edges(path), status, ENGRAM_E_INPUT, "m.h5: /edges/e", "'target_node_id'");
    must_fail_with(read_spikes(path, "p", 2), status, ENGRAM_E_INPUT, "m.h5: /spikes/p", "'timestamps'");
    must_fail_with(read_spikes(path, "q", 2), status, ENGRAM_E_INPUT, "m.h5: /spikes", "the first is 'p'");
}

Test(bad_input, types_and_shapes_that_cannot_be_read)
{
    const char *path = scratch_path("t.h5");
    hid_t file = make_file(path);
    static const char *const texts[] = {"x", "y"};
    make_f64(file, "/nodes/real/node_type_id", (double[]){1}, 1);
    make_texts(file, "/nodes/text/node_type_id", texts, 2);
    hid_t space = H5Screate_simple(2, (hsize_t[]){2, 2}, NULL), links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    H5Dclose(H5Dcreate2(file, "/nodes/square/node_type_id", H5T_STD_I32LE, space, links, H5P_DEFAULT,
                        H5P_DEFAULT));
    H5Gclose(H5Gcreate2(file, "/nodes/group/node_type_id", links, H5P_DEFAULT, H5P_DEFAULT));
    H5Pclose(links);
    H5Sclose(space);
    H5Fclose(file);
    static const struct {
        const char *population, *why;
    } cases[] = {{"real", "it holds numbers, integers are needed"},
                 {"text", "it holds text, integers are needed"},
                 {"square", "2 dimensions instead of 1"},
                 {"group", "HDF5:"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sonata_elements *nodes = NULL;
        must_fail_with(sonata_open(path, SONATA_NODES, cases[i].population, NULL, &nodes, status), status,
                       ENGRAM_E_INPUT, "t.h5: /nodes/", cases[i].why);
    }
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "t.h5: /nodes", "there are 4");
}

/* A dataset that claims 2^62 values and stores none. */
static void make_huge(hid_t file, const char *name, int chunked)
{
    hid_t space = H5Screate_simple(1, (hsize_t[]){1ull << 60}, NULL), layout = H5Pcreate(H5P_DATASET_CREATE),
          links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    H5Pset_alloc_time(layout, H5D_ALLOC_TIME_LATE);
    if (chunked)
        H5Pset_chunk(layout, 1, (hsize_t[]){1024});
    hid_t dataset = H5Dcreate2(file, name, H5T_STD_U64LE, space, links, layout, H5P_DEFAULT);
    cr_assert_geq(dataset, 0);
    H5Dclose(dataset);
    H5Sclose(space);
    H5Pclose(layout);
    H5Pclose(links);
}

Test(bad_input, sizes_that_only_the_header_claims)
{
    for (int chunked = 0; chunked < 2; chunked++) {
        const char *path = scratch_path("huge.h5");
        hid_t file = make_file(path);
        make_huge(file, "/nodes/p/node_type_id", chunked);
        make_huge(file, "/spikes/p/node_ids", chunked);
        H5Fclose(file);
        must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "huge.h5: /nodes/p/node_type_id",
                       "claims 1152921504606846976 values, but only 0 are stored");
        must_fail_with(read_spikes(path, "p", 5), status, ENGRAM_E_INPUT, "huge.h5: /spikes/p/node_ids",
                       "claims 1152921504606846976");
    }
}

static void make_nodes(const char *path, const uint64_t ids[3], uint64_t n_ids, const uint64_t groups[3],
                       const uint64_t index[3])
{
    hid_t file = make_file(path);
    make_u64(file, "/nodes/p/node_type_id", (uint64_t[]){1, 1, 2}, 3);
    make_u64(file, "/nodes/p/node_id", ids, n_ids);
    make_u64(file, "/nodes/p/node_group_id", groups, 3);
    make_u64(file, "/nodes/p/node_group_index", index, 3);
    make_f64(file, "/nodes/p/0/x", (double[]){1, 2}, 2);
    H5Fclose(file);
}

Test(bad_input, ids_groups_and_rows_that_contradict_each_other)
{
    const char *path = scratch_path("c.h5");
    static const uint64_t good[] = {0, 1, 2}, zero[] = {0, 0, 0}, fits[] = {0, 1, 1};
    make_nodes(path, good, 3, zero, fits);
    must_work(open_nodes(path, NULL), status);
    make_nodes(path, (uint64_t[]){0, 1, 3}, 3, zero, fits);
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "/nodes/p/node_id[2]",
                   "node id 3 in a population of 3");
    make_nodes(path, (uint64_t[]){0, 1, 1}, 3, zero, fits);
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "/nodes/p/node_id[2]",
                   "node id 1 appears twice");
    make_nodes(path, good, 2, zero, fits);
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "/nodes/p/node_id",
                   "2 node ids for 3 nodes");
    make_nodes(path, good, 3, (uint64_t[]){0, 7, 0}, fits);
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "/nodes/p/node_group_id[1]",
                   "no group '7'");
    make_nodes(path, good, 3, zero, good);
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "/nodes/p/0/x[2]", "rows up to 2");
    make_nodes(path, good, 3, zero, (uint64_t[]){0, 1, UINT64_MAX});
    must_fail_with(open_nodes(path, NULL), status, ENGRAM_E_INPUT, "/nodes/p/node_group_index[2]",
                   "row 18446744073709551615");
}

Test(bad_input, a_type_that_is_not_in_the_table)
{
    struct sonata_types *types = NULL;
    make_nodes(scratch_path("c.h5"), (uint64_t[]){0, 1, 2}, 3, (uint64_t[]){0, 0, 0}, (uint64_t[]){0, 1, 1});
    write_text(scratch_path("one.csv"), "node_type_id\n1\n");
    must_work(sonata_types_read(scratch_path("one.csv"), &types, status), status);
    must_fail_with(open_nodes(scratch_path("c.h5"), types), status, ENGRAM_E_INPUT, "node_type_id[2]",
                   "type id 2 is not in");
    sonata_types_free(types);
}

Test(bad_input, edges_that_name_no_node)
{
    const char *path = scratch_path("e.h5");
    struct sonata_elements *edges = NULL;
    uint32_t ids[2];
    hid_t file = make_file(path);
    make_u64(file, "/edges/e/edge_type_id", (uint64_t[]){1, 1}, 2);
    make_column(file, "/edges/e/source_node_id", H5T_STD_I64LE, H5T_NATIVE_LLONG, (long long[]){0, -1}, 2);
    make_u64(file, "/edges/e/target_node_id", (uint64_t[]){1ull << 63, 5}, 2);
    H5Fclose(file);
    must_work(sonata_open(path, SONATA_EDGES, NULL, NULL, &edges, status), status);
    must_fail_with(sonata_end_ids(edges, SONATA_SOURCE, 0, 2, 5, ids, status), status, ENGRAM_E_INPUT,
                   "source_node_id[1]", "node id -1");
    must_fail_with(sonata_end_ids(edges, SONATA_TARGET, 0, 1, UINT64_MAX, ids, status), status,
                   ENGRAM_E_INPUT, "target_node_id[0]", "node id 9223372036854775807");
    must_fail_with(sonata_end_ids(edges, SONATA_TARGET, 1, 1, 5, ids, status), status, ENGRAM_E_INPUT,
                   "target_node_id[1]", "node id 5");
    sonata_close(edges);
}

Test(bad_input, columns_of_unequal_length)
{
    const char *path = scratch_path("u.h5");
    hid_t file = make_file(path);
    make_u64(file, "/edges/e/edge_type_id", (uint64_t[]){1, 1}, 2);
    make_u64(file, "/edges/e/source_node_id", (uint64_t[]){1}, 1);
    make_u64(file, "/edges/e/target_node_id", (uint64_t[]){1, 1}, 2);
    make_u64(file, "/spikes/p/node_ids", (uint64_t[]){1, 1}, 2);
    make_f64(file, "/spikes/p/timestamps", (double[]){1, 1, 1}, 3);
    H5Fclose(file);
    must_fail_with(open_edges(path), status, ENGRAM_E_INPUT, "/edges/e/source_node_id",
                   "1 values for 2 elements");
    must_fail_with(read_spikes(path, "p", 2), status, ENGRAM_E_INPUT, "/spikes/p",
                   "2 neuron ids and 3 times");
}

Test(bad_input, spikes_without_a_usable_neuron_time_or_unit)
{
    const double times[] = {-1.0, NAN, INFINITY};
    for (int i = 0; i < 3; i++) {
        hid_t file = make_file(scratch_path("s.h5"));
        make_u64(file, "/spikes/p/node_ids", (uint64_t[]){1, 1}, 2);
        make_f64(file, "/spikes/p/timestamps", (double[]){1, times[i]}, 2);
        H5Fclose(file);
        must_fail_with(read_spikes(scratch_path("s.h5"), "p", 2), status, ENGRAM_E_INPUT,
                       "/spikes/p/timestamps[1]", "its time is");
        must_fail_with(read_spikes(scratch_path("s.h5"), "p", 1), status, ENGRAM_E_INPUT,
                       "/spikes/p/node_ids[0]", "neuron 1 of 1");
    }
    hid_t file = H5Fopen(scratch_path("s.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
    make_text_attribute(file, "/spikes/p/timestamps", "units", "furlongs");
    H5Fclose(file);
    must_fail_with(read_spikes(scratch_path("s.h5"), "p", 2), status, ENGRAM_E_INPUT, "/spikes/p/timestamps",
                   "'furlongs'");
}

Test(bad_input, an_enumeration_without_a_word)
{
    const char *path = scratch_path("w.h5");
    struct sonata_elements *nodes = NULL;
    static const char *const words[] = {"only"};
    char *level[2];
    hid_t file = make_file(path);
    make_u64(file, "/nodes/p/node_type_id", (uint64_t[]){1, 1}, 2);
    make_u64(file, "/nodes/p/0/level", (uint64_t[]){0, 1}, 2);
    make_texts(file, "/nodes/p/0/@library/level", words, 1);
    H5Fclose(file);
    must_work(sonata_open(path, SONATA_NODES, NULL, NULL, &nodes, status), status);
    must_fail_with(sonata_texts(nodes, "level", 0, 2, level, status), status, ENGRAM_E_INPUT,
                   "/nodes/p/0/level[1]", "has 1 words");
    must_work(sonata_texts(nodes, "level", 0, 1, level, status), status);
    cr_assert_str_eq(level[0], "only");
    free(level[0]);
    sonata_close(nodes);
}

struct bad_table {
    const char *text, *where, *why;
};

Test(bad_input, type_tables_that_cannot_be_used)
{
    static const struct bad_table tables[] = {
        {"  \n \n", "b.csv:1", "is empty"},
        {"a b\n1 2\n", "b.csv:1", "'node_type_id' or 'edge_type_id'"},
        {"node_type_id a\n1 2 3\n", "b.csv:2", "3 fields, the first line names 2"},
        {"node_type_id a\n\n1\n", "b.csv:3", "1 fields"},
        {"node_type_id a\n1 \"open\n", "b.csv:2", "no end"},
        {"node_type_id a\n1.5 2\n", "b.csv:2", "'1.5' is no type id"},
        {"node_type_id a\nNULL 2\n", "b.csv:2", "'NULL' is no type id"},
        {"node_type_id a\n99999999999999999999 2\n", "b.csv:2", "is no type id"},
        {"node_type_id a\n7 2\n8 2\n7 3\n", "b.csv:4", "type id 7 is defined twice"},
        {"node_type_id a a\n7 2 2\n", "b.csv:1", "'a' appears twice"},
    };
    struct sonata_types *types = NULL;
    double value = 0;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        write_text(scratch_path("b.csv"), tables[i].text);
        must_fail_with(sonata_types_read(scratch_path("b.csv"), &types, status), status, ENGRAM_E_INPUT,
                       tables[i].where, tables[i].why);
        cr_assert_null(types);
    }
    write_text(scratch_path("b.csv"), "node_type_id a\n7 fast\n");
    must_work(sonata_types_read(scratch_path("b.csv"), &types, status), status);
    must_fail_with(sonata_types_number(types, 0, "a", &value, status), status, ENGRAM_E_INPUT, "b.csv:2",
                   "'fast' where a number is needed");
    sonata_types_free(types);
}
