/* Several rules on the same synapses: in their order, each with names of its own, within the bounds of all. */
#include "support/science.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One arrival at 2 ms, a post spike at 4 ms, an arrival at 6 ms. */
static char *experiment(const char *rules)
{
    return textf("dt: 0.1 ms\nduration: 8 ms\n"
                 "rules: [" ENGRAM_SOURCE_DIR "/tests/device/rules/adds.h, " ENGRAM_SOURCE_DIR
                 "/tests/device/rules/gathers.h, " ENGRAM_SOURCE_DIR "/tests/device/rules/multiplies.h]\n"
                 "populations:\n  a: {model: spike_generator, size: 1, spike_times: [1, 5]}\n"
                 "  b: {model: spike_generator, size: 1, spike_times: [4]}\n"
                 "projections:\n  p: {source: a, target: b, connect: one_to_one, weight: 3, delay: 1 ms, "
                 "dendritic_delay: 0 ms, rule: %s}\n",
                 rules);
}

static double weight_after(const char *rules)
{
    struct trial t;
    uint64_t n = 0;
    char *text = experiment(rules);
    must_validate(text);
    trial_whole(&t, text);
    float *weights = trial_weights(&t, "p", &n);
    double weight = (double)weights[0];
    free(weights);
    trial_close(&t);
    free(text);
    return weight;
}

Test(composition, rules_act_in_their_order)
{
    cr_expect_eq(weight_after("[adds, multiplies]"), 20, "(((3 + 1) 2) + 1 + 1) 2");
    cr_expect_eq(weight_after("[multiplies, adds]"), 17, "((3 2) + 1 + 1) 2 + 1");
    cr_expect_eq(weight_after("[{adds: {step: 5}}, {multiplies: {step: 1}}]"), 18, "3 + 5 + 5 + 5");
    cr_expect_eq(weight_after("[adds]"), 6, "a list of one is that one");
}

Test(composition, the_bounds_of_all_hold_after_each)
{
    cr_expect_eq(weight_after("[{adds: {step: 60}}, {multiplies: {step: 0.5}}]"), 25,
                 "50, which is halved; 50; 50, halved");
    cr_expect_eq(weight_after("[{multiplies: {w_max: 50}}, {adds: {w_max: 7}}]"), 7);
}

/* The one rule that measures sees what the others have left, and what it keeps of the target is its own. */
Test(composition, one_of_them_measures)
{
    cr_expect_eq(weight_after("[multiplies, gathers, adds]"), 43,
                 "3 2 + 1; + 1; at the tick 2 + 10 that the target has, and the sum 1; 21 2 + 1");
}

/* A state of each rule: [adds, multiplies] begin with 0 and 10, and count three and two events. */
Test(composition, columns_of_the_same_name_are_two)
{
    static const char *const counts[] = {"adds__seen: [3, 3], multiplies__seen: [12, 12]",
                                         "adds__seen: [2, 2]", "multiplies__seen: [13, 13]"};
    static const double expected[] = {1, 0, 0};
    for (int i = 0; i < 3; i++) {
        char *base = experiment("[adds, multiplies]"),
             *text = textf("%smeasures: {n: {synapses: {projection: p, where: {%s}}}}\n", base, counts[i]);
        struct trial t;
        const engram_number *number = NULL;
        size_t n = 0;
        trial_open(&t, text, NULL);
        trial_run(&t, -1);
        cr_assert_eq(engram_simulation_finish(t.sim, t.status), ENGRAM_OK, "%s",
                     engram_status_what(t.status));
        cr_assert_eq(engram_simulation_numbers(t.sim, &number, &n, t.status), ENGRAM_OK);
        cr_expect_eq(number[0].value, expected[i], "%s", counts[i]);
        trial_close(&t);
        free(base);
        free(text);
    }
}

/* What a compiler finds is at the author's line and column, whatever stands around the text. */
Test(composition, compilers_point_at_the_line_of_the_part)
{
    char path[] = "/tmp/engram-rule-XXXXXX.h", line[256];
    int descriptor = mkstemps(path, 2);
    FILE *from = fopen(ENGRAM_SOURCE_DIR "/tests/device/rules/multiplies.h", "rb"),
         *to = fdopen(descriptor, "wb");
    cr_assert(from && to);
    while (fgets(line, sizeof line, from)) {
        char *at = strstr(line, "* p.step");
        if (strncmp(line, "rule:", 5) == 0)
            fputs("rule:    broken\n", to);
        else if (at)
            fprintf(to, "%.*s* p.step +* 1%s", (int)(at - line), line, at + strlen("* p.step"));
        else
            fputs(line, to);
    }
    fclose(from);
    fclose(to);
    char *good = experiment("[adds, broken]"), *comma = strstr(good, "adds.h, "),
         *text = textf("%.*sadds.h, %s%s", (int)(comma - good), good, path, strchr(comma + 8, ']'));
    engram_status *status = engram_status_create();
    engram_experiment *e = NULL;
    engram_simulation *sim = NULL;
    engram_code code = engram_experiment_parse("composition", text, &e, status);
    cr_assert_eq(code, ENGRAM_OK, "%s", engram_status_what(status));
    cr_expect_neq(engram_simulation_create(e, NULL, &sim, status), ENGRAM_OK);
    char *where = textf("%s:21:", path);
    cr_expect(strstr(engram_status_where(status), where), "%s: %s, not %s", engram_status_what(status),
              engram_status_where(status), where);
    engram_experiment_free(e);
    engram_status_free(status);
    unlink(path);
    free(where), free(good), free(text);
}
