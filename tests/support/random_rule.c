/* A plasticity rule, or several on the same synapses. */
#include "support/random_writer.h"

typedef void put_one(struct writer *w, uint64_t *state, double weight);

static void put_van_rossum(struct writer *w, uint64_t *state, double weight)
{
    put(w, "{stdp_van_rossum: {c_p: %g, c_d: 0.02, w_max: %g, tau_plus: %.1f ms}}", weight * 0.05, 3 * weight,
        random_between(state, 3, 30));
}

static void put_power_law(struct writer *w, uint64_t *state, double weight, double mu)
{
    put(w, "{stdp_pl: {lambda: 0.004, alpha: 0.2, w_0: %g, mu: %g, tau_minus: %.1f ms}}", weight,
        mu < 0.4 ? mu : 0.4, random_between(state, 5, 40));
}

static void put_square_root(struct writer *w, uint64_t *state, double weight)
{
    put_power_law(w, state, weight, 0.4);
}

static void put_remembering(struct writer *w, uint64_t *state, double weight)
{
    double D = random_below(state, 4) ? random_between(state, 0, 12) : 0;
    put(w, "{remembering: {tau: %.1f ms, tau_x: %.1f ms, D: %.1f ms, step: %g, w_max: %g}}",
        random_between(state, 2, 30), random_between(state, 2, 30), D, 0.05 * weight, 2 * weight);
}

/* With a trace that is slow enough for two tables of decay, and has a value at the start. */
static void put_sliding(struct writer *w, uint64_t *state, double weight)
{
    put(w, "{stdp_triplet_sliding: {w_0: %g, w_max: %g, tau_hom: %.1f s, nu_start: %.1f Hz, kappa: %.1f Hz}}",
        weight, 2 * weight, random_between(state, 5, 1500), random_between(state, 0, 40),
        random_between(state, 3, 30));
}

static void put_tagging(struct writer *w, uint64_t *state, double weight)
{
    put(w,
        "{tagging: {T: %.1f ms, h_0: %g, h_max: %g, w_max: %g, theta_tag: %g, theta_pro: %g, tau_h: 3 s, "
        "tau_p: 10 ms, tau_z: 10 ms, tau_Ca: %.1f ms, t_Ca_delay: %.1f ms, sigma_pl: %g}}",
        random_between(state, 0.5, 9), weight, 2 * weight, 3 * weight, 0.01 * weight, 0.3 * weight,
        random_between(state, 5, 50), random_between(state, 0, 20), random_below(state, 3) ? weight : 0);
}

static void put_inhibitory(struct writer *w, uint64_t *state, double weight)
{
    double alpha = random_between(state, 0, 0.6), tau = random_between(state, 3, 30);
    put(w, "{vogels_sprekeler: {eta: %g, alpha: %.2f, tau: %.1f ms, w_max: %g}}", 0.02 * weight, alpha, tau,
        2 * weight);
}

static void put_normalization(struct writer *w, uint64_t *state, double weight)
{
    put(w, "{normalization: {W: %g, T_norm: %.1f ms, w_max: %g}}", weight * random_between(state, 0.5, 20),
        random_between(state, 0.5, 9), 2 * weight);
}

/* With a rule that measures, and with one that counts the time between events; at most four traces of a side. They are few, since each list is a program of its own. */
static void put_several(struct writer *w, uint64_t *state, double weight)
{
    static put_one *const lists[][4] = {{put_sliding, put_inhibitory, put_normalization, NULL},
                                        {put_remembering, put_square_root, put_van_rossum, NULL}};
    put_one *const *list = lists[random_below(state, 2)];
    put(w, "    rule: [");
    for (uint32_t i = 0; list[i]; i++) {
        put(w, i ? ", " : "");
        list[i](w, state, weight);
    }
    put(w, "]\n");
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
        put_van_rossum(w, state, weight);
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

bool put_rule(struct writer *w, uint64_t *state, uint64_t *modulation, double weight)
{
    double mu = (const double[]){0, 1, 0.4}[random_below(state, 3)];
    uint32_t which = modulation ? random_below(modulation, 6) : 6;
    if (which < 2) {
        put(w, "    rule: ");
        (which ? put_remembering : put_tagging)(w, modulation, weight);
        put(w, "\n");
        put_storage(w, modulation);
    } else if (which == 2) {
        put_several(w, modulation, weight);
        put_storage(w, modulation);
    } else {
        return put_single(w, state, weight, mu);
    }
    return true;
}
