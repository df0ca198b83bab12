/* Figures: the same bytes every time, everything labelled, and a clear word where there is nothing to draw. */
#include "plot/plot.h"
#include "synthetic.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static engram_status *status;
static char folder[64];

static void begin(void)
{
    status = engram_status_create();
    snprintf(folder, sizeof folder, "/tmp/engram-plot-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static void end(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_expect_eq(system(command), 0);
    engram_status_free(status);
}

TestSuite(figures, .init = begin, .fini = end);

static const char *in_folder(const char *name)
{
    static char paths[8][256];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void must(engram_code code)
{
    cr_assert_eq(code, ENGRAM_OK, "%s | %s | %s", engram_status_what(status), engram_status_where(status),
                 engram_status_why(status));
}

static const struct synthetic small = {
    .n_exc = 40, .n_inh = 10, .duration_ms = 200, .rate_hz = 20, .with_rates = 1, .n_snapshots = 5};

static char *load(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    fseek(file, 0, SEEK_END);
    *n = (size_t)ftell(file);
    rewind(file);
    char *bytes = calloc(*n + 1, 1);
    cr_assert_eq(fread(bytes, 1, *n, file), *n);
    fclose(file);
    return bytes;
}

static size_t size_of(const char *name)
{
    size_t n = 0;
    free(load(in_folder(name), &n));
    return n;
}

static void must_equal(const char *a, const char *b)
{
    size_t n_a = 0, n_b = 0;
    char *bytes_a = load(in_folder(a), &n_a), *bytes_b = load(in_folder(b), &n_b);
    cr_expect(n_a == n_b && !memcmp(bytes_a, bytes_b, n_a), "%s and %s differ", a, b);
    free(bytes_a);
    free(bytes_b);
}

Test(figures, the_same_results_give_the_same_bytes)
{
    must(synthetic_write(in_folder("run"), &small, status));
    must(plot_run(in_folder("run"), in_folder("first"), 0, status));
    must(plot_run(in_folder("run"), in_folder("second"), PLOT_ALL, status));
    must_equal("first.svg", "second.svg");
    must_equal("first.png", "second.png");
}

Test(figures, both_forms_are_what_their_names_say)
{
    size_t n = 0;
    must(synthetic_write(in_folder("run"), &small, status));
    must(plot_run(in_folder("run"), in_folder("figure"), 0, status));
    char *png = load(in_folder("figure.png"), &n);
    cr_expect(n > 10000 && !memcmp(png, "\x89PNG\r\n\x1a\n", 8));
    free(png);
    char *svg = load(in_folder("figure.svg"), &n);
    cr_expect(strstr(svg, "<svg") && strstr(svg, "</svg>"));
    free(svg);
}

Test(figures, only_what_was_asked_for_is_drawn)
{
    must(synthetic_write(in_folder("run"), &small, status));
    must(plot_run(in_folder("run"), in_folder("all"), PLOT_ALL, status));
    must(plot_run(in_folder("run"), in_folder("rates"), PLOT_RATES, status));
    must(plot_run(in_folder("run"), in_folder("weights"), PLOT_HISTOGRAM | PLOT_TRAJECTORIES, status));
    cr_expect_lt(size_of("rates.svg"), size_of("all.svg"));
    cr_expect_lt(size_of("weights.svg"), size_of("all.svg"));
    cr_expect_neq(size_of("rates.svg"), size_of("weights.svg"));
}

static double height_of(const char *name)
{
    size_t n = 0;
    char *svg = load(in_folder(name), &n), *height = strstr(svg, "height=\"");
    double value = height ? strtod(height + strlen("height=\""), NULL) : 0;
    free(svg);
    return value;
}

Test(figures, rates_of_many_populations_become_a_map)
{
    struct synthetic many = small;
    many.n_silent = 10;
    must(synthetic_write(in_folder("twelve"), &many, status));
    must(plot_run(in_folder("twelve"), in_folder("lines"), PLOT_RATES, status));
    many.n_silent = 11;
    many.duration_ms = 800;
    must(synthetic_write(in_folder("thirteen"), &many, status));
    must(plot_run(in_folder("thirteen"), in_folder("map"), PLOT_RATES, status));
    must(plot_run(in_folder("thirteen"), in_folder("with_raster"), PLOT_RATES | PLOT_RASTER, status));
    cr_expect_gt(height_of("map.svg"), height_of("lines.svg") + 200);
    cr_expect_gt(height_of("with_raster.svg"), height_of("map.svg"));
}

Test(figures, axons_have_panels_of_their_own)
{
    struct synthetic with = small;
    with.with_axons = 1;
    must(synthetic_write(in_folder("run"), &with, status));
    must(plot_run(in_folder("run"), in_folder("all"), 0, status));
    must(plot_run(in_folder("run"), in_folder("others"),
                  PLOT_ALL & ~(unsigned)(PLOT_DELAYS | PLOT_VELOCITIES), status));
    must(plot_run(in_folder("run"), in_folder("delays"), PLOT_DELAYS, status));
    must(plot_run(in_folder("run"), in_folder("velocities"), PLOT_VELOCITIES, status));
    cr_expect_gt(size_of("all.svg"), size_of("others.svg"));
    cr_expect_neq(size_of("delays.svg"), size_of("velocities.svg"));
}

Test(figures, without_axons_their_panels_are_nothing_to_draw)
{
    must(synthetic_write(in_folder("run"), &small, status));
    cr_assert_eq(plot_run(in_folder("run"), in_folder("figure"), PLOT_DELAYS | PLOT_VELOCITIES, status),
                 ENGRAM_E_INPUT);
    cr_expect(strstr(engram_status_why(status), "no axons"), "%s", engram_status_why(status));
    cr_expect_neq(access(in_folder("figure.svg"), F_OK), 0);
}

Test(figures, states_have_panels_two_to_a_row_and_not_too_many)
{
    struct synthetic with = small;
    double height[3] = {0};
    for (unsigned k = 0; k < 3; k++) {
        char name[16];
        with.with_states = 4 * k;
        snprintf(name, sizeof name, "run%u", k);
        must(synthetic_write(in_folder(name), &with, status));
        must(plot_run(in_folder(name), in_folder("figure"), PLOT_STATES | PLOT_RATES, status));
        height[k] = height_of("figure.svg");
    }
    cr_expect_float_eq(height[1] - height[0], 2 * (height[2] - height[1]), 1e-6,
                       "0, 4 and 8 records: 0, 2, 3 rows");
    cr_expect_gt(height[2], height[1]);
    must(plot_run(in_folder("run2"), in_folder("states"), PLOT_STATES, status));
    cr_expect_gt(size_of("states.svg"), 20000);
    cr_assert_eq(plot_run(in_folder("run0"), in_folder("none"), PLOT_STATES, status), ENGRAM_E_INPUT);
}

Test(figures, synapses_that_come_and_go_have_panels_of_their_own)
{
    static const unsigned kinds[] = {PLOT_STRUCTURE, PLOT_CONNECTIVITY, PLOT_SURVIVAL,
                                     PLOT_DEGREES,   PLOT_CELLS,        PLOT_GATES};
    struct synthetic with = small;
    with.with_structure = 1;
    must(synthetic_write(in_folder("run"), &small, status));
    must(synthetic_write(in_folder("grown"), &with, status));
    must(plot_run(in_folder("grown"), in_folder("all"), 0, status));
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        char name[16];
        snprintf(name, sizeof name, "kind%zu", k);
        must(plot_run(in_folder("grown"), in_folder(name), kinds[k], status));
        snprintf(name, sizeof name, "kind%zu.svg", k);
        cr_expect_gt(size_of(name), 20000);
        must(plot_run(in_folder("grown"), in_folder("others"), PLOT_ALL & ~kinds[k], status));
        cr_expect_gt(height_of("all.svg"), height_of("others.svg") + 200, "kind %zu", k);
        cr_assert_eq(plot_run(in_folder("run"), in_folder("none"), kinds[k], status), ENGRAM_E_INPUT);
        cr_expect(strstr(engram_status_why(status), "come and go"), "%s", engram_status_why(status));
    }
}

static void put_experiment(const char *curves)
{
    FILE *file = fopen(in_folder("run/experiment.yaml"), "wb");
    cr_assert_not_null(file);
    fputs(curves, file);
    fclose(file);
}

Test(figures, curves_of_the_experiment_have_panels_of_their_own)
{
    must(synthetic_write(in_folder("run"), &small, status));
    put_experiment("name: none\n");
    cr_assert_eq(plot_run(in_folder("run"), in_folder("none"), PLOT_CURVES, status), ENGRAM_E_INPUT);
    cr_expect(strstr(engram_status_why(status), "no curves"), "%s", engram_status_why(status));
    put_experiment(
        "curves:\n  one: {x: rate, at: [1, 2, 5], lines: {model: {projection: E_to_E, of: weight}}}\n");
    must(plot_run(in_folder("run"), in_folder("one"), PLOT_CURVES, status));
    put_experiment("curves:\n"
                   "  one: {x: rate, at: [1, 2, 5], lines: {model: {projection: E_to_E, of: weight}},\n"
                   "        data: {measured: {y: [1, 2], sem: [1, 1]}}}\n"
                   "  two: {x: case, names: [a, b], lines: {again: {projection: E_to_E, by: source}}}\n");
    must(plot_run(in_folder("run"), in_folder("two"), PLOT_CURVES, status));
    cr_expect_gt(height_of("two.svg"), height_of("one.svg") + 200);
    must(plot_run(in_folder("run"), in_folder("all"), 0, status));
    cr_expect_gt(height_of("all.svg"), height_of("two.svg"));
    put_experiment("curves:\n  one: {x: rate, at: [1], lines: {model: {projection: E_to_F}}}\n");
    cr_assert_eq(plot_run(in_folder("run"), in_folder("wrong"), PLOT_CURVES, status), ENGRAM_E_INPUT);
    cr_expect(strstr(engram_status_what(status), "E_to_F"), "%s", engram_status_what(status));
}

/* One condition for all neurons has the mean of all weights, by whichever side they are told apart. */
Test(figures, a_point_of_a_curve_may_be_that_of_several_neurons)
{
    static const char *const lines[] = {"neurons: 1000", "neurons: 1000, by: source", "neurons: 1"};
    static const char *const names[] = {"target", "source", "first"};
    char text[200];
    must(synthetic_write(in_folder("run"), &small, status));
    for (int i = 0; i < 3; i++) {
        snprintf(text, sizeof text,
                 "curves:\n  one: {x: all, at: [1], lines: {m: {projection: E_to_E, of: weight, %s}}}\n",
                 lines[i]);
        put_experiment(text);
        must(plot_run(in_folder("run"), in_folder(names[i]), PLOT_CURVES, status));
    }
    size_t n = 0, n_first = 0;
    char *all = load(in_folder("target.svg"), &n), *first = load(in_folder("first.svg"), &n_first);
    cr_expect(n != n_first || memcmp(all, first, n) != 0, "a neuron is not all of them");
    must_equal("target.svg", "source.svg");
    free(all);
    free(first);
}

Test(figures, rates_that_were_not_recorded_are_counted_from_spikes)
{
    struct synthetic without = small;
    without.with_rates = 0;
    must(synthetic_write(in_folder("run"), &without, status));
    must(plot_run(in_folder("run"), in_folder("figure"), PLOT_RATES, status));
}

Test(figures, a_run_that_was_killed_can_be_drawn)
{
    must(synthetic_write(in_folder("run"), &small, status));
    unlink(in_folder("run/manifest.json"));
    must(plot_run(in_folder("run"), in_folder("figure"), 0, status));
}

Test(figures, many_spikes_do_not_make_the_figure_larger_than_a_reader_can_open)
{
    struct synthetic busy = {
        .n_exc = 2000, .n_inh = 500, .duration_ms = 3000, .rate_hz = 120, .with_rates = 1};
    must(synthetic_write(in_folder("run"), &busy, status));
    must(plot_run(in_folder("run"), in_folder("figure"), 0, status));
    cr_expect_lt(size_of("figure.svg"), 8000000);
}

Test(figures, nothing_to_draw_is_said)
{
    struct synthetic silent = small;
    silent.rate_hz = 0;
    silent.with_rates = 0;
    silent.n_snapshots = 0;
    must(synthetic_write(in_folder("run"), &silent, status));
    cr_assert_eq(plot_run(in_folder("run"), in_folder("figure"), 0, status), ENGRAM_E_INPUT);
    cr_expect(strstr(engram_status_why(status), "no spikes"), "%s", engram_status_why(status));
    cr_expect_neq(access(in_folder("figure.svg"), F_OK), 0);
    cr_assert_eq(plot_run(folder, in_folder("figure"), 0, status), ENGRAM_E_INPUT);
    cr_assert_eq(plot_run(in_folder("absent"), in_folder("figure"), 0, status), ENGRAM_E_INPUT);
}

Test(figures, a_place_that_cannot_be_written_is_reported)
{
    must(synthetic_write(in_folder("run"), &small, status));
    cr_assert_eq(plot_run(in_folder("run"), in_folder("no/such/folder/figure"), 0, status),
                 ENGRAM_E_RESOURCES);
    cr_expect(strstr(engram_status_where(status), "no/such/folder"), "%s", engram_status_where(status));
}
