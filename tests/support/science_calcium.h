/* The calcium rule under protocols that repeat a pattern of spikes: what the authors' formula gives, and what synapses of the engine do. */
#ifndef ENGRAM_TESTS_SCIENCE_CALCIUM_H
#define ENGRAM_TESTS_SCIENCE_CALCIUM_H

struct calcium_set {
    const char *name;                                                            /* of the rule's set */
    double tau_Ca, C_pre, C_post, theta_p, gamma_d, gamma_p, sigma, tau_s, D, b; /* theta_d is 1 */
    double beta; /* share of the synapses that are DOWN before */
};
extern const struct calcium_set calcium_sets[];
enum {
    CALCIUM_DP,
    CALCIUM_DPD,
    CALCIUM_DPD_PRIME,
    CALCIUM_P,
    CALCIUM_D,
    CALCIUM_CORTICAL,
    CALCIUM_HIPPOCAMPAL,
    CALCIUM_SETS
};

/* A pre spike every period_ms, n of them, and with each n_post post spikes, CALCIUM_BURST_MS apart, the last of them lag_ms after it. */
struct calcium_pairs {
    double period_ms;
    int n, n_post;
    double lag_ms;
};
#define CALCIUM_BURST_MS 11.5
enum { CALCIUM_POST_MAX = 2 };

/* Strength after over strength before, by Graupner & Brunel's formula (science/synaptic.md, 3.4). */
double calcium_formula(const struct calcium_set *set, const struct calcium_pairs *pairs);
/* The same of 2 x 2048 synapses for each of n conditions, side by side in one network, in steps of dt_ms. */
void calcium_engine(const struct calcium_set *set, const struct calcium_pairs *pairs, int n, double dt_ms,
                    double *change);
#endif
