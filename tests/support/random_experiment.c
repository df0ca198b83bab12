#include "support/random_writer.h"

#include "common/mix.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* ---- drawing ---- */

uint32_t random_below(uint64_t *state, uint32_t n)
{
    *state += 0x9E3779B97F4A7C15u;
    return (uint32_t)((mix64(*state) >> 32) * n >> 32);
}

double random_between(uint64_t *state, double low, double high)
{
    return low + (high - low) * (random_below(state, 1u << 24) / 16777216.0);
}

const char *random_choice(uint64_t *state, const char *const *list)
{
    uint32_t n = 0;
    while (list[n])
        n++;
    return list[random_below(state, n)];
}

engram_options random_options(uint64_t *state)
{
    engram_options o = {0};
    o.tiles = (const uint32_t[]){0, 1, 2, 7}[random_below(state, 4)];
    o.window = (const uint32_t[]){0, 1}[random_below(state, 2)];
    o.work_group = (const uint32_t[]){0, 1, 4}[random_below(state, 3)];
    o.flush_every = (const uint32_t[]){0, 0, 1, 5}[random_below(state, 4)];
    o.delivery = (const char *const[]){"tiles", "chunks"}[random_below(state, 2)];
    return o;
}

/* ---- writing ---- */

void put(struct writer *w, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(w->text + w->n, w->size - w->n, format, arguments);
    va_end(arguments);
    w->n = w->n + (size_t)n < w->size ? w->n + (size_t)n : w->size - 1;
}

/* How a model is made to fire, and in which unit its synapses are. */
struct kind {
    const char *model, *params, *receptors[2];
    double weight[2]; /* typical, per receptor */
    const char *poisson;
    bool is_source;
};

static const struct kind KINDS[] = {
    {"iaf_psc_exp",
     "{I_e: {uniform: {low: 300 pA, high: 450 pA}}, tau_syn_ex: 2 ms}",
     {"exc", "inh"},
     {40, -150},
     "{exc: {rate: 6 kHz, weight: 40 pA}}",
     false},
    {"iaf_psc_exp",
     "{t_ref: 0.5 ms, V_th: {normal: {mean: -58 mV, sd: 2 mV}}}",
     {"exc", "inh"},
     {60, -90},
     "{exc: {rate: {uniform: {low: 4 kHz, high: 12 kHz}}, weight: 50 pA}, inh: {rate: 500 Hz, weight: -20 "
     "pA}}",
     false},
    {"iaf_psc_delta",
     "{tau_m: 20 ms, t_ref: 1 ms}",
     {"delta", "delta"},
     {0.8, -1.0},
     "{delta: {rate: 9 kHz, weight: 0.12 mV}}",
     false},
    {"iaf_cond_exp",
     "{I_e: 260 pA}",
     {"exc", "inh"},
     {6, 20},
     "{exc: {rate: 1 kHz, weight: {uniform: {low: 2 nS, high: 9 nS}}}}",
     false},
    {"aeif_cond_exp", "{I_e: {uniform: {low: 600 pA, high: 900 pA}}}", {"exc", "inh"}, {8, 20}, NULL, false},
    {"izhikevich", "{I_e: {uniform: {low: 5, high: 15}}}", {"delta", "delta"}, {1.5, -2}, NULL, false},
    {"intfire1",
     "{tau: 15 ms, refrac: 2 ms}",
     {"input", "input"},
     {0.1, -0.1},
     "{input: {rate: 3 kHz, weight: 0.05}}",
     false},
    {"poisson_generator", "{rate: {uniform: {low: 20 Hz, high: 400 Hz}}}", {NULL, NULL}, {1, 1}, NULL, true},
    {"poisson_generator", "{rate: 4 kHz}", {NULL, NULL}, {1, 1}, NULL, true}, /* several spikes in one step */
    {"spike_generator", NULL, {NULL, NULL}, {1, 1}, NULL, true},
};
enum { N_KINDS = sizeof KINDS / sizeof *KINDS };
/* Drawn apart, so that experiments without modulation stay what they are. */
static const struct kind NOISY = {"izhikevich_2003_noise",
                                  "{I_e: {uniform: {low: 2, high: 12}}, noise: 20}",
                                  {"input", "input"},
                                  {1.5, -2},
                                  "{input: {rate: 500 Hz, weight: 5}}",
                                  false};

