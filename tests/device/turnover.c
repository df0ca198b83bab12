/* Every turnover rule in a network whose weights STDP changes: device and reference agree on every synapse and state, bit for bit. */
#include "model/model.h"
#include "support/science.h"

#include <stdlib.h>
#include <string.h>

/* 16 model days, a quarter of a day per tick. Parameters are those with which something happens in that time. */
static char *network_of(const char *rule, const char *params, const char *formation)
{
    return textf("duration: 640 ms\npopulations:\n"
                 "  S: {model: poisson_generator, size: 37, params: {rate: 40 Hz}}\n"
                 "  T: {model: iaf_psc_exp, size: 29, params: {I_e: 500 pA}}\n"
                 "projections:\n  A:\n    source: S\n    target: T\n    connect: {bernoulli: 0.6}\n"
                 "    weight: {lognormal: {mu: 1.5, sigma: 1}, max: 90}\n    delay: 2 ms\n"
                 "    rule: {stdp: {lambda: 0.05}}\n"
                 "    structure:\n      tick: 10 ms\n      compression: 2160000\n      max_in_degree: 200\n"
                 "      weight: {lognormal: {mu: 0, sigma: 1}, max: 50}\n"
                 "%s      turnover: {%s: {%s}}\n",
                 formation, rule, params);
}

static const struct {
    const char *rule, *params;
} cases[] = {
    {"kesten", "w_unit: 40"},
    {"langevin", "w_unit: 40"},
    {"random", "hazard: 0.1 1/d"},
    {"spine", "w_unit: 40, h_c: 0.2 1/d, old: 0"},
    {"threshold", "theta: 3, patience: 1 d"},
    {"weak_first", "hazard: 0.1 1/d, w_half: 5, w_rest: 5, theta: 0.1 1/d, sigma2: 0.1 1/d"},
};

Test(turnover, every_rule_gives_the_same_on_the_device_and_in_the_reference, .timeout = 300)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = network_of(cases[i].rule, cases[i].params, "      formation: {rate: 1e-6 Hz}\n");
        must_validate(text);
        free(text);
    }
}

/* Without births. */
static void expect_losses(const char *rule, const char *params)
{
    struct trial t;
    uint64_t before = 0, after = 0;
    uint32_t *sources = NULL, *targets = NULL;
    char *text = network_of(rule, params, "");
    trial_open(&t, text, NULL);
    float *first = trial_weights(&t, "A", &before);
    trial_run(&t, -1);
    float *last = trial_synapses(&t, "A", &after, &sources, &targets);
    cr_log_info("%s: %llu synapses, then %llu", rule, (unsigned long long)before, (unsigned long long)after);
    cr_expect(after < before && after > 0, "%s: %llu synapses, then %llu", rule, (unsigned long long)before,
              (unsigned long long)after);
    free(first), free(last), free(sources), free(targets), free(text);
    trial_close(&t);
}

Test(turnover, every_rule_loses_synapses_there, .timeout = 300)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_losses(cases[i].rule, cases[i].params);
}
