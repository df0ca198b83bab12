/* The reference against closed forms, and the graph it runs on. */
#include "oscillators/oscillators.h"
#include "core/memory.h"

#include <criterion/criterion.h>
#include <inttypes.h>
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

TestSuite(oscillators, .init = begin, .fini = end);

static void must(engram_code code)
{
    cr_assert_eq(code, ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
                 engram_status_why(status));
}

/* n oscillators of 10 Hz, steps of 1 ms, 3 m/s. */
static struct oscillators *make(uint32_t n, uint64_t n_steps)
{
    struct oscillators *o = NULL;
    must(memory_new(&o, 1, sizeof *o, "test", status));
    must(memory_new(&o->run, 1, sizeof *o->run, "test", status));
    o->run->seed = 7;
    o->run->dt_ms = 1;
    o->run->n_steps = n_steps;
    o->n = n;
    o->delay_interval = 10;
    o->law = (phase_law){
        .turn = 0.0628f, .gain = 0.1f / (float)n, .slowest = 3, .fastest = 100, .rate = 0.001f, .lift = 20};
    return o;
}

static void connect_all(struct oscillators *o, const struct connection *connections, uint64_t n)
{
    struct connection *copy = NULL;
    must(memory_new(&copy, n, sizeof *copy, "test", status));
    if (n)
        memcpy(copy, connections, n * sizeof *copy);
    must(graph_take(o, copy, n, "test", status));
    free(copy);
}

static double turned(float from, float to)
{
    return remainder((double)to - (double)from, 2 * M_PI);
}

Test(oscillators, alone_each_turns_at_its_own_frequency)
{
    struct oscillators *o = make(3, 1000);
    struct oscillation trace = {0};
    connect_all(o, NULL, 0);
    must(oscillators_reference(o, 1000, &trace, status));
    for (uint32_t i = 0; i < 3; i++)
        cr_expect_lt(fabs(turned(trace.phase[i],
                                 (float)remainder((double)initial_phase(o, i) + 1000 * 0.0628, 2 * M_PI))),
                     1000 * 5e-7, "oscillator %u: a rounding of 2e-7 per step and one of the turn", i);
    oscillation_clear(&trace);
    oscillators_free(o);
}

/* Two that pull on each other over a delay of tau steps lock at the frequency W with W = turn - gain sin(W tau). */
Test(oscillators, a_pair_locks_at_the_frequency_that_its_delay_allows)
{
    static const struct {
        float length;
        double delay;
    } cases[] = {{0.5f, 0}, {15.5f, 5}, {60.5f, 20}, {120.5f, 40}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct oscillators *o = make(2, 4001);
        struct oscillation earlier = {0}, later = {0};
        o->law.lift = 0;
        connect_all(o, (struct connection[]){{0, 1, cases[c].length, 1}, {1, 0, cases[c].length, 1}}, 2);
        must(oscillators_reference(o, 4000, &earlier, status));
        must(oscillators_reference(o, 4001, &later, status));
        double speed = turned(earlier.phase[0], later.phase[0]),
               in_phase = cos(turned(later.phase[0], later.phase[1])),
               wanted = 0.0628 - in_phase * (double)o->law.gain * sin(speed * cases[c].delay);
        cr_expect_lt(fabs(fabs(in_phase) - 1), 1e-6, "delay %g: locked in phase or in antiphase",
                     cases[c].delay);
        cr_expect_lt(fabs(speed - wanted), 1e-6, "delay %g: turns by %.8f, not %.8f, per step",
                     cases[c].delay, speed, wanted);
        oscillation_clear(&earlier);
        oscillation_clear(&later);
        oscillators_free(o);
    }
}

/* At a constant lead phi the velocity settles at slowest + lift sin(phi) L_max / L. */
Test(oscillators, a_velocity_settles_where_gain_and_loss_are_equal)
{
    phase_law law = {.slowest = 3, .fastest = 100, .rate = 0.01f, .lift = 2, .per_longest = 0.01f};
    for (float length = 25; length <= 100; length += 25) {
        float fast = 3, slow = 50;
        for (int step = 0; step < 20000; step++) {
            fast = velocity_next(fast, length, 1, 0.0f, 0.5f, law);
            slow = velocity_next(slow, length, 1, 0.5f, 0.0f, law);
        }
        cr_expect_lt(fabs((double)fast - (3 + 2 * sin(0.5) * 100 / (double)length)), 2e-3, "%g mm",
                     (double)length);
        cr_expect_lt(fabs((double)slow - 3), 2e-3, "nothing drives a connection whose source is ahead");
    }
}

