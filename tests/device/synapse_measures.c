/* Numbers of synapses that come and go, held against the synapses that the simulation shows at the same times. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Plastic, so that what has not been applied yet matters; with more synapses than pairs, so that some are alike; a tenth of them dies at every tick, and as many are born. */
static const char NETWORK[] =
    "duration: 200 ms\n"
    "seed: 5\n"
    "populations:\n"
    "  P: {model: poisson_generator, size: 12, params: {rate: 100 Hz}}\n"
    "  E: {model: iaf_psc_exp, size: 20, poisson: {exc: {rate: 9 kHz, weight: 60}}}\n"
    "projections:\n"
    "  PE: {source: P, target: E, connect: {fixed_indegree: 9}, weight: {lognormal: {mu: 4, sigma: 0.5}, "
    "max: 300},\n"
    "       delay: 1 ms, rule: {stdp: {lambda: 0.1, w_max: 300 pA}}, structure: {tick: 10 ms, compression: "
    "63e6,\n"
    "       turnover: {weak_first: {hazard: 5 1/y, w_half: 60 pA, w_rest: 60 pA, sigma2: 1 1/y, w_max: "
    "300}},\n"
    "       formation: {rate: 0.8e-6 Hz, excess: 6, excess_tau: 0.08 y}}}\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 4}, weight: 10, delay: 1 ms}\n"
    "record: {spikes: none, rates: 0 ms, weights: none}\n";

/* Weights change between ticks too: 130 ms is one, 137 ms is not. */
static const double TIMES[] = {0, 37, 130, 137, 200};
enum { N_TIMES = 5, N_P = 12, N_E = 20 };

/* PE as it was at some time. */
struct view {
    uint64_t n;
    uint32_t *source, *target;
    float *weight;
};

static void open_with(struct trial *t, const char *measures)
{
    char *text = textf("%smeasures:\n%s", NETWORK, measures);
    trial_open(t, text, NULL);
    free(text);
}

/* Run to the end, and look at PE at each of TIMES. */
static void view_all(struct trial *t, struct view *views)
{
    double now = 0;
    for (int i = 0; i < N_TIMES; i++) {
        trial_run(t, TIMES[i] - now);
        now = TIMES[i];
        views[i].weight = trial_synapses(t, "PE", &views[i].n, &views[i].source, &views[i].target);
    }
}

static void views_free(struct view *views)
{
    for (int i = 0; i < N_TIMES; i++) {
        free(views[i].source);
        free(views[i].target);
        free(views[i].weight);
    }
}

static uint64_t count(const struct view *v, bool (*is_meant)(const struct view *v, uint64_t i))
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < v->n; i++)
        n += is_meant(v, i);
    return n;
}

static bool is_within(const struct view *v, uint64_t i)
{
    return v->weight[i] >= 50 && v->weight[i] <= 70;
}

static bool is_onto_first_five(const struct view *v, uint64_t i)
{
    return v->target[i] < 5;
}

static bool is_block(const struct view *v, uint64_t i)
{
    return v->target[i] >= 5 && (v->source[i] == 2 || v->source[i] >= 8);
}

