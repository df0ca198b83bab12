/* Oscillators: the device equals the reference, and nothing but the experiment decides a digest. */
#include <criterion/criterion.h>
#include <engram/engram.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Delays from 0 to 50 steps, an insult in between, both bounds of velocity reached. */
static const char SMALL[] = "name: small-rhythm\n"
                            "seed: 7\n"
                            "dt: 1 ms\n"
                            "duration: 700 ms\n"
                            "oscillators:\n"
                            "  size: 70\n"
                            "  connections: {random: {density: 0.4, length: {normal: {mean: 70 mm, sd: 28 "
                            "mm}, min: 1 mm, max: 150 mm}}}\n"
                            "  alpha: 3 Hz\n"
                            "  velocity_max: 20 m/s\n"
                            "  insult: {time: 333 ms}\n"
                            "  control: true\n";

static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(oscillators, .init = begin, .fini = end);

static void must(engram_code code)
{
    cr_assert_eq(code, ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
                 engram_status_why(status));
}

static engram_experiment *small_with(const char *key, const char *value)
{
    engram_experiment *e = NULL;
    must(engram_experiment_parse("test", SMALL, &e, status));
    if (key)
        must(engram_experiment_set(e, key, value, status));
    return e;
}

static engram_oscillation *run(const char *key, const char *value, const engram_options *options)
{
    engram_oscillation *outcome = NULL;
    engram_experiment *e = small_with(key, value);
    must(engram_oscillation_run(e, options, &outcome, status));
    engram_experiment_free(e);
    return outcome;
}

static uint64_t digest_of(const char *key, const char *value, const engram_options *options)
{
    engram_oscillation *outcome = run(key, value, options);
    uint64_t total = outcome->digest.total;
    engram_oscillation_free(outcome);
    return total;
}

/* Written down when it was first run. A commit that changes it says why. */
static const uint64_t GOLDEN = 0xd9fee488ed25b87e;

Test(oscillators, the_digest_is_the_one_written_down)
{
    uint64_t digest = digest_of(NULL, NULL, NULL);
    cr_expect_eq(digest, GOLDEN, "0x%016" PRIx64, digest);
}

Test(oscillators, work_group_sizes_vector_widths_and_records_do_not_matter)
{
    static const uint32_t sizes[] = {1, 2, 7, 64, 256};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        cr_expect_eq(digest_of(NULL, NULL, &(engram_options){.work_group = sizes[i]}), GOLDEN, "group %u",
                     sizes[i]);
    cr_expect_eq(digest_of("oscillators.delay_interval", "3 ms", NULL), GOLDEN);
    cr_expect_eq(digest_of("oscillators.control", "false", NULL), GOLDEN);
    setenv("ENGRAM_VW", "1", 1);
    cr_expect_eq(digest_of(NULL, NULL, NULL), GOLDEN);
    setenv("ENGRAM_VW", "16", 1);
    cr_expect_eq(digest_of(NULL, NULL, NULL), GOLDEN);
}

Test(oscillators, every_device_found_gives_that_digest)
{
    engram_device_description *list = NULL;
    size_t n = 0;
    must(engram_devices_list(&list, &n, status));
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; i++)
        cr_expect_eq(digest_of(NULL, NULL, &(engram_options){.device = list[i].selector}), GOLDEN, "%s",
                     list[i].name);
    free(list);
}

Test(oscillators, what_they_are_made_of_changes_the_digest)
{
    static const char *const changes[][2] = {{"seed", "8"},
                                             {"oscillators.eps", "0"},
                                             {"oscillators.alpha", "2.999 Hz"},
                                             {"oscillators.coupling", "99.9 Hz"},
                                             {"oscillators.frequency", "10.344 Hz"},
                                             {"oscillators.velocity", "3.001 m/s"},
                                             {"oscillators.velocity_max", "19 m/s"},
                                             {"oscillators.insult.time", "334 ms"},
                                             {"oscillators.insult.fraction", "0.81"},
                                             {"oscillators.connections.random.density", "0.41"}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        cr_expect_neq(digest_of(changes[i][0], changes[i][1], NULL), GOLDEN, "%s", changes[i][0]);
}

Test(oscillators, device_and_reference_are_equal_bit_for_bit)
{
    static const char *const changes[][2] = {{NULL, NULL},
                                             {"oscillators.size", "1"},
                                             {"oscillators.connections.random.density", "1"},
                                             {"oscillators.connections.random.density", "0"},
                                             {"oscillators.velocity", "20 m/s"},
                                             {"oscillators.connections.random.length", "0 mm"},
                                             {"oscillators.eps", "2000 m/s"},
                                             {"oscillators.insult.fraction", "1"},
                                             {"dt", "0.1 ms"}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        engram_validation v = {0};
        engram_experiment *e = small_with(changes[i][0], changes[i][1]);
        must(engram_validate(e, NULL, 0, &v, status));
        cr_expect(v.equal);
        cr_expect_eq(v.device.total, v.reference.total);
        engram_experiment_free(e);
    }
}

Test(oscillators, a_control_differs_only_by_its_delays)
{
    engram_oscillation *both = run(NULL, NULL, NULL), *fixed = run("oscillators.eps", "0", NULL);
    cr_assert_eq(both->n_steps, 700);
    cr_expect_arr_eq(both->order_control, fixed->order, 700 * sizeof *fixed->order);
    cr_expect(memcmp(both->order, fixed->order, 700 * sizeof *fixed->order) != 0);
    engram_oscillation_free(both);
    engram_oscillation_free(fixed);
}

static bool stop(void *context, const engram_progress *now)
{
    (void)context;
    return now->simulated_ms < 300;
}

Test(oscillators, a_run_can_be_stopped)
{
    engram_oscillation *outcome = NULL;
    engram_experiment *e = small_with(NULL, NULL);
    cr_expect_eq(engram_oscillation_run(e, &(engram_options){.on_progress = stop}, &outcome, status),
                 ENGRAM_E_INTERRUPTED);
    cr_expect_null(outcome);
    engram_experiment_free(e);
}

Test(oscillators, networks_of_neurons_and_oscillators_are_told_apart)
{
    engram_experiment *neurons = NULL, *e = small_with(NULL, NULL);
    engram_oscillation *outcome = NULL;
    engram_simulation *sim = NULL;
    must(engram_experiment_parse("test", "duration: 1 ms\npopulations: {E: {model: parrot, size: 1}}\n",
                                 &neurons, status));
    cr_expect_eq(engram_experiment_n_oscillators(e), 70);
    cr_expect_eq(engram_experiment_n_oscillators(neurons), 0);
    cr_expect_eq(engram_simulation_create(e, NULL, &sim, status), ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_where(status), "test:5:1"), "%s", engram_status_where(status));
    cr_expect_eq(engram_oscillation_run(neurons, NULL, &outcome, status), ENGRAM_E_USAGE);
    engram_experiment_free(e);
    engram_experiment_free(neurons);
}