/* With retraction, a source ahead by phi takes retraction * lift sin(phi) L_max / L from where the velocity would rest: here from above the slowest. */
Test(oscillators, a_source_ahead_makes_myelin_retract)
{
    for (float retraction = 0; retraction <= 1; retraction += 0.25f) {
        phase_law law = {.slowest = 3,
                         .fastest = 100,
                         .rate = 0.01f,
                         .lift = 2,
                         .per_longest = 0.01f,
                         .retraction = retraction};
        float once = velocity_next(50, 50, 1, 0.5f, 0.0f, law), speed = 50;
        double wanted = 50 + 0.01 * (-2 * (double)retraction * sin(0.5) - 0.5 * 47);
        cr_expect_float_eq((double)once, wanted, 1e-5);
        for (int step = 0; step < 20000; step++)
            speed = velocity_next(speed, 50, 1, 0.5f, 0.0f, law);
        cr_expect_float_eq((double)speed, 3, 2e-3, "never below the slowest");
    }
}

Test(oscillators, delays_are_lengths_over_velocities_rounded_down)
{
    cr_expect_eq(delay_steps(70.0f, 3.0f), 23);
    cr_expect_eq(delay_steps(2.9f, 3.0f), 0);
    cr_expect_eq(delay_steps(150.0f, 3.0f), 50);
    cr_expect_eq(delay_steps(0.0f, 3.0f), 0);
}

Test(oscillators, a_random_graph_has_its_density_no_loops_and_lengths_within_bounds)
{
    struct oscillators *o = make(400, 1);
    struct quantity length = {.kind = QUANTITY_NORMAL, .a = 70e3, .b = 28e3, .min = 5e3, .max = 150e3};
    must(graph_random(o, 0.3, &length, "test", status));
    double expected = 0.3 * 400 * 399, sd = sqrt(expected * 0.7), sum = 0;
    cr_expect_lt(fabs(o->n_connections - expected), 4 * sd, "%u connections, not %g +- %g", o->n_connections,
                 expected, sd);
    cr_assert_eq(o->begin[400], o->n_connections);
    for (uint32_t i = 0; i < 400; i++)
        for (uint32_t k = o->begin[i]; k < o->begin[i + 1]; k++) {
            cr_assert_neq(o->source[k], i);
            cr_assert(k == o->begin[i] || o->source[k] > o->source[k - 1]);
            cr_assert(o->length[k] >= 5 && o->length[k] <= 150);
            sum += (double)o->length[k];
        }
    cr_expect_lt(fabs(sum / o->n_connections - 70.5), 0.6, "mean length %g: truncation moves it by 0.4",
                 sum / o->n_connections);
    cr_expect_eq(o->longest_delay, 49, "150 mm at 3 mm per step, and a length a little below");
    oscillators_free(o);
}

/* The insult leaves each connection with the probability asked for, and phases that are out of step. */
Test(oscillators, an_insult_cuts_its_share_and_draws_all_phases_anew)
{
    struct oscillators *o = make(200, 301);
    struct quantity length = quantity_constant(3e3);
    struct oscillation trace = {0};
    must(graph_random(o, 0.5, &length, "test", status));
    o->has_insult = true;
    o->insult_step = 300;
    o->insult_fraction = 0.8;
    must(oscillators_reference(o, 301, &trace, status));
    double left = 0, n = o->n_connections;
    for (uint32_t k = 0; k < o->n_connections; k++)
        left += trace.weight[k] != 0;
    cr_expect_lt(fabs(left - 0.2 * n), 4 * sqrt(0.16 * n), "%g of %g are left", left, n);
    cr_expect_gt(measure_order(o, &trace, 299), 0.8, "in step before");
    cr_expect_lt(measure_order(o, &trace, 300), 0.25, "and not after");
    cr_expect(isnan(measure_after(o, &(struct oscillation){.n_steps = 50})),
              "an insult after the end does not happen");
    oscillation_clear(&trace);
    oscillators_free(o);
}

Test(oscillators, a_file_gives_the_same_network_as_the_list_it_holds)
{
    char path[] = "/tmp/engram-connectome-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    cr_assert(file);
    fputs("# source target length weight\n2 0 70.5\r\n0, 1, 20, 0.25\n\n1 0 33 -1 # an inhibitory one", file);
    fclose(file);
    struct oscillators *o = make(3, 1);
    must(graph_file(o, path, status));
    cr_assert_eq(o->n_connections, 3);
    static const uint32_t begins[] = {0, 2, 3, 3}, sources[] = {1, 2, 0};
    static const float lengths[] = {33, 70.5f, 20}, weights[] = {-1, 1, 0.25f};
    cr_expect_arr_eq(o->begin, begins, sizeof begins);
    cr_expect_arr_eq(o->source, sources, sizeof sources);
    cr_expect_arr_eq(o->length, lengths, sizeof lengths);
    cr_expect_arr_eq(o->weight, weights, sizeof weights);
    oscillators_free(o);
    remove(path);
}
