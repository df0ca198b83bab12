#include "network/neuron_events.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { N = 20000 };

static void begin(struct tiny *t, struct neuron_event *events, size_t n)
{
    tiny_begin(t, N, 10, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    t->net.dt_ms = 0.1;
    t->populations[0].events = events;
    t->populations[0].n_events = n;
}

static uint32_t n_silent(const struct tiny *t, uint64_t stamp)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < N; i++)
        n += neuron_is_silent(&t->net, &t->populations[0], i, stamp);
    return n;
}

static double factor(const struct tiny *t, uint64_t stamp)
{
    return drive_factor(&t->net, &t->populations[0], 0, 5, stamp);
}

#define ALL .which = {.fraction = 1}

Test(neuron_events, silence_holds_from_the_next_step_until_neurons_are_restored)
{
    struct tiny t;
    struct neuron_event events[] = {{.kind = NEURON_SILENCE, .begin = 100, ALL},
                                    {.kind = NEURON_RESTORE, .begin = 200, ALL}};
    begin(&t, events, 2);
    cr_expect_eq(n_silent(&t, 100), 0);
    cr_expect_eq(n_silent(&t, 101), N);
    cr_expect_eq(n_silent(&t, 200), N);
    cr_expect_eq(n_silent(&t, 201), 0);
    cr_expect_eq(next_neuron_event(&t.net, 0), 100);
    cr_expect_eq(next_neuron_event(&t.net, 100), 200);
    cr_expect_eq(next_neuron_event(&t.net, 200), UINT64_MAX);
}

Test(neuron_events, a_fraction_does_not_depend_on_other_events)
{
    struct tiny t;
    struct neuron_event events[] = {{.kind = NEURON_RESTORE, .begin = 10, ALL},
                                    {.kind = NEURON_SILENCE, .begin = 100, .which = {.fraction = 0.3}}};
    begin(&t, events, 2);
    uint32_t n = n_silent(&t, 101), same = 0;
    cr_expect(n > 0.29 * N && n < 0.31 * N, "%u of %d; one standard deviation is 65", n, N);
    static bool with[N];
    for (uint32_t i = 0; i < N; i++)
        with[i] = neuron_is_silent(&t.net, &t.populations[0], i, 101);
    begin(&t, events + 1, 1);
    for (uint32_t i = 0; i < N; i++)
        same += with[i] == neuron_is_silent(&t.net, &t.populations[0], i, 101);
    cr_expect_eq(same, N);
}

Test(neuron_events, at_another_time_a_fraction_is_drawn_anew)
{
    struct tiny t;
    struct neuron_event events[] = {{.kind = NEURON_SILENCE, .begin = 100, .which = {.fraction = 0.5}},
                                    {.kind = NEURON_SILENCE, .begin = 200, .which = {.fraction = 0.5}}};
    begin(&t, events, 2);
    uint32_t n = n_silent(&t, 201);
    cr_expect(n > 0.735 * N && n < 0.765 * N, "%u of %d", n, N);
}

Test(neuron_events, applied_one_after_the_other_they_give_what_each_neuron_is)
{
    struct tiny t;
    static uint32_t silent[N];
    struct neuron_range range = {50, 10000};
    struct neuron_event events[] = {
        {.kind = NEURON_SILENCE, .begin = 10, .which = {.fraction = 0.5}},
        {.kind = NEURON_RESTORE, .begin = 10, .which = {.fraction = 0.2}},
        {.kind = NEURON_SILENCE, .begin = 70, .which = {.fraction = 0.1}},
        {.kind = NEURON_RESTORE, .begin = 80, .which = {.fraction = 0.9, .ranges = &range, .n_ranges = 1}}};
    begin(&t, events, 4);
    uint32_t n_different = 0;
    for (uint64_t step = 0; step < UINT64_MAX; step = next_neuron_event(&t.net, step)) {
        silence_apply(&t.net, &t.populations[0], step, silent);
        for (uint32_t i = 0; i < N; i++)
            n_different += silent[i] != neuron_is_silent(&t.net, &t.populations[0], i, step + 1);
    }
    cr_expect_eq(n_different, 0);
}

