/* Rules against their own worked examples, and against the golden vectors of science/synaptic.md 0.5. */
#include "models.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double g1_pre[] = {1, 5, 6, 7, 9, 11, 12, 13}, g1_post[] = {2, 3, 4, 8, 9, 10, 12};
static const double g2_pre[] = {10, 14, 17, 30, 31, 55, 80, 81.5},
                    g2_post[] = {12, 20, 22, 33, 40, 60, 62, 79};

static const struct model_set *set_named(const struct model *rule, const char *name)
{
    size_t i = 0;
    while (i < rule->n_sets && strcmp(rule->sets[i].name, name) != 0)
        i++;
    cr_assert_lt(i, rule->n_sets, "rule '%s' has no set '%s'", rule->name, name);
    return &rule->sets[i];
}

/* The calcium rule is read out at a tick; the efficacy begins at 1/2, its noise and its drift are off. */
static double calcium_after(const char *set, int train, enum precision precision)
{
    double params[MODEL_MAX_PARAMS];
    const struct model *rule = model_named(MODEL_RULE, "calcium");
    for (size_t i = 0; i < rule->n_params; i++)
        params[i] = model_standard(rule, set_named(rule, set), i);
    params[model_find_param(rule, "sigma")] = params[model_find_param(rule, "bistable")] = 0;
    double step = params[model_find_param(rule, "b")] - 1;
    struct synapse_run run = {.rule = rule,
                              .params = params,
                              .pre_ms = train == 1 ? g1_pre : g2_pre,
                              .post_ms = train == 1 ? g1_post : g2_post,
                              .n_pre = 8,
                              .n_post = train == 1 ? 7 : 8,
                              .weight = 1 + 0.5 * step,
                              .read_ms = 1000};
    return (synapse_weight(&run, precision) - 1) / step;
}

Test(rules, calcium_moves_the_efficacy_as_the_golden_vectors_say)
{
    static const char *const sets[] = {"DP", "cortical_slices"};
    static const double want[2][2] = {{0.521087143795, 0.532712791025}, {0.527147976572, 0.542772754422}};
    for (int s = 0; s < 2; s++)
        for (int train = 1; train <= 2; train++) {
            double exact = calcium_after(sets[s], train, DOUBLE),
                   single = calcium_after(sets[s], train, SINGLE);
            cr_expect(fabs(exact - want[s][train - 1]) < 2e-7, "%s, G%d: %.12f, not %.12f", sets[s], train,
                      exact, want[s][train - 1]);
            cr_expect(fabs(single - want[s][train - 1]) < 2e-7 + 17 * ldexp(1.0, -24),
                      "%s, G%d: %.9f, not %.9f", sets[s], train, single, want[s][train - 1]);
        }
}

struct golden {
    const char *rule;
    double shift_ms, g1, g2; /* NAN: no value given */
    double mu;
    const char *set; /* of the rule's parameter sets; NULL: as given below */
};

static double first_weight(const struct golden *g)
{
    return strcmp(g->rule, "stdp_pl") == 0 ? 45.0 : strncmp(g->rule, "stdp_triplet", 12) == 0 ? 1.0 : 0.5;
}

/* The weight after G1 or G2 with the parameters of 0.5. */
static double golden_weight(const struct golden *g, int train, enum precision precision)
{
    double params[MODEL_MAX_PARAMS];
    const struct model *rule = model_named(MODEL_RULE, g->rule);
    struct synapse_run run = {
        .rule = rule, .params = params, .post_shift_ms = g->shift_ms, .weight = first_weight(g)};
    if (strcmp(g->rule, "stdp_pl") == 0) {
        params_of(rule, params, "tau_plus", 15.0, "tau_minus", 30.0, "lambda", 0.1, "alpha", 0.0513, "mu",
                  0.4, NULL);
    } else if (g->set) {
        for (size_t i = 0; i < rule->n_params; i++)
            params[i] = model_standard(rule, set_named(rule, g->set), i);
    } else if (strcmp(g->rule, "vogels_sprekeler") == 0) {
        params_of(rule, params, "tau", 20.0, "eta", 0.001, "alpha", 0.2, "w_max", 1.0, NULL);
    } else if (strcmp(g->rule, "stdp_triplet_sliding") == 0) {
        params_of(rule, params, "nu_start", 9.0, NULL);
    } else if (strcmp(g->rule, "stdp_van_rossum") == 0) {
        params_of(rule, params, "tau_plus", 16.8, "tau_minus", 33.7, "c_p", 0.01, "c_d", 0.0085, "w_max", 1.0,
                  NULL);
    } else {
        params_of(rule, params, "tau_plus", 16.8, "tau_minus", 33.7, "lambda", 0.01, "alpha", 0.85, "mu_plus",
                  g->mu, "mu_minus", g->mu, "w_max", 1.0, NULL);
    }
    run.pre_ms = train == 1 ? g1_pre : g2_pre;
    run.post_ms = train == 1 ? g1_post : g2_post;
    run.n_pre = 8;
    run.n_post = train == 1 ? 7 : 8;
    return synapse_weight(&run, precision);
}