Test(synapse_measures, numbers_and_degrees_are_those_of_the_synapses_at_that_time)
{
    struct trial t;
    struct view views[N_TIMES] = {{0}};
    open_with(&t,
              "  start: {synapses: {projection: PE, at: 0}}\n"
              "  early: {synapses: {projection: PE, at: 37 ms}}\n"
              "  end: {synapses: {projection: PE}}\n"
              "  in: {synapses: {projection: PE, of: in_degree, at: 130 ms, to: {neurons: 0-4}}}\n"
              "  out: {synapses: {projection: PE, of: out_degree, at: 137 ms}}\n"
              "  block: {synapses: {projection: PE, of: density, from: {neurons: [2, 8-11]}, to: {neurons: "
              "5-19}, at: 130 ms}}\n"
              "  within: {synapses: {projection: PE, where: {weight: [50 pA, 0.07 nA]}, at: 137 ms}}\n"
              "  pairs: {synapses: {projection: EE, of: density, to: {neurons: 0-9}}}\n"
              "  later: {synapses: {projection: PE, at: 201 ms}}\n");
    view_all(&t, views);
    cr_assert_neq(views[1].n, views[0].n, "nothing was born and nothing has died");
    cr_expect_eq(trial_number(&t, "start"), (double)views[0].n);
    cr_expect_eq(views[0].n, 9 * N_E);
    cr_expect_eq(trial_number(&t, "early"), (double)views[1].n);
    cr_expect_eq(trial_number(&t, "end"), (double)views[4].n);
    cr_expect_eq(trial_number(&t, "in"), (double)count(&views[2], is_onto_first_five) / 5);
    cr_expect_eq(trial_number(&t, "out"), (double)views[3].n / N_P);
    cr_expect_eq(trial_number(&t, "block"), (double)count(&views[2], is_block) / (5 * 15));
    cr_expect_eq(trial_number(&t, "within"), (double)count(&views[3], is_within));
    cr_assert_gt(count(&views[3], is_within), 0);
    cr_expect_eq(trial_number(&t, "pairs"), 40.0 / (10 * 20 - 10), "four each onto ten, no autapses");
    cr_expect(isnan(trial_number(&t, "later")), "the run is shorter");
    views_free(views);
    trial_close(&t);
}

/* Mean, SD and skewness of logarithms, by the book. */
static void logarithms(const struct view *v, double *mean, double *sd, double *skew)
{
    double squares = 0, cubes = 0, n = (double)v->n;
    *mean = 0;
    for (uint64_t i = 0; i < v->n; i++)
        *mean += log((double)v->weight[i]) / n;
    for (uint64_t i = 0; i < v->n; i++) {
        double d = log((double)v->weight[i]) - *mean;
        squares += d * d / n;
        cubes += d * d * d / n;
    }
    *sd = sqrt(squares);
    *skew = cubes / pow(squares, 1.5);
}

Test(synapse_measures, weights_are_those_at_that_time_with_all_that_is_pending)
{
    struct trial t;
    struct view views[N_TIMES] = {{0}};
    double mean = 0, sd = 0, skew = 0;
    open_with(&t, "  mean: {weights: {projection: PE, at: 137 ms}, expect: [0, 1 nA]}\n"
                  "  sd: {weights: {projection: PE, of: sd, at: 137 ms}}\n"
                  "  ln_mean: {weights: {projection: PE, of: ln_mean, at: 137 ms}}\n"
                  "  ln_sd: {weights: {projection: PE, of: ln_sd, at: 137 ms}}\n"
                  "  skew: {weights: {projection: PE, of: ln_skew, at: 137 ms}}\n"
                  "  none: {weights: {projection: PE, where: {weight: [400, 500]}}}\n"
                  "  same: {weights: {projection: EE, of: sd}}\n");
    view_all(&t, views);
    struct moments m = moments_of(views[3].weight, views[3].n);
    logarithms(&views[3], &mean, &sd, &skew);
    within("mean", trial_number(&t, "mean"), m.mean, 1e-9 * m.mean, "the same weights");
    within("SD", trial_number(&t, "sd"), m.sd, 1e-7 * m.sd, "the same weights");
    within("mean of ln w", trial_number(&t, "ln_mean"), mean, 1e-9, "the same weights");
    within("SD of ln w", trial_number(&t, "ln_sd"), sd, 1e-9, "the same weights");
    within("skew of ln w", trial_number(&t, "skew"), skew, 1e-8, "the same weights");
    cr_assert_gt(fabs(skew), 0.01, "a skew of 0 proves nothing");
    cr_expect(isnan(trial_number(&t, "none")), "there is no such synapse");
    cr_expect_eq(trial_number(&t, "same"), 0);
    views_free(views);
    trial_close(&t);
}

