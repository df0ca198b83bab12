#include "fast/delay.h"
#include "network/myelin.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <math.h>

enum { N = 20000 };

/* Axons of 5 mm and 2.5 m/s, that is 20 steps of 0.1 ms, without a rule: a tick comes after every 100 steps. */
static void begin(struct tiny *t, struct damage *damages, size_t n)
{
    tiny_begin(t, N, 10, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    t->net.dt_ms = 0.1;
    t->projection.by_length = true;
    t->projection.length_unit_um = 0.25;
    t->projection.axonal = quantity_constant(5000);
    t->projection.velocity = quantity_constant(2.5);
    t->projection.damages = damages;
    t->projection.n_damages = n;
}

static double slowdown(const struct tiny *t, uint32_t axon, uint64_t stamp)
{
    return (double)axon_slowdown(&t->net, &t->projection, axon, stamp) / SLOWDOWN_ONE;
}

Test(damage, grows_and_heals_evenly)
{
    struct tiny t;
    struct damage events[] = {{.begin = 1000, .over = 400, .fraction = 1, .slowdown = 5},
                              {.begin = 2000, .over = 800, .fraction = 1, .slowdown = 1}};
    begin(&t, events, 2);
    const struct {
        uint64_t stamp;
        double slowdown;
    } wanted[] = {{999, 1},  {1000, 1}, {1100, 2}, {1200, 3}, {1399, 4.99},
                  {1400, 5}, {2000, 5}, {2400, 3}, {2800, 1}, {9999, 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        cr_expect_float_eq(slowdown(&t, 7, wanted[i].stamp), wanted[i].slowdown, 1.0 / SLOWDOWN_ONE,
                           "stamp %d", (int)wanted[i].stamp);
}

Test(damage, of_a_later_event_begins_where_the_earlier_one_has_got_to)
{
    struct tiny t;
    struct damage events[] = {{.begin = 100, .over = 1000, .fraction = 1, .slowdown = 11},
                              {.begin = 600, .over = 100, .fraction = 1, .slowdown = 2}};
    begin(&t, events, 2);
    cr_expect_float_eq(slowdown(&t, 0, 600), 6, 1e-4);
    cr_expect_float_eq(slowdown(&t, 0, 650), 4, 1e-4);
    cr_expect_float_eq(slowdown(&t, 0, 700), 2, 1e-4);
    cr_expect_float_eq(slowdown(&t, 0, 5000), 2, 1e-4);
}

Test(damage, strikes_a_fraction_that_each_event_draws_anew)
{
    struct tiny t;
    struct damage events[] = {{.begin = 10, .fraction = 0.3, .slowdown = 4},
                              {.begin = 20, .fraction = 0.5, .slowdown = 1}};
    uint32_t struck = 0, still = 0, healed_first = 0;
    begin(&t, events, 2);
    for (uint32_t i = 0; i < N; i++) {
        bool first = slowdown(&t, i, 10) > 1, second = slowdown(&t, i, 20) > 1;
        struck += first;
        still += second;
        healed_first += second && !first;
    }
    /* five standard deviations of a binomial count */
    cr_expect_float_eq(struck, 0.3 * N, 5 * sqrt(0.3 * 0.7 * N));
    cr_expect_float_eq(still, 0.15 * N, 5 * sqrt(0.15 * 0.85 * N));
    cr_expect_eq(healed_first, 0, "nobody is damaged by recovering");
}

Test(damage, slows_or_blocks)
{
    struct tiny t;
    struct damage events[] = {{.begin = 100, .fraction = 1, .slowdown = 10}};
    begin(&t, events, 1);
    struct myelin_plan plan = projection_myelin(&t.net, &t.projection);
    cr_expect_eq(plan.tick, 100, "10 ms");
    uint32_t before = damaged_slowness(&t.net, &t.projection, &plan, 3, 99),
             after = damaged_slowness(&t.net, &t.projection, &plan, 3, 100);
    cr_expect_eq(before, projection_slowness(&t.net, &t.projection, 3), "untouched axons keep every bit");
    cr_expect_eq(projection_axonal_steps(&t.projection, 20000, before), 20);
    cr_expect_eq(projection_axonal_steps(&t.projection, 20000, after), 200);
    cr_expect_eq(projection_max_axonal(&t.net, &t.projection), 200);

    t.projection.conduction_block = 0.251; /* m/s; damaged axons have 0.25 */
    plan = projection_myelin(&t.net, &t.projection);
    cr_expect_eq(damaged_slowness(&t.net, &t.projection, &plan, 3, 99), before);
    cr_expect_eq(damaged_slowness(&t.net, &t.projection, &plan, 3, 100), BLOCKED);
    cr_expect_leq(projection_max_axonal(&t.net, &t.projection), 200, "what does not conduct is not late");
    t.projection.conduction_block = 0.249;
    plan = projection_myelin(&t.net, &t.projection);
    cr_expect_eq(damaged_slowness(&t.net, &t.projection, &plan, 3, 100), after);
}

/* Every tick at which a slowdown differs from that of the tick before must be found, and nothing else wakes the engine. */
Test(damage, names_the_ticks_at_which_it_changes)
{
    struct tiny t;
    struct damage events[] = {{.begin = 1, .fraction = 1, .slowdown = 2},
                              {.begin = 450, .over = 320, .fraction = 1, .slowdown = 5},
                              {.begin = 3000, .over = 100, .fraction = 1, .slowdown = 1},
                              {.begin = 3050, .fraction = 1, .slowdown = 3}};
    begin(&t, events, 4);
    struct myelin_plan plan = projection_myelin(&t.net, &t.projection);
    const uint64_t wanted[] = {100, 500, 600, 700, 800, 3000, 3100, UINT64_MAX};
    uint64_t step = 0;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        for (uint64_t s = step; wanted[i] != UINT64_MAX && s < wanted[i]; s += 37)
            cr_expect_eq(myelin_next_tick(&t.projection, &plan, s), wanted[i], "after step %d", (int)s);
        step = wanted[i];
    }
    cr_expect_eq(myelin_next_tick(&t.projection, &plan, 3100), UINT64_MAX);
    double before = 1;
    for (uint64_t tick = plan.tick; tick < 4000; tick += plan.tick) {
        double now = slowdown(&t, 0, tick);
        cr_expect(now == before || damage_changes(&t.projection, &plan, tick), "tick %d", (int)tick);
        before = now;
    }
}