struct net {
    bool has_births; /* neurons of some populations are born and die */
    uint64_t state;
    uint64_t modulation; /* a state of its own, so that it changes nothing else; 0: there is none */
    uint64_t pairs;      /* likewise, for how many synapses a pair has and how strong they are */
    const struct kind *kind[5];
    uint32_t size[5], n;
    char *by_age[5];   /* where the text says that synapses onto a population learn by age ... */
    bool is_taught[5]; /* ... which needs synapses that learn */
};

static void put_spike_times(struct writer *w, struct net *net, uint32_t size)
{
    put(w, "    spike_times: [");
    for (uint32_t i = 0; i < size; i++) {
        put(w, "%s[", i ? ", " : "");
        double t = 0.1;
        for (uint32_t k = random_below(&net->state, 8); k > 0; k--) {
            t += random_between(&net->state, 0, 4); /* 0: twice in one step */
            put(w, "%.1f%s", t, k > 1 ? ", " : "");
        }
        put(w, "]");
    }
    put(w, "]\n");
}

/* Days short enough that slots are used again and again. */
static void put_births(struct writer *w, struct net *net, uint32_t i)
{
    uint32_t size = net->size[i];
    uint32_t first = 1 + random_below(&net->state, 2), last = first + random_below(&net->state, 3);
    put(w,
        "    calcium: {tau_Ca: 20 ms, tick: 0.5 ms, beta_Ca: 0.2}\n    neurogenesis: {day: %.1f ms, alive: "
        "%u, "
        "births: %.1f, survival: 0.6, checkpoint: [%u, %u], maturity: %u, lifetime: %.1f, excitability: %.1f",
        random_between(&net->state, 2.5, 6), random_below(&net->state, size + 1),
        random_between(&net->state, 0, 20), first, last, last + random_below(&net->state, 3),
        random_between(&net->state, 0.5, 6), random_between(&net->state, 0.5, 3));
    if (random_below(&net->state, 2))
        put(w, ", calcium_half: %.2f", random_between(&net->state, 0.1, 1));
    if (random_below(&net->state, 2))
        put(w, ", input_density: %.2f", random_between(&net->state, 0, 1));
    if (net->modulation) {
        net->by_age[i] = w->text + w->n;
        put(w, ", mature_plasticity: %.2f", random_between(&net->modulation, 0, 0.99));
    }
    put(w, "}\n");
}

static void put_population(struct writer *w, struct net *net, uint32_t i)
{
    const struct kind *k = net->kind[i];
    bool is_placed = random_below(&net->state, 2) == 0;
    put(w, "  p%u:\n    model: %s\n    size: %u\n", i, k->model, net->size[i]);
    if (k->params)
        put(w, "    params: %s\n", k->params);
    if (k->poisson)
        put(w, "    poisson: %s\n", k->poisson);
    if (!strcmp(k->model, "spike_generator"))
        put_spike_times(w, net, net->size[i]);
    if (!strncmp(k->model, "iaf_psc", 7) && random_below(&net->state, 3) == 0) {
        double end = random_between(&net->state, 10, 25), begin = random_between(&net->state, 0, 9);
        put(w, "    current: [{begin: %.1f ms, end: %.1f ms, amplitude: {normal: {mean: 80, sd: 20}}}]\n",
            begin, end);
    }
    bool is_nursery = net->has_births && random_below(&net->state, 2);
    if (is_nursery)
        put_births(w, net, i);
    if (net->modulation && !is_nursery && k->receptors[0])
        put_scaling(w, &net->modulation, k->receptors[0]);
    put(w, "    positions: {random: {dimensions: %d, extent: [%s], periodic: %s}}\n", is_placed ? 3 : 2,
        is_placed ? "300, 300, 100" : "300, 300", random_below(&net->state, 2) ? "true" : "false");
}

static void put_pairs(struct writer *w, struct net *net, const char *which)
{
    if (random_below(&net->pairs, 3))
        put(w, "%s", which);
    else
        put(w, "{%s: {}, per_pair: %u}", which, 2 + random_below(&net->pairs, 3));
}

