/* Real files with bytes flipped and ends cut off: the reader may refuse them or read what is left, but never crash, hang or read outside (run it under the
 * sanitizers, too). Each case runs in a child, because HDF5 itself is part of what is tried. */
#include "io/sonata_read.h"
#include "support.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *load(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file);
    fseek(file, 0, SEEK_END);
    *n = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*n);
    cr_assert_eq(fread(bytes, 1, *n, file), *n);
    fclose(file);
    return bytes;
}

static void store(const char *path, const char *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    fwrite(bytes, 1, n, file);
    fclose(file);
}

/* Was it accepted? */
static bool read_elements(const char *path, enum sonata_kind kind, engram_status *status)
{
    struct sonata_elements *e = NULL;
    enum { N = 64 };
    double values[N];
    uint32_t ids[N];
    if (sonata_open(path, kind, NULL, NULL, &e, status) != ENGRAM_OK)
        return false;
    uint64_t n = sonata_count(e) < N ? sonata_count(e) : N, last = sonata_count(e) - n;
    for (size_t i = 0; i < sonata_n_attributes(e); i++) {
        sonata_numbers(e, sonata_attribute(e, i), 0, n, values, status);
        sonata_numbers(e, sonata_attribute(e, i), last, n, values, status);
    }
    if (kind == SONATA_EDGES)
        sonata_end_ids(e, SONATA_SOURCE, last, n, 300, ids, status);
    sonata_close(e);
    return true;
}

enum { ACCEPTED = 0, REFUSED = 3 };

/* Everything the reader can do with a file, in a child; its exit or signal. */
static int outcome(const char *path)
{
    pid_t child = fork();
    if (!child) {
        engram_status *status = engram_status_create();
        struct sonata_spikes spikes;
        alarm(30);
        bool accepted = read_elements(path, SONATA_NODES, status);
        accepted = read_elements(path, SONATA_EDGES, status) || accepted;
        if (sonata_spikes_read(path, NULL, 300, &spikes, status) == ENGRAM_OK) {
            sonata_spikes_free(&spikes);
            accepted = true;
        }
        engram_status_free(status);
        _exit(accepted ? ACCEPTED : REFUSED);
    }
    int how = 0;
    waitpid(child, &how, 0);
    return how;
}

static void damage(const char *name, unsigned n_cases)
{
    size_t n = 0;
    const char *path = scratch_path("damaged.h5");
    char *bytes = load(real_file(name), &n);
    unsigned short state[3] = {1, 2, 3};
    unsigned n_refused = 0;
    for (unsigned k = 0; k < n_cases; k++) {
        /* Half of the flips hit the first 8 KiB, where superblock, groups and headers are. */
        size_t at = (size_t)(erand48(state) * (double)(k % 2 || n < 8192 ? n : 8192));
        char old = bytes[at], flipped = (char)(old ^ (1 << (nrand48(state) % 8)));
        bytes[at] = k % 3 ? flipped : (char)0xFF;
        store(path, bytes, k % 5 ? n : at);
        bytes[at] = old;
        int how = outcome(path), code = WIFEXITED(how) ? WEXITSTATUS(how) : -WTERMSIG(how);
        cr_assert(code == ACCEPTED || code == REFUSED, "%s, case %u: byte %zu %s: ended with %d", name, k, at,
                  k % 5 ? "changed" : "cut off", code);
        n_refused += code == REFUSED;
    }
    cr_assert(n_refused > n_cases / 5 && n_refused < n_cases,
              "%u of %u refused: the damage is not where it matters", n_refused, n_cases);
    free(bytes);
}

static unsigned n_cases(void)
{
    const char *text = getenv("ENGRAM_TEST_DAMAGES");
    return text ? (unsigned)atol(text) : 250;
}

Test(damage, nodes, .timeout = 600)
{
    damage("network/lgn_nodes.h5", n_cases());
}

Test(damage, edges, .timeout = 600)
{
    damage("network/tw_v1_edges.h5", n_cases());
}

Test(damage, spikes, .timeout = 600)
{
    damage("output/spikes.h5", n_cases());
}

Test(damage, type_tables, .timeout = 600)
{
    size_t n = 0;
    const char *path = scratch_path("damaged.csv");
    char *bytes = load(real_file("network/v1_v1_edge_types.csv"), &n);
    unsigned short state[3] = {4, 5, 6};
    engram_status *status = engram_status_create();
    for (unsigned k = 0; k < 20 * n_cases(); k++) {
        size_t at = (size_t)(erand48(state) * (double)n);
        char old = bytes[at];
        struct sonata_types *types = NULL;
        bytes[at] = (char)(k % 2 ? nrand48(state) : " \"\n\r\t"[nrand48(state) % 6]);
        store(path, bytes, k % 5 ? n : at);
        bytes[at] = old;
        if (sonata_types_read(path, &types, status) == ENGRAM_OK)
            sonata_types_find(types, 100);
        sonata_types_free(types);
    }
    engram_status_free(status);
    free(bytes);
}
