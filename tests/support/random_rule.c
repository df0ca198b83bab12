/* A plasticity rule, or several on the same synapses. */
#include "support/random_writer.h"

/* What a rule is written for. */
struct synapses {
    double weight;  /* a typical one */
    double tick_ms; /* of all rules that tick, as those on the same synapses must agree */
};
typedef void put_one(struct writer *w, uint64_t *state, struct synapses of);

static void put_van_rossum(struct writer *w, uint64_t *state, struct synapses of)
{
    put(w, "{stdp_van_rossum: {c_p: %g, c_d: 0.02, w_max: %g, tau_plus: %.1f ms}}", of.weight * 0.05,
        3 * of.weight, random_between(state, 3, 30));
}

static void put_power_law(struct writer *w, uint64_t *state, double weight, double mu)
{
    put(w, "{stdp_pl: {lambda: 0.004, alpha: 0.2, w_0: %g, mu: %g, tau_minus: %.1f ms}}", weight,
        mu < 0.4 ? mu : 0.4, random_between(state, 5, 40));
}

static void put_square_root(struct writer *w, uint64_t *state, struct synapses of)
{
    put_power_law(w, state, of.weight, 0.4);
}

static void put_remembering(struct writer *w, uint64_t *state, struct synapses of)
{
    double D = random_below(state, 4) ? random_between(state, 0, 12) : 0;
    put(w, "{remembering: {tau: %.1f ms, tau_x: %.1f ms, D: %.1f ms, step: %g, w_max: %g}}",
        random_between(state, 2, 30), random_between(state, 2, 30), D, 0.05 * of.weight, 2 * of.weight);
}

/* With a trace that is slow enough for two tables of decay, and has a value at the start. */
static void put_sliding(struct writer *w, uint64_t *state, struct synapses of)
{
    put(w, "{stdp_triplet_sliding: {w_0: %g, w_max: %g, tau_hom: %.1f s, nu_start: %.1f Hz, kappa: %.1f Hz}}",
        of.weight, 2 * of.weight, random_between(state, 5, 1500), random_between(state, 0, 40),
        random_between(state, 3, 30));
}

static void put_tagging(struct writer *w, uint64_t *state, struct synapses of)
{
    put(w,
        "{tagging: {T: %.1f ms, h_0: %g, h_max: %g, w_max: %g, theta_tag: %g, theta_pro: %g, tau_h: 3 s, "
        "tau_p: 10 ms, tau_z: 10 ms, tau_Ca: %.1f ms, t_Ca_delay: %.1f ms, sigma_pl: %g}}",
        of.tick_ms, of.weight, 2 * of.weight, 3 * of.weight, 0.01 * of.weight, 0.3 * of.weight,
        random_between(state, 5, 50), random_between(state, 0, 20), random_below(state, 3) ? of.weight : 0);
}

static void put_inhibitory(struct writer *w, uint64_t *state, struct synapses of)
{
    double alpha = random_between(state, 0, 0.6), tau = random_between(state, 3, 30);
    put(w, "{vogels_sprekeler: {eta: %g, alpha: %.2f, tau: %.1f ms, w_max: %g}}", 0.02 * of.weight, alpha,
        tau, 2 * of.weight);
}

static void put_normalization(struct writer *w, uint64_t *state, struct synapses of)
{
    put(w, "{normalization: {W: %g, T_norm: %.1f ms, w_max: %g}}", of.weight * random_between(state, 0.5, 20),
        of.tick_ms, 2 * of.weight);
}

/* Efficacies that are moved by single spikes; noise in two of three. */
static void put_calcium(struct writer *w, uint64_t *state, struct synapses of)
{
    put(w, "{calcium: {T: %.1f ms, w_0: %g, b: %.1f, w_max: %g, D: %.1f ms, tau: %.1f s, sigma: %g}}",
        of.tick_ms, 0.3 * of.weight, random_between(state, 2, 9), 3 * of.weight, random_between(state, 0, 20),
        random_between(state, 0.5, 5), random_below(state, 3) ? 2.8 : 0);
}

static void put_bcm(struct writer *w, uint64_t *state, struct synapses of)
{
    put(w,
        "{bcm: {T: %.1f ms, eta: %g, theta_start: %.0f, tau_theta: %.0f ms, tau_x: %.1f ms, tau_y: %.1f ms, "
        "w_max: %g}}",
        of.tick_ms, 3e-5 * of.weight, random_between(state, 0, 60), random_between(state, 10, 200),
        random_between(state, 2, 30), random_between(state, 2, 30), 2 * of.weight);
}