static const struct golden golden[] = {
    {"stdp", 0.0, 0.437694353656, 0.499663821284, 0.0, NULL},
    {"stdp", 0.1, 0.455838994466, 0.498583414382, 0.0, NULL},
    {"stdp", 1.0, 0.473348995375, 0.497500145056, 0.0, NULL},
    {"stdp", 0.0, 0.468617749057, 0.497428979842, 1.0, NULL},
    {"stdp", 0.1, 0.479485856760, 0.496947466865, 1.0, NULL},
    {"stdp", 1.0, 0.486898435374, 0.496976733118, 1.0, NULL},
    {"stdp", 0.0, 0.438536440126, 0.499471982906, 0.02, NULL},
    {"stdp_van_rossum", 0.0, 0.542217741212, 0.553846140712, 0.0, NULL},
    {"stdp_pl", 0.0, 46.200683042299, 46.953854442695, 0.0, NULL},
    {"stdp_pl", 1.0, 47.313000837839, 46.763635258492, 0.0, NULL},
    {"stdp_nn_symm", 0.1, 0.508148715613, 0.505192819931, 0.0, NULL},
    {"stdp_nn_restr", 0.1, 0.505509727228, 0.504850311177, 0.0, NULL},
    {"stdp_triplet", 0.0, 1.243377842867, 1.097368244578, 0.0, "visual_cortex_minimal"},
    {"stdp_triplet", 0.0, 1.199563275032, 1.081764804368, 0.0, "visual_cortex_full"},
    {"stdp_triplet", 0.0, 1.495230891844, 1.193053567132, 0.0, "hippocampal_minimal"},
    {"stdp_triplet_nn", 0.0, 1.207302181263, 1.142358796725, 0.0, "visual_cortex_minimal"},
    {"stdp_triplet_nn", 0.0, 1.211637503987, 1.143953965374, 0.0, "visual_cortex_full"},
    {"stdp_triplet_nn", 0.0, 1.057057906072, 1.043539248524, 0.0, "hippocampal_full"},
    {"vogels_sprekeler", 0.0, 0.541846695982, 0.522297573974, 0.0, NULL},
    /* This project's own: sums over all earlier spikes, by hand. nu_bar 9 Hz at the start, tau_hom 10 s. */
    {"stdp_triplet_sliding", 0.0, 1.131765705087, 1.040892102928, 0.0, NULL},
};
enum { N_GOLDEN = sizeof golden / sizeof *golden };

Test(rules, equations_give_the_golden_vectors_in_double)
{
    for (size_t i = 0; i < N_GOLDEN; i++)
        for (int train = 1; train <= 2; train++) {
            double want = train == 1 ? golden[i].g1 : golden[i].g2;
            double got = golden_weight(&golden[i], train, DOUBLE);
            /* Literals of the snippets are floats, but only 0, 0.5 and 1 occur in rules: nothing is lost. */
            cr_expect(fabs(got - want) < 1e-10, "%s, d %g, mu %g, G%d: %.12f, not %.12f", golden[i].rule,
                      golden[i].shift_ms, golden[i].mu, train, got, want);
        }
}

Test(rules, single_precision_stays_close_to_the_golden_vectors)
{
    for (size_t i = 0; i < N_GOLDEN; i++)
        for (int train = 1; train <= 2; train++) {
            double want = train == 1 ? golden[i].g1 : golden[i].g2;
            double got = golden_weight(&golden[i], train, SINGLE);
            double start = first_weight(&golden[i]);
            /* 15 events, each rounding the weight once to half a unit in its last place, 2^-25 of it. */
            cr_expect(fabs(got - want) < 15 * start * ldexp(1.0, -25) + 3e-6 * fabs(want - start),
                      "%s, d %g, mu %g, G%d: %.9f, not %.9f", golden[i].rule, golden[i].shift_ms,
                      golden[i].mu, train, got, want);
        }
}

