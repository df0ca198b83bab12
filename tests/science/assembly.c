/* C4: rate homeostasis alone makes an assembly of neurons that were stimulated (Gallinaro & Rotter 2018). E-to-E synapses grow from nothing; a tenth of the
 * neurons gets more input for a while, loses its inputs, and later connects to itself. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

enum { N_E = 400, N_STIMULATED = 40 };

/* Connection probability within the stimulated group, within the rest, and from the rest to the group and back. */
struct blocks {
    double within, rest, across;
};

static struct blocks connectivity(struct trial *t)
{
    uint64_t n = 0;
    uint32_t *source = NULL, *target = NULL;
    double count[3] = {0};
    free(trial_synapses(t, "EE", &n, &source, &target));
    for (uint64_t k = 0; k < n; k++)
        count[(source[k] >= N_STIMULATED) + (target[k] >= N_STIMULATED)]++;
    free(source);
    free(target);
    const double a = N_STIMULATED, b = N_E - N_STIMULATED;
    return (struct blocks){count[0] / (a * (a - 1)), count[2] / (b * (b - 1)), count[1] / (2 * a * b)};
}

#define CELLS                                                                                                \
    "iaf_psc_delta, params: {E_L: 0, tau_m: 20, V_th: 20, V_reset: 10, t_ref: 2}, poisson: {delta: {rate: "  \
    "15 kHz, weight: 0.1}}"

static char *experiment(uint32_t seed, double factor)
{
    return textf("seed: %u\nduration: 100 s\npopulations:\n"
                 "  E: {size: 400, calcium: {tau_Ca: 1 s, beta_Ca: 0.001}, model: " CELLS "}\n"
                 "  I: {size: 100, model: " CELLS "}\n"
                 "projections:\n"
                 "  EE: {source: E, target: E, connect: {fixed_indegree: 0}, weight: 0.1, delay: 1 ms, "
                 "structure: {tick: 100 ms, max_in_degree: 400,\n"
                 "       growth: {axon: {curve: linear, growth_rate: 19.75 Hz, eps: 0.0395}, dendrite: "
                 "{curve: linear, growth_rate: 19.75 Hz, eps: 0.0395}}}}\n"
                 "  EI: {source: E, target: I, connect: {fixed_indegree: 40}, weight: 0.1, delay: 1 ms}\n"
                 "  IE: {source: I, target: E, connect: {fixed_indegree: 10}, weight: -1.2, delay: 1 ms}\n"
                 "  II: {source: I, target: I, connect: {fixed_indegree: 10}, weight: -1.2, delay: 1 ms}\n"
                 "schedule:\n"
                 "  - {at: 20 s, drive: {populations: E, neurons: 0-39, factor: %g}}\n"
                 "  - {at: 40 s, drive: {populations: E, neurons: 0-39, factor: 1}}\n",
                 seed, factor);
}

/* Rate of the neurons [begin, end). */
static double rate_of(const struct trial *t, uint32_t begin, uint32_t end, double from_ms, double to_ms)
{
    const struct spikes *s = trial_spikes(t, "E");
    double n = 0;
    for (size_t k = 0; k < s->n; k++) {
        double ms = (double)s->step[k] * t->dt_ms;
        n += s->neuron[k] >= begin && s->neuron[k] < end && ms > from_ms && ms <= to_ms;
    }
    return 1000 * n / (end - begin) / (to_ms - from_ms);
}

static double rest_rate(const struct trial *t, double from_s, double to_s)
{
    return rate_of(t, N_STIMULATED, N_E, 1000 * from_s, 1000 * to_s);
}

static const double TARGET_HZ = 39.5;

Test(assembly, of_stimulated_neurons_forms_by_rate_homeostasis_alone)
{
    struct trial t;
    char *text = experiment(1, 1.1);
    trial_open(&t, text, NULL);
    trial_run(&t, 20000);
    struct blocks grown = connectivity(&t);
    between("connectivity at 20 s", grown.rest, 0.09, 0.11, "C4");
    between("across", grown.across, 0.09, 0.11, "C4");
    between("in the group", grown.within, 0.08, 0.12, "C4: 0.1 +- 0.02 for the small block");
    within("rate", rest_rate(&t, 18, 20), TARGET_HZ, 0.03 * TARGET_HZ, "C4: 3 %");
    trial_run(&t, 20000);
    between("in the group while stimulated", connectivity(&t).within, 0, 0.03, "C4");
    trial_run(&t, 20000);
    struct blocks formed = connectivity(&t);
    between("in the group at 60 s", formed.within, 0.35, 0.46, "C4");
    between("against the rest", formed.within / formed.rest, 3.3, INFINITY, "C4");
    trial_run(&t, 40000);
    between("kept at 100 s", connectivity(&t).within / formed.within, 0.6, INFINITY, "C4");
    within("rate from 20 s on", rest_rate(&t, 20, 100), TARGET_HZ, 0.03 * TARGET_HZ, "C4: 3 %");
    within("rate of the group after 70 s", rate_of(&t, 0, N_STIMULATED, 70000, 80000), TARGET_HZ,
           0.03 * TARGET_HZ, "C4: 3 %");
    trial_close(&t);
    free(text);
}

Test(assembly, control_without_stimulation_there_is_none)
{
    struct trial t;
    char *text = experiment(1, 1.0);
    trial_open(&t, text, NULL);
    trial_run(&t, 60000);
    struct blocks b = connectivity(&t);
    between("in the group against the rest", b.within / b.rest, 0.8, 1.25, "C4: control");
    trial_close(&t);
    free(text);
}