Test(neuron_events, a_rate_changes_in_strides_and_a_later_event_begins_where_it_has_got_to)
{
    struct tiny t;
    struct neuron_event events[] = {
        {.kind = NEURON_DRIVE, .begin = 1000, .over = 450, .factor = 0.1, .receptors = 1, ALL},
        {.kind = NEURON_DRIVE, .begin = 1300, .over = 0, .factor = 2, .receptors = 2, ALL},
        {.kind = NEURON_DRIVE, .begin = 1400, .over = 100, .factor = 1, .receptors = 1, ALL}};
    begin(&t, events, 3);
    const struct {
        uint64_t stamp;
        double factor;
    } wanted[] = {{1, 1},      {1000, 1},   {1001, 1},   {1100, 1},
                  {1101, 0.8}, {1201, 0.6}, {1400, 0.4}, /* 0.2 would come */
                  {1401, 0.4}, {1500, 0.4}, {1501, 1},   {9999, 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        cr_expect_float_eq(factor(&t, wanted[i].stamp), wanted[i].factor, 1e-12, "stamp %d: %g",
                           (int)wanted[i].stamp, factor(&t, wanted[i].stamp));
    cr_expect_eq(drive_factor(&t.net, &t.populations[0], 1, 5, 1301), 2, "of the other receptor");
    cr_expect_eq(drive_largest_factor(&t.populations[0], 1), 2);
}

/* Whatever the host is told, it must be told when anything changes: it writes rates at no other step. */
Test(neuron_events, every_change_of_a_rate_is_announced)
{
    struct tiny t;
    struct neuron_event events[] = {
        {.kind = NEURON_DRIVE, .begin = 0, .over = 250, .factor = 3, .receptors = 1, ALL},
        {.kind = NEURON_DRIVE,
         .begin = 0,
         .over = 120,
         .factor = 0,
         .receptors = 1,
         .which = {.fraction = 0.5}},
        {.kind = NEURON_DRIVE, .begin = 333, .over = 301, .factor = 0.5, .receptors = 1, ALL}};
    begin(&t, events, 3);
    for (uint32_t i = 0; i < 40; i++)
        for (uint64_t step = 1, next = 0; step < 900; step++) {
            const struct population *p = &t.populations[0];
            next = next_neuron_event(&t.net, step - 1);
            bool differs = drive_factor(&t.net, p, 0, i, step) != drive_factor(&t.net, p, 0, i, step + 1);
            cr_assert(!differs || (drives_change(&t.net, p, step) && next == step), "neuron %u, step %d", i,
                      (int)step);
        }
}

/* ---- selections ---- */

Test(selection, of_ranges_joins_those_that_overlap)
{
    struct tiny t;
    begin(&t, NULL, 0);
    struct neuron_range *ranges = malloc(4 * sizeof *ranges);
    ranges[0] = (struct neuron_range){30, 40};
    ranges[1] = (struct neuron_range){7, 7};
    ranges[2] = (struct neuron_range){35, 50};
    ranges[3] = (struct neuron_range){32, 33};
    struct selection s = {.ranges = ranges, .n_ranges = 4, .fraction = 1};
    selection_sort(&s);
    cr_expect_eq(s.n_ranges, 2);
    for (uint32_t i = 0; i < 60; i++)
        cr_expect_eq(selection_has(&s, &t.populations[0], 1, 0, i), i == 7 || (i >= 30 && i <= 50), "%u", i);
    selection_free(&s);
}

Test(selection, of_a_ring_joins_periodic_sides)
{
    struct tiny t;
    tiny_begin(&t, 100, 1, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    struct population *p = &t.populations[0];
    float positions[300] = {0};
    for (uint32_t i = 0; i < 100; i++)
        positions[3 * i] = 10.0f * (float)i;
    p->positions = positions;
    p->period[0] = 1000;
    struct selection s = {.in_sphere = true, .inner_um = 10, .radius_um = 30, .fraction = 1};
    for (uint32_t i = 0; i < 100; i++)
        cr_expect_eq(selection_has(&s, p, 1, 0, i), (i >= 1 && i <= 3) || i >= 97, "%u", i);
    cr_expect(selection_has(&s, p, 1, 0, 99) && !selection_has(&s, p, 1, 0, 0));
    p->period[0] = 0;
    cr_expect(!selection_has(&s, p, 1, 0, 99));
    p->positions = NULL;
}