/* Every post spike pairs with all pre spikes since the post spike before it; every pre spike with the latest post spike. Plain sums over pairs. */
static double pre_centered_by_pairs(const double *pre, size_t n_pre, const double *post, size_t n_post,
                                    double shift)
{
    double w = 0.5;
    for (size_t j = 0; j < n_post; j++)
        for (size_t i = 0; i < n_pre; i++) {
            bool since_previous = j == 0 || pre[i] >= post[j - 1] + shift;
            if (since_previous && pre[i] < post[j] + shift)
                w += 0.01 * exp((pre[i] - post[j] - shift) / 16.8);
        }
    for (size_t i = 0; i < n_pre; i++) {
        double latest = -HUGE_VAL;
        for (size_t j = 0; j < n_post && post[j] + shift < pre[i]; j++)
            latest = post[j] + shift;
        w -= 0.01 * 0.85 * exp((latest - pre[i]) / 33.7);
    }
    return w;
}

Test(rules, pre_centered_pairs_each_pre_spike_with_the_next_post_spike)
{
    static const double shifts[] = {0.0, 0.1, 1.0};
    for (size_t i = 0; i < 3; i++) {
        struct golden g = {"stdp_nn_pre_centered", shifts[i], 0, 0, 0.0, NULL};
        double g1 = pre_centered_by_pairs(g1_pre, 8, g1_post, 7, shifts[i]);
        double g2 = pre_centered_by_pairs(g2_pre, 8, g2_post, 8, shifts[i]);
        cr_expect(fabs(golden_weight(&g, 1, DOUBLE) - g1) < 1e-12, "d %g, G1: %.12f, not %.12f", shifts[i],
                  golden_weight(&g, 1, DOUBLE), g1);
        cr_expect(fabs(golden_weight(&g, 2, DOUBLE) - g2) < 1e-12, "d %g, G2: %.12f, not %.12f", shifts[i],
                  golden_weight(&g, 2, DOUBLE), g2);
    }
}

Test(rules, schemes_differ_where_they_should)
{
    double weights[4];
    static const char *const names[] = {"stdp", "stdp_nn_symm", "stdp_nn_restr", "stdp_nn_pre_centered"};
    for (int i = 0; i < 4; i++)
        weights[i] = golden_weight(&(struct golden){names[i], 0.1, 0, 0, 0.0, NULL}, 2, DOUBLE);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++)
            cr_expect(fabs(weights[i] - weights[j]) > 1e-4, "%s and %s agree on G2", names[i], names[j]);
}

/* 9.1: eligibility and weight after G1, with dopamine at 1013 ms, read at 4000 ms, unclipped. */
Test(rules, dopamine_after_the_golden_trains)
{
    double params[MODEL_MAX_PARAMS], at = 1013;
    const struct model *rule = model_named(MODEL_RULE, "stdp_dopamine");
    struct synapse_run run = {.rule = rule,
                              .params = params,
                              .pre_ms = g1_pre,
                              .post_ms = g1_post,
                              .n_pre = 8,
                              .n_post = 7,
                              .read_ms = 4000,
                              .reward_ms = &at,
                              .n_rewards = 1,
                              .reward = 0.005};
    params_of(rule, params, "Wmin", -100.0, "Wmax", 100.0, NULL);
    double tau_s = 1000.0 * 200 / 1200, twice = synapse_weight(&run, DOUBLE),
           once = synapse_weight(&run, SINGLE);
    double want = -19.989639475 * exp(-1) * 0.005 * tau_s * -expm1(-2987 / tau_s);
    cr_expect(fabs(twice - want) < 1e-9, "%.12f, not %.12f", twice, want);
    cr_expect(fabs(twice - -6.128147732) < 5e-7, "%.12f", twice);
    cr_expect(fabs(once - twice) < 3e-6 * fabs(want), "single %.12f, double %.12f", once, twice);
}

