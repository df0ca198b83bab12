#include "support/science_networks.h"

#include <math.h>
#include <stdlib.h>

enum { OVERRIDES = 12 };

static void open_example(struct trial *t, const char *path, unsigned seed, double end_ms,
                         const char *const *more)
{
    char *seeded = textf("seed=%u", seed), *duration = textf("duration=%g ms", end_ms);
    const char *overrides[OVERRIDES] = {seeded, duration};
    for (int i = 0; more && more[i]; i++)
        overrides[2 + i] = more[i];
    trial_open_file(t, path, overrides);
    free(seeded);
    free(duration);
}

struct activity activity_of(const char *path, unsigned seed, double begin_ms, double end_ms,
                            const char *const *more)
{
    struct trial t;
    open_example(&t, path, seed, end_ms, more);
    trial_run(&t, -1);
    struct activity a = {.E_hz = trial_rate(&t, "E", begin_ms, end_ms),
                         .I_hz = trial_rate(&t, "I", begin_ms, end_ms),
                         .E_cv = trial_cv(&t, "E", begin_ms, end_ms, 3)};
    double n_E = (double)trial_size(&t, "E"), n_I = (double)trial_size(&t, "I");
    a.both_hz = (a.E_hz * n_E + a.I_hz * n_I) / (n_E + n_I);
    trial_close(&t);
    return a;
}

/* Mean over seeds 1 ... n_seeds. */
static struct activity mean_activity(const char *path, unsigned n_seeds, double end_ms)
{
    struct activity mean = {0};
    for (unsigned seed = 1; seed <= n_seeds; seed++) {
        struct activity a = activity_of(path, seed, 0, end_ms, NULL);
        cr_log_info("seed %u: E %g Hz, I %g Hz, CV of E %g", seed, a.E_hz, a.I_hz, a.E_cv);
        cr_expect_gt(a.E_hz, 2, "seed %u has died", seed);
        mean.E_hz += a.E_hz / n_seeds;
        mean.I_hz += a.I_hz / n_seeds;
        mean.E_cv += a.E_cv / n_seeds;
    }
    return mean;
}

void cuba_holds(unsigned n_seeds, double end_ms)
{
    struct activity a = mean_activity(EXAMPLE("cuba.yaml"), n_seeds, end_ms);
    between("CUBA, rate of E (Hz)", a.E_hz, 5.0, 6.2, "12.1");
    between("CUBA, rate of I (Hz)", a.I_hz, 5.0, 6.2, "12.1");
}

void coba_holds(unsigned n_seeds, double end_ms)
{
    struct activity a = mean_activity(EXAMPLE("coba.yaml"), n_seeds, end_ms);
    between("COBA with bias, rate of E (Hz)", a.E_hz, 16, 20, "12.1");
    between("COBA with bias, rate of I (Hz)", a.I_hz, 16, 20, "12.1");
    between("COBA with bias, CV of E", a.E_cv, 1.5, 1.9, "12.1");
}

void brunel_irregular_holds(unsigned seed, double begin_ms, double end_ms)
{
    struct activity a = activity_of(EXAMPLE("brunel.yaml"), seed, begin_ms, end_ms, NULL);
    within("Brunel, g = 5, rate (Hz)", a.both_hz, 37.6, 0.5, "12.2");
    cr_log_info("Brunel, g = 5, CV of E: %g", a.E_cv);
}

void brunel_regular_holds(unsigned seed, double begin_ms, double end_ms)
{
    static const char *const g_3[] = {"projections.I_to_E.weight=-0.3 mV",
                                      "projections.I_to_I.weight=-0.3 mV", NULL};
    struct activity a = activity_of(EXAMPLE("brunel.yaml"), seed, begin_ms, end_ms, g_3);
    within("Brunel, g = 3, rate (Hz)", a.both_hz, 333, 1, "12.2");
    between("Brunel, g = 3, CV of E", a.E_cv, 0, 0.02, "12.2: regular");
}

/* Undoes, in one weight of `cortex`, the potentiation by post spikes that came after the latest pre spike: the weight as that pre spike left it. */
struct pending {
    double lambda, w_max, tau_steps, dendritic_steps;
    uint64_t now;
};
static double as_the_pre_spike_left_it(const struct pending *p, double w, uint64_t pre, double x,
                                       const uint64_t *post, size_t n_post)
{
    for (size_t i = n_post; i-- > 0;) {
        double arrival = (double)post[i] + p->dendritic_steps;
        if (arrival > (double)p->now)
            continue;
        if (arrival <= (double)pre)
            break;
        double step = p->lambda * x * exp(-(arrival - (double)pre) / p->tau_steps);
        w = (w - step * p->w_max) / (1 - step);
    }
    return w;
}

/* Spikes of one neuron after another: those of neuron i are stamp[begin[i]] ... stamp[begin[i + 1] - 1]. */
struct trains {
    size_t *begin;
    uint64_t *stamp;
};
static struct trains trains_of(const struct spikes *s, uint64_t size)
{
    struct trains t = {calloc(size + 2, sizeof *t.begin), malloc((s->n + 1) * sizeof *t.stamp)};
    cr_assert(t.begin && t.stamp, "out of memory");
    for (size_t i = 0; i < s->n; i++)
        t.begin[s->neuron[i] + 2]++;
    for (uint64_t i = 2; i < size + 2; i++)
        t.begin[i] += t.begin[i - 1];
    for (size_t i = 0; i < s->n; i++)
        t.stamp[t.begin[s->neuron[i] + 1]++] = s->step[i];
    return t;
}

