/* Which built-in rules may act on the same synapses, and what is said of the others. */
#include "models.h"

#include <stdlib.h>
#include <string.h>

/* Of a rule that acts alone: why. Of the others, NULL. */
static const char *alone(const char *rule)
{
    static const char *const reasons[][2] = {
        {"clopath", "'clopath' reads states of target neurons"},
        {"r_max", "'r_max' learns of rewards"},
        {"r_stdp", "'r_stdp' learns of rewards"},
        {"static", "'static' changes nothing"},
        {"stdp_dopamine", "'stdp_dopamine' learns of rewards"},
        {"tagging", "'tagging' acts alone: its weight follows from its columns"},
        {"tagtric", "'tagtric' acts alone: its late phase is what its weight has beyond the tag"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(reasons[i][0], rule) == 0)
            return reasons[i][1];
    return NULL;
}

static size_t post_traces(const struct model *rule)
{
    return rule->n_traces - rule->n_pre_traces;
}

/* What is said of a pair that cannot be, or NULL. */
static const char *expected(const struct model *first, const struct model *second)
{
    if (first == second && !alone(first->name))
        return "is there twice";
    if (alone(first->name) || alone(second->name))
        return alone(first->name) ? alone(first->name) : alone(second->name);
    if (first->on_tick && second->measures)
        return "measures before any weight changes at a tick, so before";
    if (post_traces(first) + post_traces(second) > 4)
        return "its parts have more than 4 post traces together";
    return NULL;
}

Test(compose, each_pair_of_rules_acts_together_or_it_is_said_why_not)
{
    struct registry *registry = NULL;
    engram_status *status = engram_status_create();
    const struct model *pair[2], *both = NULL;
    size_t n_composed = 0;
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    for (size_t i = 0; (pair[0] = registry_at(registry, MODEL_RULE, i)); i++)
        for (size_t k = 0; (pair[1] = registry_at(registry, MODEL_RULE, k)); k++) {
            const char *why = expected(pair[0], pair[1]), *names[] = {pair[0]->name, pair[1]->name};
            engram_code code = registry_compose(registry, pair, 2, &both, status);
            n_composed += code == ENGRAM_OK;
            if (!why)
                cr_expect_eq(code, ENGRAM_OK, "[%s, %s]: %s", names[0], names[1], engram_status_why(status));
            else
                cr_expect(code == ENGRAM_E_USAGE && strstr(engram_status_why(status), why),
                          "[%s, %s]: %s, not %s", names[0], names[1],
                          code ? engram_status_why(status) : "composed", why);
        }
    cr_expect_gt(n_composed, 200, "only %zu pairs", n_composed);
    registry_free(registry);
    engram_status_free(status);
}

/* PoCL has a macro of that name, which bcm needs for itself. */
Test(compose, a_name_may_be_that_of_a_function_of_opencl)
{
    struct registry *registry = NULL;
    engram_status *status = engram_status_create();
    const struct model *both = NULL;
    char *text = NULL;
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    const struct model *pair[] = {registry_find(registry, MODEL_RULE, "calcium"),
                                  registry_find(registry, MODEL_RULE, "bcm")};
    cr_assert_eq(registry_compose(registry, pair, 2, &both, status), ENGRAM_OK);
    cr_assert_eq(assemble_reference(both, &text, status), ENGRAM_OK);
    cr_expect(strstr(text, "\n#undef step\n#define step bcm__step\n"));
    free(text);
    registry_free(registry);
    engram_status_free(status);
}
