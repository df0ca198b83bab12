/* Levels of gates and what they let through. */
#include "fast/gate.h"
#include "network/gate.h"

#include <criterion/criterion.h>
#include <math.h>

static struct gate_event events[] = {{100, 0, 0.5}, {200, 100, 1}, {250, 0, 0}};
static const struct gate gate = {.level = 0.25, .stride = 20, .events = events, .n_events = 3};

Test(gates, levels_hold_from_the_step_after_an_event)
{
    cr_expect_eq(gate_level(&gate, 1), 0.25f);
    cr_expect_eq(gate_level(&gate, 100), 0.25f);
    cr_expect_eq(gate_level(&gate, 101), 0.5f);
    cr_expect_eq(gate_level(&gate, 200), 0.5f);
    cr_expect_eq(gate_level(&gate, 220), 0.5f, "a ramp changes at whole strides");
    cr_expect_eq(gate_level(&gate, 221), 0.6f);
    cr_expect_eq(gate_level(&gate, 250), 0.7f);
    cr_expect_eq(gate_level(&gate, 251), 0.0f, "a later event replaces a ramp");
    cr_expect_eq(gate_level(&gate, 100000), 0.0f);
}

/* Between two changes that are announced nothing may change: the clock stops at no other steps. */
Test(gates, every_change_is_announced)
{
    uint32_t n = 0;
    for (uint64_t step = 0; step < 1000; step++) {
        bool changes = gate_level(&gate, step + 1) != gate_level(&gate, step);
        cr_expect(step == 0 || !changes || gate_is_due(&gate, step), "step %lu", (unsigned long)step);
        n += gate_is_due(&gate, step);
    }
    cr_expect_eq(n, 8, "100, 200, 220, 240, 250, 260, 280, 300");
    cr_expect_eq(gate_next(&gate, 300), UINT64_MAX);
}

/* An open gate gives the bits of the rule, a closed one those of before; in between no rounding leads beyond either. */
Test(gates, a_part_of_a_change_stays_within_it)
{
    const float below_one = nextafterf(1, 0);
    int n_open = 0, n_closed = 0, n_between = 0; /* that hold; an assertion for each would take its time */
    for (unsigned i = 0; i < 100000; i++) {
        float before = ldexpf((float)(i * 7919u % 99991u) + 1, (int)(i % 19) - 9),
              after = ldexpf((float)(i * 104729u % 99989u) + 1, (int)(i % 17) - 8);
        float part = through_gate(before, after, below_one);
        n_open += through_gate(before, after, 1) == after;
        n_closed += through_gate(before, after, 0) == before;
        n_between += part >= fminf(before, after) && part <= fmaxf(before, after);
    }
    cr_expect_eq(n_open, 100000);
    cr_expect_eq(n_closed, 100000);
    cr_expect_eq(n_between, 100000);
    cr_expect_eq(through_gate(2, 4, 0.25f), 2.5f);
}