/* Weights of E_to_E as their latest pre spikes left them, in place. */
static void leave_out_pending(const struct trial *t, float *weights, const uint32_t *source,
                              const uint32_t *target, uint64_t n)
{
    struct pending p = {.lambda = 0.01,
                        .w_max = 70,
                        .tau_steps = 200,
                        .dendritic_steps = 15,
                        .now = (uint64_t)llround(2000 / t->dt_ms)};
    struct trains E = trains_of(trial_spikes(t, "E"), trial_size(t, "E"));
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t *pre = E.stamp + E.begin[source[i]], *post = E.stamp + E.begin[target[i]];
        size_t n_pre = E.begin[source[i] + 1] - E.begin[source[i]],
               n_post = E.begin[target[i] + 1] - E.begin[target[i]];
        double x = 0;
        for (size_t k = 0; k < n_pre; k++)
            x = 1 + (k ? x * exp(-(double)(pre[k] - pre[k - 1]) / p.tau_steps) : 0);
        if (n_pre)
            weights[i] =
                (float)as_the_pre_spike_left_it(&p, (double)weights[i], pre[n_pre - 1], x, post, n_post);
    }
    free(E.begin);
    free(E.stamp);
}

/* The mean of 12.3 is that of weights as a pre-driven layout stores them: potentiation since the latest pre spike (0.05 pA on average) is not yet in it.
 * An independent program (double precision, event by event, seeds 1 to 3) has 34.965, 34.969, 34.976 pA of those and 35.018, 35.021, 35.027 pA of the
 * weights proper, which are what Engram gives. */
void cortex_holds(unsigned seed)
{
    struct trial t;
    uint64_t n = 0;
    uint32_t *source = NULL, *target = NULL;
    open_example(&t, EXAMPLE("cortex.yaml"), seed, 2000, NULL);
    trial_run(&t, -1);
    within("cortex, rate of E (Hz)", trial_rate(&t, "E", 0, 2000), 7.5, 0.4, "12.3");
    within("cortex, rate of I (Hz)", trial_rate(&t, "I", 0, 2000), 7.5, 0.4, "12.3");
    float *weights = trial_synapses(&t, "E_to_E", &n, &source, &target);
    struct moments m = moments_of(weights, n);
    within("cortex, mean weight (pA)", m.mean, 35.02, 0.05, "12.3, with all post spikes applied");
    within("cortex, SD of the weights (pA)", m.sd, 2.91, 0.04, "12.3");
    /* 5 SD of 8.1 million draws at the start, plus what plasticity adds. */
    between("cortex, smallest weight (pA)", m.min, 17, 22, "12.3: 20");
    between("cortex, largest weight (pA)", m.max, 48, 53, "12.3: 50");
    leave_out_pending(&t, weights, source, target, n);
    m = moments_of(weights, n);
    within("cortex, mean weight as the latest pre spike left it (pA)", m.mean, 34.97, 0.05, "12.3");
    within("cortex, their SD (pA)", m.sd, 2.91, 0.04, "12.3");
    free(weights);
    free(source);
    free(target);
    trial_close(&t);
}

/* Control: without plasticity the weights stay as drawn and the network is faster, if by little. */
void static_cortex_holds(unsigned seed)
{
    static const char *const frozen[] = {"projections.E_to_E.rule=static", "record.weights=none", NULL};
    struct trial t;
    uint64_t n = 0;
    open_example(&t, EXAMPLE("cortex.yaml"), seed, 2000, frozen);
    trial_run(&t, -1);
    within("static cortex, rate of E (Hz)", trial_rate(&t, "E", 0, 2000), 7.61, 0.4, "12.3");
    float *weights = trial_weights(&t, "E_to_E", &n);
    struct moments m = moments_of(weights, n);
    within("static cortex, mean weight (pA)", m.mean, 35, 0.005, "8.1 million draws of 35 +- 3");
    within("static cortex, SD of the weights (pA)", m.sd, 3, 0.005, "8.1 million draws of 35 +- 3");
    free(weights);
    trial_close(&t);
}

void coba_does_not_depend_on_the_step(unsigned n_seeds, double end_ms)
{
    double coarse = 0, fine = 0;
    for (unsigned seed = 1; seed <= n_seeds; seed++) {
        static const char *const half[] = {"dt=0.05 ms", NULL};
        coarse += activity_of(EXAMPLE("coba.yaml"), seed, 0, end_ms, NULL).both_hz / n_seeds;
        fine += activity_of(EXAMPLE("coba.yaml"), seed, 0, end_ms, half).both_hz / n_seeds;
    }
    cr_log_info("COBA with bias: %g Hz at 0.1 ms, %g Hz at 0.05 ms", coarse, fine);
    within("rate at half the step, relative", fine / coarse, 1, 0.02,
           "11.2: halving the step changes the rate by less than 2 %");
}