static void put_orchestrated(struct writer *w, uint64_t *state, struct synapses of)
{
    put(w,
        "{orchestrated_sliding: {T_ref: %.1f ms, w_0: %g, A: %.2f, B: %.2f, delta: 0.01, tau_cons: %.1f ms, "
        "tau_hom: %.1f s, nu_start: %.0f, w_ref: %g, w_max: %g}}",
        of.tick_ms, 0.7 * of.weight, random_between(state, 0, 0.5), random_between(state, 0, 0.3),
        random_between(state, 5, 90), random_between(state, 0.05, 1500), random_between(state, 0, 40),
        0.8 * of.weight, 2 * of.weight);
}

static void put_heterosynaptic(struct writer *w, uint64_t *state, struct synapses of)
{
    put(w, "{heterosynaptic: {beta: %.2f, n: 1.5, tau: %.1f ms, w_tilde: %g, w_max: %g}}",
        random_between(state, 0, 1), random_between(state, 2, 30), 0.6 * of.weight, 2 * of.weight);
}

/* With a rule that measures, with those that count the time between events, draw and act late, and with all the columns, traces and rules that there can be.
 * They are few, since each list is a program of its own. */
static void put_several(struct writer *w, uint64_t *state, struct synapses of)
{
    static put_one *const lists[][5] = {{put_sliding, put_inhibitory, put_normalization},
                                        {put_remembering, put_square_root, put_van_rossum},
                                        {put_normalization, put_calcium, put_orchestrated},
                                        {put_calcium, put_bcm, put_heterosynaptic, put_square_root},
                                        {put_bcm, put_orchestrated}};
    put_one *const *list = lists[random_below(state, sizeof lists / sizeof *lists)];
    put(w, "[");
    for (uint32_t i = 0; list[i]; i++) {
        put(w, i ? ", " : "");
        list[i](w, state, of);
    }
    put(w, "]");
}

static void put_general(struct writer *w, uint64_t *state, double weight, double mu)
{
    static const char *const general[] = {"stdp", "stdp_nn_symm", "stdp_nn_restr", "stdp_nn_pre_centered",
                                          NULL};
    double tau_minus = random_between(state, 3, 30), tau_plus = random_between(state, 3, 30);
    double alpha = random_between(state, 0.5, 1.5), lambda = random_between(state, 0.001, 0.1);
    put(w,
        "{%s: {lambda: %g, alpha: %g, mu_plus: %g, mu_minus: %g, w_max: %g, tau_plus: %.1f ms, tau_minus: "
        "%.1f ms}}",
        random_choice(state, general), lambda, alpha, mu, mu, 2 * weight, tau_plus, tau_minus);
}

/* Of the rules that are drawn without modulation. Returns whether it changes weights. */
static bool put_single(struct writer *w, uint64_t *state, double weight, double mu)
{
    uint32_t which = random_below(state, 6);
    put(w, "    rule: ");
    if (which == 0)
        put(w, "static");
    else if (which == 1)
        put_van_rossum(w, state, (struct synapses){weight, 0});
    else if (which == 2)
        put_power_law(w, state, weight, mu);
    else
        put_general(w, state, weight, mu);
    put(w, "\n");
    if (which ==
        2) /* it has no bound: sources may fire at 4 kHz, and with mu = 1 it grows beyond any limit */
        put(w, "    weight_limit: %g\n", 1000 * weight);
    return which != 0;
}

/* Rules that see more than spikes of both sides, each by itself; and several. */
static void put_modern(struct writer *w, uint64_t *state, double weight)
{
    static put_one *const rules[] = {put_tagging,      put_remembering, put_calcium, put_bcm,
                                     put_orchestrated, put_several,     put_several};
    struct synapses of = {weight, random_between(state, 0.5, 9)};
    put(w, "    rule: ");
    rules[random_below(state, sizeof rules / sizeof *rules)](w, state, of);
    put(w, "\n");
    put_storage(w, state);
}

bool put_rule(struct writer *w, uint64_t *state, uint64_t *modulation, double weight)
{
    double mu = (const double[]){0, 1, 0.4}[random_below(state, 3)];
    if (!modulation || random_below(modulation, 4) == 0)
        return put_single(w, state, weight, mu);
    put_modern(w, modulation, weight);
    return true;
}