Test(synapse_measures, a_peak_is_the_largest_number_after_any_tick)
{
    struct trial t;
    uint64_t n = 0, most = 0, when = 0;
    open_with(&t, "  height: {peak: {projection: PE}}\n"
                  "  time: {peak: {projection: PE, of: time}, expect: [0.01 s, 190 ms]}\n");
    for (uint64_t step = 0; step < 20; step++) {
        trial_run(&t, 10);
        engram_simulation_n_synapses(t.sim, "PE", &n, t.status);
        when = n > most ? step + 1 : when;
        most = n > most ? n : most;
    }
    cr_expect_eq(trial_number(&t, "height"), (double)most);
    within("time", trial_number(&t, "time"), 10.0 * (double)when, 1e-9, "of the first tick with so many");
    cr_assert_gt(most, 9 * N_E);
    cr_assert(when > 1 && when < 20, "the peak is at the edge: %d", (int)when);
    trial_close(&t);
}

/* Synapses of each pair at two times; of several, the first is the first. */
static uint64_t n_of_pair(const struct view *v, uint32_t source, uint32_t target)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < v->n; i++)
        n += v->source[i] == source && v->target[i] == target;
    return n;
}

static uint64_t n_in_common(const struct view *a, const struct view *b)
{
    uint64_t n = 0;
    for (uint32_t s = 0; s < N_P; s++)
        for (uint32_t t = 0; t < N_E; t++) {
            uint64_t before = n_of_pair(a, s, t), after = n_of_pair(b, s, t);
            n += before < after ? before : after;
        }
    return n;
}

static double correlation(const struct view *a, const struct view *b)
{
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0, n = (double)a->n;
    cr_assert_eq(a->n, b->n);
    for (uint64_t i = 0; i < a->n; i++) {
        x += log((double)a->weight[i]) / n;
        y += log((double)b->weight[i]) / n;
    }
    for (uint64_t i = 0; i < a->n; i++) {
        double u = log((double)a->weight[i]) - x, v = log((double)b->weight[i]) - y;
        xx += u * u;
        yy += v * v;
        xy += u * v;
    }
    return xy / sqrt(xx * yy);
}

Test(synapse_measures, turnover_and_survival_are_those_of_two_looks)
{
    struct trial t;
    struct view views[N_TIMES] = {{0}};
    open_with(&t, "  turnover: {turnover: {projection: PE, begin: 37 ms, end: 137 ms}}\n"
                  "  survival: {survival: {projection: PE, begin: 37 ms, end: 137 ms}}\n"
                  "  lost: {change: {projection: PE, of: lost_over_kept, begin: 37 ms, end: 137 ms}}\n"
                  "  same: {change: {projection: PE, begin: 130 ms, end: 137 ms}}\n"
                  "  static: {turnover: {projection: EE}}\n");
    view_all(&t, views);
    double common = (double)n_in_common(&views[1], &views[3]), before = (double)views[1].n,
           both = before + (double)views[3].n;
    cr_assert(common > 10 && common < before, "%g of %g are left", common, before);
    within("turnover", trial_number(&t, "turnover"), (both - 2 * common) / both, 1e-12, "the same synapses");
    within("survival", trial_number(&t, "survival"), common / before, 1e-12, "the same synapses");
    between("lost over kept", trial_number(&t, "lost"), 0.3, 0.95, "weak ones die first");
    within("correlation", trial_number(&t, "same"), correlation(&views[2], &views[3]), 1e-9,
           "no tick lies in between: the same synapses in the same order");
    cr_expect_eq(trial_number(&t, "static"), 0);
    views_free(views);
    trial_close(&t);
}

Test(synapse_measures, asking_changes_nothing)
{
    struct trial bare, t;
    engram_digest a, b;
    trial_whole(&bare, NETWORK);
    open_with(&t, "  n: {synapses: {projection: PE, at: 33.3 ms}}\n"
                  "  w: {weights: {projection: PE, at: 111.7 ms}}\n"
                  "  p: {peak: {projection: PE}}\n"
                  "  l: {persistence: {projection: PE, at: 90 ms, lifetime: 30 ms}}\n"
                  "  s: {survival: {projection: PE, begin: 21 ms, born_until: 55 ms}}\n");
    trial_run(&t, -1);
    cr_assert_eq(engram_simulation_digest(bare.sim, &a, bare.status), ENGRAM_OK);
    cr_assert_eq(engram_simulation_digest(t.sim, &b, t.status), ENGRAM_OK);
    cr_expect_eq(a.total, b.total);
    trial_close(&bare);
    trial_close(&t);
}