/* A target that is more or less surprised in each step, under the first golden train; integrated step by step. */
Test(rules, policy_gradient_of_the_golden_train_step_by_step)
{
    enum { STEPS = 400 };
    double params[MODEL_MAX_PARAMS], at[STEPS], marks[STEPS], reward_ms = 700, e = 0, x = 0;
    const struct model *rule = model_named(MODEL_RULE, "r_max");
    for (int k = 0, next = 0; k < STEPS; k++) {
        at[k] = 0.1 * (k + 1);
        marks[k] = (k % 37 == 20) - 0.02 * (1 + sin(0.1 * k));
        e = e * exp(-0.1 / 500) + marks[k] * (x *= exp(-0.1 / 20));
        if (next < 8 && fabs(g1_pre[next] - at[k]) < 1e-9)
            x += 1, next++;
    }
    struct synapse_run run = {.rule = rule,
                              .params = params,
                              .pre_ms = g1_pre,
                              .post_ms = at,
                              .n_pre = 8,
                              .n_post = STEPS,
                              .reward_ms = &reward_ms,
                              .n_rewards = 1,
                              .reward = 0.5,
                              .marks = marks};
    params_of(rule, params, "lambda", 1.0, "Wmin", -100.0, "Wmax", 100.0, NULL);
    double want = 0.5 * e * exp(-660.0 / 500), twice = synapse_weight(&run, DOUBLE),
           once = synapse_weight(&run, SINGLE);
    cr_expect(fabs(want) > 0.1 && fabs(twice - want) < 1e-10, "%.12f, not %.12f", twice, want);
    cr_expect(fabs(once - want) < 3e-6 * fabs(want), "single %.12f, not %.12f", once, want);
}

/* The depolarised target of the first golden train, integrated step by step: clopath gathers what its target leaves, over 5 ms. */
Test(rules, voltage_of_the_golden_train_step_by_step)
{
    enum { STEPS = 400 };
    double params[MODEL_MAX_PARAMS], at[STEPS], marks[STEPS], depressed = 7, x = 0, want = 0.5;
    const struct model *rule = model_named(MODEL_RULE, "clopath");
    for (int k = 0, next = 0; k < STEPS; k++) {
        at[k] = 0.1 * (k + 1);
        marks[k] = k % 37 < 20 ? 100 * (1 + sin(0.1 * k)) : 0;
        want += 8e-5 * marks[k] * (0.1 / 15) * (x *= exp(-0.1 / 15));
        if (next < 8 && fabs(g1_pre[next] - at[k]) < 1e-9) {
            want -= 14e-5 * depressed;
            x += 1, next++;
        }
    }
    struct synapse_run run = {.rule = rule,
                              .params = params,
                              .pre_ms = g1_pre,
                              .post_ms = at,
                              .n_pre = 8,
                              .n_post = STEPS,
                              .weight = 0.5,
                              .read_ms = 40,
                              .marks = marks,
                              .reads = &depressed};
    params_of(rule, params, NULL);
    double twice = synapse_weight(&run, DOUBLE), once = synapse_weight(&run, SINGLE);
    cr_expect(fabs(want - 0.5) > 0.01 && fabs(twice - want) < 1e-10, "%.12f, not %.12f", twice, want);
    /* 8 arrivals, and 8 marks: each rounds the weight by half a unit of 2^-24 at most. */
    cr_expect(fabs(once - want) < 16 * ldexp(1.0, -25) + 3e-6 * fabs(want - 0.5), "single %.12f, not %.12f",
              once, want);
}

static void check_examples(const struct model *rule, enum precision precision)
{
    for (size_t i = 0; i < rule->n_examples; i++) {
        const struct model_example *e = &rule->examples[i];
        double marks[16];
        cr_assert_leq(e->n_marks, sizeof marks / sizeof *marks);
        for (size_t k = 0; k < e->n_marks; k++)
            marks[k] = e->mark;
        struct synapse_run run = {.rule = rule,
                                  .params = e->params,
                                  .pre_ms = e->pre_ms,
                                  .n_pre = e->n_pre,
                                  .post_ms = rule->on_mark ? e->mark_ms : e->post_ms,
                                  .n_post = rule->on_mark ? e->n_marks : e->n_post,
                                  .weight = e->weight,
                                  .read_ms = e->read_at_ms,
                                  .reward_ms = e->reward_ms,
                                  .n_rewards = e->n_rewards,
                                  .reward = e->reward,
                                  .marks = rule->on_mark ? marks : NULL,
                                  .reads = e->reads};
        double got = synapse_weight(&run, precision);
        cr_expect(fabs(got - e->expect) <= e->within, "%s, example %zu (%s): %.9g, not %.9g", rule->name,
                  i + 1, e->why, got, e->expect);
    }
}

