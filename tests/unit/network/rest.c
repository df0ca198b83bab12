#include "network/rest.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static void begin(struct tiny *t, const struct rest *rests, size_t n)
{
    tiny_begin(t, 3, 2, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    for (size_t k = 0; k < n; k++)
        cr_assert_eq(rest_add(&t->net, rests[k], NULL), ENGRAM_OK);
}

Test(rest, holds_from_the_next_step_to_its_end)
{
    struct tiny t;
    begin(&t, (struct rest[]){{100, 200}}, 1);
    cr_expect_null(rest_after(&t.net, 99));
    cr_expect_not_null(rest_after(&t.net, 100));
    cr_expect_not_null(rest_after(&t.net, 199));
    cr_expect_null(rest_after(&t.net, 200));
    cr_expect(!neuron_is_silent(&t.net, &t.populations[0], 1, 100));
    cr_expect(neuron_is_silent(&t.net, &t.populations[0], 1, 101));
    cr_expect(neuron_is_silent(&t.net, &t.populations[0], 1, 200));
    cr_expect(!neuron_is_silent(&t.net, &t.populations[0], 1, 201));
    cr_expect_eq(next_neuron_event(&t.net, 0), 100);
    cr_expect_eq(next_neuron_event(&t.net, 100), 200);
    cr_expect_eq(next_neuron_event(&t.net, 200), UINT64_MAX);
    free(t.net.rests);
}

Test(rest, those_that_overlap_or_touch_become_one)
{
    struct tiny t;
    begin(&t, (struct rest[]){{700, 800}, {100, 200}, {300, 400}, {500, 600}, {200, 310}, {350, 450}}, 6);
    cr_assert_eq(t.net.n_rests, 3);
    cr_expect(t.net.rests[0].begin == 100 && t.net.rests[0].end == 450);
    cr_expect(t.net.rests[1].begin == 500 && t.net.rests[1].end == 600);
    cr_expect(t.net.rests[2].begin == 700 && t.net.rests[2].end == 800);
    cr_expect_eq(rest_awake_steps(&t.net, 0, 1000), 1000 - 350 - 100 - 100);
    cr_expect_eq(rest_awake_steps(&t.net, 150, 550), 50);
    cr_expect_eq(rest_next_change(&t.net, 450), 500);
    free(t.net.rests);
}

Test(rest, a_neuron_that_was_silent_before_stays_so_afterwards)
{
    struct tiny t;
    struct neuron_event silence = {.kind = NEURON_SILENCE, .begin = 50, .which = {.fraction = 1}};
    uint32_t words[3] = {0};
    begin(&t, (struct rest[]){{100, 200}}, 1);
    t.populations[0].events = &silence;
    t.populations[0].n_events = 1;
    for (uint64_t step = 50; step <= 200; step += 50) {
        silence_apply(&t.net, &t.populations[0], step, words);
        cr_expect_eq(words[2] != 0, neuron_is_silent(&t.net, &t.populations[0], 2, step + 1));
        cr_expect_neq(words[2] & NEURON_IS_SILENCED, 0);
    }
    cr_expect_eq(words[2] & NEURON_IS_RESTING, 0);
    free(t.net.rests);
}
