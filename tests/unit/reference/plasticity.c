/* Plastic synapses between spike sources: the golden vectors of science/synaptic.md 0.5, and pair sums for any delays. */
#include "built.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct connect one_to_one = {.kind = CONNECT_ONE_TO_ONE, .autapses = true};

/* ---- golden vectors ---- */

static const double g1_pre[] = {1, 5, 6, 7, 9, 11, 12, 13}, g1_post[] = {2, 3, 4, 8, 9, 10, 12};
static const double g2_pre[] = {10, 14, 17, 30, 31, 55, 80, 81.5},
                    g2_post[] = {12, 20, 22, 33, 40, 60, 62, 79};

static const struct golden {
    const char *rule;
    uint32_t dendritic; /* steps of 0.1 ms */
    double mu, g1, g2;  /* NAN: no value given */
} golden[] = {
    {"stdp", 0, 0, 0.437694353656, 0.499663821284},
    {"stdp", 1, 0, 0.455838994466, 0.498583414382},
    {"stdp", 10, 0, 0.473348995375, 0.497500145056},
    {"stdp", 0, 1, 0.468617749057, 0.497428979842},
    {"stdp", 1, 1, 0.479485856760, 0.496947466865},
    {"stdp", 10, 1, 0.486898435374, 0.496976733118},
    {"stdp", 0, 0.02, 0.438536440126, 0.499471982906},
    {"stdp_van_rossum", 0, 0, 0.542217741212, 0.553846140712},
    {"stdp_pl", 0, 0, 46.200683042299, 46.953854442695},
    {"stdp_pl", 10, 0, 47.313000837839, 46.763635258492},
    {"stdp_nn_symm", 1, 0, 0.508148715613, 0.505192819931},
    {"stdp_nn_restr", 1, 0, 0.505509727228, 0.504850311177},
};

static void golden_params(const struct golden *g, struct projection *p)
{
    if (strcmp(g->rule, "stdp_pl") == 0) {
        built_rule_param(p, "lambda", 0.1);
        built_rule_param(p, "alpha", 0.0513);
        built_rule_param(p, "mu", 0.4);
        built_rule_param(p, "tau_plus", 15);
        built_rule_param(p, "tau_minus", 30);
        p->weight = quantity_constant(45);
        p->weight_limit = 100;
        return;
    }
    built_rule_param(p, "tau_plus", 16.8);
    built_rule_param(p, "tau_minus", 33.7);
    built_rule_param(p, "w_max", 1);
    p->weight = quantity_constant(0.5);
    if (strcmp(g->rule, "stdp_van_rossum") == 0) {
        built_rule_param(p, "c_p", 0.01);
        built_rule_param(p, "c_d", 0.0085);
        return;
    }
    built_rule_param(p, "lambda", 0.01);
    built_rule_param(p, "alpha", 0.85);
    built_rule_param(p, "mu_plus", g->mu);
    built_rule_param(p, "mu_minus", g->mu);
}

/* Neuron 0 of both populations has the trains of G1, neuron 1 those of G2. */
Test(plasticity, networks_of_spike_sources_give_the_golden_vectors)
{
    for (size_t i = 0; i < sizeof golden / sizeof *golden; i++) {
        uint64_t n = 0;
        struct network *net = built_begin(0.1);
        struct population *pre = built_population(net, "pre", "spike_generator", 2);
        built_spikes(net, pre, 0, g1_pre, 8);
        built_spikes(net, pre, 1, g2_pre, 8);
        struct population *post = built_population(net, "post", "spike_generator", 2);
        built_spikes(net, post, 0, g1_post, 7);
        built_spikes(net, post, 1, g2_post, 8);
        struct projection *p =
            built_projection(net, "pair", "pre", "post", golden[i].rule, one_to_one, golden[i].dendritic);
        golden_params(&golden[i], p);
        double start = p->weight.a;
        float *w = built_weights(net, 1000, 0, &n);
        cr_assert_eq(n, 2);
        for (int k = 0; k < 2; k++) {
            double want = k ? golden[i].g2 : golden[i].g1;
            /* 3e-6 of the change, and 15 events that each round the weight once, by half a unit in its last place */
            double allowed = 3e-6 * fabs(want - start) + 15 * ldexp(start, -24);
            cr_expect_lt(fabs((double)w[k] - want), allowed, "%s, d %u, mu %g, G%d: %.9f, not %.9f",
                         golden[i].rule, golden[i].dendritic, golden[i].mu, k + 1, (double)w[k], want);
        }
        free(w);
        network_free(net);
    }
}

/* ---- windows and pair sums ---- */

static struct projection *additive(struct network *net, struct connect connect, uint32_t dendritic)
{
    struct projection *p = built_projection(net, "pair", "pre", "post", "stdp", connect, dendritic);
    built_rule_param(p, "tau_plus", 16.8);
    built_rule_param(p, "tau_minus", 33.7);
    built_rule_param(p, "w_max", 1);
    built_rule_param(p, "lambda", 0.01);
    built_rule_param(p, "alpha", 0.5);
    built_rule_param(p, "mu_plus", 0);
    built_rule_param(p, "mu_minus", 0);
    p->weight = quantity_constant(0.5);
    return p;
}

