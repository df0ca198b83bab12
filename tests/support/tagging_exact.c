#include "support/tagging_exact.h"

#include <math.h>
#include <stdbool.h>

static const double TAU_CA = 0.0488, TAU_H = 688.4, TAU_P = 3600, TAU_Z = 3600; /* s */
static const double C_PRE = 1, THETA_P = 3, THETA_D = 1.2, GAMMA_P = 1645.6, GAMMA_D = 313.1, LEAK = 0.1;
static const double THETA_TAG = 0.2 * TAGGING_H_0, THETA_PRO = 0.5 * TAGGING_H_0; /* mV */
static const double NEXT_TO_NOTHING = 1e-9; /* s, so that a switch has certainly happened */

static bool potentiates(const struct tagging_synapse *s)
{
    return s->c > THETA_P;
}

static bool depresses(const struct tagging_synapse *s)
{
    return s->c > THETA_D;
}

static double sum_of(const struct tagging_neuron *n)
{
    double sum = 0;
    for (size_t k = 0; k < n->n_synapses; k++)
        sum += fabs(n->synapses[k].d);
    return sum;
}

static double until(double decaying, double threshold, double tau)
{
    return decaying > threshold ? tau * log(decaying / threshold) + NEXT_TO_NOTHING : (double)INFINITY;
}

/* Time to the next switch of any equation, of those that can be told in advance; where h is driven, calcium switches before long. */
static double to_next_switch(const struct tagging_neuron *n, double longest)
{
    double dt = longest;
    bool driven = false;
    for (size_t k = 0; k < n->n_synapses; k++) {
        const struct tagging_synapse *s = &n->synapses[k];
        if (s->next < s->n)
            dt = fmin(dt, s->pulse_s[s->next] - n->now_s);
        dt = fmin(dt, until(s->c, potentiates(s) ? THETA_P : THETA_D, TAU_CA));
        driven = driven || depresses(s);
    }
    for (size_t k = 0; !driven && k < n->n_synapses; k++)
        dt = fmin(dt, until(fabs(n->synapses[k].d), THETA_TAG, TAU_H / LEAK));
    return driven ? dt : fmin(dt, until(sum_of(n), THETA_PRO, TAU_H / LEAK));
}

static void advance_synapse(struct tagging_synapse *s, double dt, double integral_of_p)
{
    double up = potentiates(s) ? GAMMA_P : 0, down = depresses(s) ? GAMMA_D : 0, rate = LEAK + up + down;
    double target = (LEAK * TAGGING_H_0 + 10 * up) / rate - TAGGING_H_0;
    if (fabs(s->d) >= THETA_TAG) {
        double bound = s->d > 0 ? 1 : -0.5;
        s->z = bound + (s->z - bound) * exp(-integral_of_p / TAU_Z);
    }
    s->d = target + (s->d - target) * exp(-rate * dt / TAU_H);
    s->c *= exp(-dt / TAU_CA);
}

static void advance(struct tagging_neuron *n, double dt)
{
    double target = sum_of(n) >= THETA_PRO ? n->alpha : 0, decay = exp(-dt / TAU_P);
    double integral_of_p = target * dt + (n->protein - target) * TAU_P * (1 - decay);
    n->protein = target + (n->protein - target) * decay;
    for (size_t k = 0; k < n->n_synapses; k++)
        advance_synapse(&n->synapses[k], dt, integral_of_p);
    n->now_s += dt;
}

void tagging_run_to(struct tagging_neuron *n, double stop_s)
{
    while (n->now_s < stop_s) {
        for (size_t k = 0; k < n->n_synapses; k++) {
            struct tagging_synapse *s = &n->synapses[k];
            for (; s->next < s->n && s->pulse_s[s->next] <= n->now_s; s->next++)
                s->c += C_PRE;
        }
        advance(n, to_next_switch(n, stop_s - n->now_s));
    }
}