static void put_connect(struct writer *w, struct net *net, uint32_t source, uint32_t target)
{
    uint32_t small = net->size[source] < net->size[target] ? net->size[source] : net->size[target];
    bool same_space = true;
    const char *multapses = random_below(&net->state, 2) ? "true" : "false",
               *autapses = random_below(&net->state, 2) ? "true" : "false";
    if (small == 1) /* else there may be nobody to connect to */
        autapses = "true";
    switch (random_below(&net->state, same_space ? 7 : 6)) {
    case 0:
        put(w, "{fixed_indegree: %u, multapses: %s, autapses: %s}",
            1 + random_below(&net->state, small > 2 ? small - 1 : 1), multapses, autapses);
        break;
    case 1:
        put(w, "{fixed_outdegree: %u, multapses: %s, autapses: %s}",
            1 + random_below(&net->state, small > 2 ? small - 1 : 1), multapses, autapses);
        break;
    case 2:
        put(w, "{bernoulli: %.3f, autapses: %s}", random_between(&net->state, 0, 0.6), autapses);
        break;
    case 3:
        put(w, "{fixed_total_number: %u}", random_below(&net->state, 600));
        break;
    case 4:
        put_pairs(w, net, net->size[source] == net->size[target] ? "one_to_one" : "all_to_all");
        break;
    case 5:
        put_pairs(w, net, "all_to_all");
        break;
    default:
        put(w, "{list: [[0, 0], [%u, %u], [0, %u], [0, 0]]}", net->size[source] - 1, net->size[target] - 1,
            net->size[target] / 2);
        break;
    }
}

static void put_delay(struct writer *w, struct net *net)
{
    double dendritic, high, low;
    switch (random_below(&net->state, 4)) {
    case 0:
        put(w, "    delay: %.1f ms\n", random_between(&net->state, 0.3, 3));
        break;
    case 1:
        dendritic = random_between(&net->state, 0.3, 1);
        high = random_between(&net->state, 1, 4);
        put(w, "    delay: %.1f ms\n    dendritic_delay_fraction: %.2f\n", high, dendritic);
        break;
    case 2:
        dendritic = random_between(&net->state, 0.1, 0.5);
        high = random_between(&net->state, 1.2, 6);
        low = random_between(&net->state, 0.6, 1);
        put(w, "    delay: {uniform: {low: %.1f ms, high: %.1f ms}}\n    dendritic_delay: %.1f ms\n", low,
            high, dendritic);
        break;
    default:
        dendritic = random_between(&net->state, 0.1, 1);
        high = random_between(&net->state, 100, 1500);
        put(w,
            "    length: {uniform: {low: 50 um, high: %.0f um}}\n    velocity: {uniform: {low: 0.1 m/s, "
            "high: 0.6 m/s}}\n    dendritic_delay: %.1f ms\n",
            high, dendritic);
    }
}

static void put_projection(struct writer *w, struct net *net, uint32_t j)
{
    uint32_t source = random_below(&net->state, net->n), target = random_below(&net->state, net->n);
    const struct kind *k = net->kind[target];
    uint32_t receptor = random_below(&net->state, 3) == 0;
    double weight = k->weight[receptor];
    put(w, "  j%u:\n    source: p%u\n    target: p%u\n    connect: ", j, source, target);
    put_connect(w, net, source, target);
    put(w, "\n");
    if (k->receptors[receptor])
        put(w, "    receptor: %s\n", k->receptors[receptor]);
    bool is_constant = random_below(&net->state, 2);
    if (is_constant && random_below(&net->pairs, 4))
        put(w, "    weight: %g\n", weight);
    else if (is_constant)
        put(w, "    weight: {choice: {values: [%g, %g], chances: [0.3, 0.7]}}\n", weight, 0.5 * weight);
    else
        put(w, "    weight: {normal: {mean: %g, sd: %g}, min: %g, max: %g}\n", weight,
            0.2 * (weight < 0 ? -weight : weight), weight < 0 ? 1.8 * weight : 0.2 * weight,
            weight < 0 ? 0.2 * weight : 1.8 * weight);
    uint64_t *modulation = net->modulation ? &net->modulation : NULL;
    bool is_plastic = weight > 0 && put_rule(w, &net->state, modulation, weight);
    net->is_taught[target] |= is_plastic;
    put_delay(w, net);
    if (net->modulation)
        put_short_term(w, &net->modulation);
    if (net->modulation && is_plastic)
        put_gate(w, &net->modulation);
}