Test(plasticity, one_pair_traces_out_the_window)
{
    uint64_t n = 0;
    struct network *net = built_begin(0.1);
    struct population *pre = built_population(net, "pre", "spike_generator", 201);
    for (uint32_t i = 0; i < 201; i++)
        built_spikes(net, pre, i, (const double[]){200}, 1);
    struct population *post = built_population(net, "post", "spike_generator", 201);
    for (uint32_t i = 0; i < 201; i++)
        built_spikes(net, post, i, (const double[]){100.0 + i}, 1);
    additive(net, one_to_one, 0);
    float *w = built_weights(net, 3500, 0, &n);
    for (uint32_t i = 0; i < 201; i++) {
        double lag = (double)i - 100;
        double want = lag > 0 ? 0.01 * exp(-lag / 16.8) : lag < 0 ? -0.005 * exp(lag / 33.7) : 0;
        cr_expect_lt(fabs((double)w[i] - 0.5 - want), 1e-6 * fabs(want) + ldexp(0.5, -24),
                     "lag %g ms: %g, not %g", lag, (double)w[i] - 0.5, want);
    }
    free(w);
    network_free(net);
}

enum { N_CELLS = 12, N_SPIKES = 25 };

/* Additive pair sum, from the times at the synapse; spikes of one neuron may coincide. */
static double pair_sum(const double *pre, double d_pre, const double *post, double d_post)
{
    double w = 0.5;
    for (int i = 0; i < N_SPIKES; i++)
        for (int j = 0; j < N_SPIKES; j++) {
            double lag = post[j] + d_post - pre[i] - d_pre;
            if (lag > 0.05)
                w += 0.01 * exp(-lag / 16.8);
            if (lag < -0.05)
                w -= 0.005 * exp(lag / 33.7);
        }
    return w;
}

static int ascending(const void *a, const void *b)
{
    return *(const double *)a < *(const double *)b ? -1 : *(const double *)a > *(const double *)b;
}

static void random_trains(struct network *net, struct population *p, double (*times)[N_SPIKES], unsigned seed)
{
    for (uint32_t i = 0; i < N_CELLS; i++) {
        for (int k = 0; k < N_SPIKES; k++) {
            seed = seed * 1664525u + 1013904223u;
            times[i][k] = 0.1 * (1 + (seed >> 8) % 2000);
        }
        times[i][1] = times[i][0]; /* two at once */
        qsort(times[i], N_SPIKES, sizeof(double), ascending);
        built_spikes(net, p, i, times[i], N_SPIKES);
    }
}

Test(plasticity, weights_are_pair_sums_whatever_the_delays)
{
    static double pre[N_CELLS][N_SPIKES], post[N_CELLS][N_SPIKES];
    for (uint32_t dendritic = 0; dendritic < 40; dendritic += 13) {
        struct network *net = built_begin(0.1);
        struct synapse_table table;
        random_trains(net, built_population(net, "pre", "spike_generator", N_CELLS), pre, 5 + dendritic);
        random_trains(net, built_population(net, "post", "spike_generator", N_CELLS), post, 99 + dendritic);
        struct projection *p = additive(net, (struct connect){.kind = CONNECT_ALL_TO_ALL}, dendritic);
        p->axonal =
            (struct quantity){.kind = QUANTITY_UNIFORM, .a = 0, .b = 12, .min = -HUGE_VAL, .max = HUGE_VAL};
        struct reference *r = built_reference(net);
        built_run(r, 2500);
        cr_assert_eq(reference_synapses(r, 0, &table, NULL), ENGRAM_OK);
        cr_assert_eq(table.n, N_CELLS * N_CELLS);
        for (uint64_t i = 0; i < table.n; i++) {
            double want =
                pair_sum(pre[table.source[i]], 0.1 * table.length[i], post[table.target[i]], 0.1 * dendritic);
            cr_expect_lt(fabs((double)table.weight[i] - want), 50 * ldexp(1, -24),
                         "dendritic %u, synapse %lu: %.8f, not %.8f", dendritic, i, (double)table.weight[i],
                         want);
        }
        synapse_table_free(&table);
        reference_free(r);
        network_free(net);
    }
}

/* ---- simultaneous events ---- */

/* w after m depressions of a multiplicative rule that all see the same trace. */
Test(plasticity, simultaneous_spikes_see_the_same_traces_one_after_the_other)
{
    uint64_t n = 0;
    struct network *net = built_begin(0.1);
    struct population *pre = built_population(net, "pre", "spike_generator", 1);
    built_spikes(net, pre, 0, (const double[]){20, 20, 20}, 3);
    struct population *post = built_population(net, "post", "spike_generator", 1);
    built_spikes(net, post, 0, (const double[]){10, 10, 20}, 3);
    struct projection *p = built_projection(net, "pair", "pre", "post", "stdp", one_to_one, 0);
    built_rule_param(p, "w_max", 1);
    built_rule_param(p, "lambda", 0.1);
    p->weight = quantity_constant(0.5);
    float *w = built_weights(net, 300, 0, &n);
    double want = 0.5 * pow(1 - 0.1 * 2 * exp(-10.0 / 20),
                            3); /* both spikes of 10 ms count; the one at 20 ms counts for nothing */
    cr_expect_lt(fabs((double)w[0] - want), 1e-7, "%.9f, not %.9f", (double)w[0], want);
    free(w);
    network_free(net);
}