Test(rules, every_declared_example_holds)
{
    static const char *const names[] = {"bcm",
                                        "calcium",
                                        "clopath",
                                        "heterosynaptic",
                                        "normalization",
                                        "orchestrated",
                                        "orchestrated_sliding",
                                        "r_max",
                                        "r_stdp",
                                        "static",
                                        "stdp",
                                        "stdp_dopamine",
                                        "stdp_nn_pre_centered",
                                        "stdp_nn_restr",
                                        "stdp_nn_symm",
                                        "stdp_pl",
                                        "stdp_triplet",
                                        "stdp_triplet_nn",
                                        "stdp_triplet_sliding",
                                        "stdp_van_rossum",
                                        "tagging",
                                        "vogels_sprekeler"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct model *rule = model_named(MODEL_RULE, names[i]);
        cr_expect(rule->n_examples > 0, "%s has no example", names[i]);
        check_examples(rule, SINGLE);
        check_examples(rule, DOUBLE);
    }
}

Test(rules, weights_stay_inside_their_bounds)
{
    double params[MODEL_MAX_PARAMS], pre[200], post[200];
    const struct model *rule = model_named(MODEL_RULE, "stdp");
    params_of(rule, params, "lambda", 0.9, "mu_plus", 0.0, "mu_minus", 0.0, NULL);
    for (int i = 0; i < 200; i++) {
        pre[i] = 10.0 * i + 10.0;
        post[i] = pre[i] + (i < 100 ? 1.0 : -1.0);
    }
    struct synapse_run run = {.rule = rule,
                              .params = params,
                              .pre_ms = pre,
                              .post_ms = post,
                              .n_pre = 100,
                              .n_post = 100,
                              .weight = 50.0};
    cr_expect_eq(synapse_weight(&run, SINGLE), 100.0, "only potentiation ends at w_max");
    run.pre_ms += 100;
    run.post_ms += 100;
    cr_expect_eq(synapse_weight(&run, SINGLE), 0.0, "only depression ends at 0");
}

extern const struct rule_entry_double rule_double_orchestrated;

static void orchestrated_values(double *values)
{
    double params[MODEL_MAX_PARAMS];
    const struct model *rule = model_named(MODEL_RULE, "orchestrated");
    params_of(rule, params, NULL);
    for (size_t k = 0; k < rule->n_values; k++)
        values[k] = model_value(rule, k, params, 0.1);
}

/* T7.4a of science/synaptic.md. */
Test(rules, orchestrated_plasticity_makes_the_step_of_the_paper)
{
    double values[MODEL_MAX_VALUES], reference = 0.1, sees[SEES_N] = {0.5, 0.6, 0.4};
    orchestrated_values(values);
    double step = rule_double_orchestrated.on_post_spike(0.3, &reference, sees, values) - 0.3;
    cr_expect_float_eq(step, 1e-3 * 0.2 - 0.05 * 0.216 * 0.2, 1e-12, "%.9g", step);
}

/* T7.4b: with w = w_tilde, 0 and w_P = 0.5 are stable, and half of it is not. */
Test(rules, the_reference_weight_has_two_stable_points)
{
    static const double below[] = {0.001, 0.24, 0.51}, above[] = {-0.001, 0.26, 0.49},
                        still[] = {0, 0.25, 0.5};
    double values[MODEL_MAX_VALUES], sees[SEES_N] = {0};
    orchestrated_values(values);
    for (size_t i = 0; i < 3; i++) {
        double down = below[i], up = above[i], none = still[i];
        rule_double_orchestrated.on_tick(down, &down, sees, values);
        rule_double_orchestrated.on_tick(up, &up, sees, values);
        rule_double_orchestrated.on_tick(none, &none, sees, values);
        cr_expect_lt(down, below[i], "%g does not fall", below[i]);
        cr_expect_gt(up, above[i], "%g does not rise", above[i]);
        cr_expect_float_eq(none, still[i], 1e-15, "%g does not stay", still[i]);
    }
}