static struct net random_network(uint64_t seed, bool has_births, bool is_modulated, struct writer *w)
{
    struct net net = {.state = mix64(seed + 1), .has_births = has_births};
    net.pairs = mix64(seed + 0xBA1);
    net.modulation = is_modulated ? mix64(seed + 0x30D) | 1u : 0;
    net.n = 2 + random_below(&net.state, 3);
    for (uint32_t i = 0; i < net.n; i++) {
        net.kind[i] = &KINDS[i == 0 ? random_below(&net.state, 7)
                                    : random_below(&net.state, N_KINDS)]; /* the first is not a source */
        if (net.modulation && random_below(&net.modulation, 5) == 0)
            net.kind[i] = &NOISY;
        net.size[i] = 1 + random_below(&net.state, 45);
    }
    put(w, "name: random-%llu\nseed: %llu\ndt: 0.1 ms\nduration: 40 ms\nrules: [%s]\npopulations:\n",
        (unsigned long long)seed, (unsigned long long)mix64(seed), REMEMBERING);
    for (uint32_t i = 0; i < net.n; i++)
        put_population(w, &net, i);
    if (net.modulation)
        put_gates(w, &net.modulation);
    put(w, "projections:\n");
    for (uint32_t j = 1 + random_below(&net.state, 5); j > 0; j--)
        put_projection(w, &net, j);
    for (uint32_t i = 0; i < net.n; i++)
        if (net.by_age[i] && !net.is_taught[i])
            memset(net.by_age[i], ' ', strlen(", mature_plasticity: 0.00"));
    put(w, "record: {spikes: %s}\n", random_below(&net.state, 2) ? "all" : "none");
    return net;
}

void random_experiment(uint64_t seed, char *text, size_t size)
{
    struct writer w = {text, size, 0};
    random_network(seed, false, false, &w);
}

void random_modulation(uint64_t seed, char *text, size_t size)
{
    struct writer w = {text, size, 0};
    struct net net = random_network(seed, false, true, &w);
    put(&w, "schedule:\n");
    put_gate_events(&w, &net.modulation);
}

/* ---- events on neurons ---- */

static void put_selection(struct writer *w, uint64_t *state, uint32_t size)
{
    uint32_t first = random_below(state, size);
    if (random_below(state, 3) == 0)
        put(w, ", neurons: [%u, %u-%u]", random_below(state, size), first,
            first + random_below(state, size - first));
    if (random_below(state, 3) == 0)
        put(w, ", sphere: {center: [%.0f, %.0f], radius: 400 um, inner_radius: %.0f um}",
            random_between(state, 0, 300), random_between(state, 0, 300), random_between(state, 0, 10));
    if (random_below(state, 2))
        put(w, ", fraction: %.2f", random_between(state, 0, 1));
}

static void put_neuron_event(struct writer *w, struct net *net)
{
    static const char *const kinds[] = {"silence", "silence", "restore", "drive", NULL};
    uint32_t p = random_below(&net->state, net->n);
    bool is_driven = net->kind[p]->poisson || !strcmp(net->kind[p]->model, "poisson_generator");
    const char *kind = random_choice(&net->state, kinds);
    if (!strcmp(kind, "drive") && !is_driven)
        kind = "silence";
    put(w, "  - {at: %.1f ms, %s: {populations: p%u", random_between(&net->state, 0, 40), kind, p);
    put_selection(w, &net->state, net->size[p]);
    if (!strcmp(kind, "drive"))
        put(w, ", factor: %.2f, over: %.1f ms", random_between(&net->state, 0, 3),
            random_below(&net->state, 2) ? random_between(&net->state, 0, 30) : 0);
    put(w, "}}\n");
}

void random_events(uint64_t seed, char *text, size_t size)
{
    struct writer w = {text, size, 0};
    struct net net = random_network(seed, seed % 2 == 1, seed % 8 == 3, &w);
    put(&w, "schedule:\n");
    for (uint32_t k = 1 + random_below(&net.state, 6); k > 0; k--)
        put_neuron_event(&w, &net);
    for (uint32_t k = random_below(&net.state, 3); k > 0; k--) {
        double begin = random_between(&net.state, 0, 40);
        put(&w, "  - {at: %.1f ms, rest: {until: %.1f ms}}\n", begin,
            begin + random_between(&net.state, 0.1, 20));
    }
    if (net.modulation)
        put_gate_events(&w, &net.modulation);
}