Test(plasticity, potentiation_comes_before_depression)
{
    uint64_t n = 0;
    struct network *net = built_begin(0.1);
    struct population *pre = built_population(net, "pre", "spike_generator", 1);
    built_spikes(net, pre, 0, (const double[]){10, 20}, 2);
    struct population *post = built_population(net, "post", "spike_generator", 1);
    built_spikes(net, post, 0, (const double[]){10, 20}, 2);
    struct projection *p = built_projection(net, "pair", "pre", "post", "stdp", one_to_one, 0);
    built_rule_param(p, "w_max", 1);
    built_rule_param(p, "lambda", 0.2);
    p->weight = quantity_constant(0.5);
    float *w = built_weights(net, 300, 0, &n);
    double trace = exp(-10.0 / 20), up = 0.5 + 0.2 * 0.5 * trace;
    cr_expect_lt(fabs((double)w[0] - (up - 0.2 * up * trace)), 1e-7, "%.9f", (double)w[0]);
    free(w);
    network_free(net);
}

/* ---- statistics: independent Poisson trains ---- */

static void poisson_pair(struct network *net, uint32_t n, double pre_hz, double post_hz)
{
    built_param(built_population(net, "pre", "poisson_generator", n), "rate", pre_hz);
    built_param(built_population(net, "post", "poisson_generator", n), "rate", post_hz);
}

static double mean_of(const float *w, uint64_t n, double *sd)
{
    double sum = 0, square = 0;
    for (uint64_t i = 0; i < n; i++)
        sum += (double)w[i];
    for (uint64_t i = 0; i < n; i++)
        square += ((double)w[i] - sum / (double)n) * ((double)w[i] - sum / (double)n);
    *sd = sqrt(square / (double)n);
    return sum / (double)n;
}

/* A trace just before a step holds the spikes 1, 2, ... steps ago. */
static double mean_trace(double rate_hz, double tau, double dt, bool nearest)
{
    double p_none = exp(-rate_hz * 1e-3 * dt), decay = exp(-dt / tau);
    return nearest ? (1 - p_none) * decay / (1 - p_none * decay) : rate_hz * 1e-3 * dt * decay / (1 - decay);
}

Test(plasticity, poisson_trains_drift_as_the_traces_say)
{
    static const char *const rules[] = {"stdp", "stdp_nn_symm"};
    for (int nearest = 0; nearest < 2; nearest++) {
        double dt = 5, sd = 0, seconds = 60;
        uint64_t n = 0;
        struct network *net = built_begin(dt);
        poisson_pair(net, 1000, 10, 20);
        struct projection *p = built_projection(net, "pair", "pre", "post", rules[nearest], one_to_one, 0);
        built_rule_param(p, "tau_plus", 16.8);
        built_rule_param(p, "tau_minus", 33.7);
        built_rule_param(p, "w_max", 8192);
        built_rule_param(p, "lambda", 1.0 / 8192);
        built_rule_param(p, "mu_plus", 0);
        built_rule_param(p, "mu_minus", 0);
        p->weight = quantity_constant(4096);
        float *w = built_weights(net, (uint64_t)(seconds * 1000 / dt), 0, &n);
        double drift = (mean_of(w, n, &sd) - 4096) / seconds;
        double want = 20 * mean_trace(10, 16.8, dt, nearest) - 10 * mean_trace(20, 33.7, dt, nearest);
        double error = sd / sqrt((double)n) / seconds;
        cr_expect_lt(error, 0.04 * fabs(want), "too few spikes to tell: %g of %g", error, want);
        cr_expect_lt(fabs(drift - want), 4.5 * error, "%s: drift %g per s, not %g +- %g", rules[nearest],
                     drift, want, error);
        free(w);
        network_free(net);
    }
}

Test(plasticity, multiplicative_weights_settle_where_theory_says)
{
    static const double alphas[] = {1.05, 2.0}; /* the second is the control: it must settle elsewhere */
    for (int a = 0; a < 2; a++) {
        double sd = 0;
        uint64_t n = 0;
        struct network *net = built_begin(1);
        poisson_pair(net, 600, 10, 10);
        struct projection *p = built_projection(net, "pair", "pre", "post", "stdp", one_to_one, 0);
        built_rule_param(p, "w_max", 1);
        built_rule_param(p, "lambda", 0.05);
        built_rule_param(p, "alpha", alphas[a]);
        p->weight = quantity_constant(0.5);
        float *w = built_weights(net, 40000, 0, &n);
        double mean = mean_of(w, n, &sd);
        cr_expect_lt(fabs(mean - 1 / (1 + alphas[a])), 0.012, "alpha %g: mean %g, SD %g", alphas[a], mean,
                     sd);
        free(w);
        network_free(net);
    }
}
