/* The SONATA example 300_intfire, whose stored spikes NEURON computed: ecosystem of 300 IntFire1 cells driven by two files of spikes. */
#include <criterion/criterion.h>
#include <engram/engram.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CELLS = 300, STORED = 4322 };
/* SHA-256 over (time in us, id) of the stored spikes as little-endian int64 pairs, sorted by time, then id. */
static const char STORED_SHA256[] = "323abe72d4ece1bff3486cfad79ada95dc7e95e8d371e6e657e576b20b5c90ad";

struct spikes {
    double dt_ms;
    int64_t pairs[2 * 8192];
    size_t n, per_cell[CELLS];
};

static void collect(void *context, const char *population, size_t n, const uint64_t *step,
                    const uint32_t *neuron)
{
    struct spikes *s = context;
    for (size_t i = 0; i < n && !strcmp(population, "v1") && s->n < 8192; i++) {
        s->pairs[2 * s->n] = llround((double)step[i] * s->dt_ms * 1000);
        s->pairs[2 * s->n++ + 1] = neuron[i];
        s->per_cell[neuron[i]]++;
    }
}

static void run(const char *dt, struct spikes *s)
{
    const char *data = getenv("ENGRAM_DATA");
    char path[4096], set[64];
    snprintf(path, sizeof path, "%s/sonata_300_intfire/simulation_config.json", data ? data : "");
    if (!data || access(path, R_OK) != 0)
        cr_skip_test("needs the SONATA example: run scripts/fetch-data and set ENGRAM_DATA");
    snprintf(set, sizeof set, "run.dt=%s", dt);
    s->dt_ms = strtod(dt, NULL);
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_options options = {.on_spikes = collect, .context = s};
    engram_code code = engram_experiment_load(path, (const char *const[]){set}, 1, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_create(experiment, &options, &sim, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_run(sim, -1, status);
    cr_assert(code == ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
              engram_status_why(status));
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    engram_status_free(status);
}

static void sha256(const void *bytes, size_t n, char out[65])
{
    char path[] = "/tmp/engram-sha256-XXXXXX", command[128];
    int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, bytes, n) == (ssize_t)n);
    close(file);
    snprintf(command, sizeof command, "sha256sum %s", path);
    FILE *pipe = popen(command, "r");
    cr_assert(pipe && fread(out, 1, 64, pipe) == 64);
    out[64] = 0;
    pclose(pipe);
    unlink(path);
}

Test(real_input, a_fine_step_reproduces_every_stored_spike)
{
    static struct spikes s;
    char digest[65];
    run("0.001", &s);
    cr_expect_eq(s.n, STORED, "%zu spikes, stored %d", s.n, STORED);
    sha256(s.pairs, s.n * 2 * sizeof *s.pairs, digest);
    cr_expect_str_eq(digest, STORED_SHA256);
}

Test(real_input, a_coarse_step_is_within_one_spike_per_cell)
{
    static struct spikes fine, coarse;
    run("0.001", &fine);
    run("0.1", &coarse);
    for (int i = 0; i < CELLS; i++)
        cr_expect(labs((long)fine.per_cell[i] - (long)coarse.per_cell[i]) <= 1,
                  "cell %d: %zu spikes, stored %zu", i, coarse.per_cell[i], fine.per_cell[i]);
    cr_expect(coarse.n != fine.n,
              "the coarse step is expected to lose a few spikes, or this test compares nothing");
}
