/* Myelin rules on real spikes: the fixed point of M6b, and M6d against its equations in double precision. */
#include "engine/simulation.h"
#include "store/axons.h"
#include "support/science.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void read_axons(struct trial *t, struct axon_table *axons)
{
    cr_assert_eq(store_axons(t->sim->store, 0, axons, t->status), ENGRAM_OK, "%s",
                 engram_status_what(t->status));
}

/* ---- M6b ---- */

enum { CELLS = 40 };

/* Velocities of axons of neurons that fire regularly, at rest, and how often each has fired in the second half. */
static void settle(double a_up, double *velocity, double *rate_hz)
{
    struct trial t;
    struct axon_table axons = {0};
    static double times[100000];
    char *text =
        textf("duration: 60 s\npopulations:\n"
              "  N: {model: iaf_psc_exp, size: %d, params: {I_e: {uniform: {low: 380 pA, high: 1500 pA}}}}\n"
              "  P: {model: parrot, size: %d}\nprojections:\n"
              "  A: {source: N, target: P, connect: one_to_one, weight: 1, length: 10 mm, velocity: 2 m/s, "
              "dendritic_delay: 6 ms, myelin: {rate_driven: {a_up: %g, a_down: 0.2 Hz}}}\n",
              CELLS, CELLS, a_up);
    trial_whole(&t, text);
    read_axons(&t, &axons);
    for (uint32_t i = 0; i < CELLS; i++) {
        size_t n = trial_times(&t, "N", i, times, sizeof times / sizeof *times), late = 0;
        while (times[late] < 30000)
            late++;
        rate_hz[i] = (double)(n - 1 - late) / (1e-3 * (times[n - 1] - times[late]));
        velocity[i] = (double)axons.states[i];
    }
    axon_table_free(&axons);
    trial_close(&t);
    free(text);
}

Test(myelin, velocity_rests_where_rate_and_loss_balance)
{
    const double a_up = 0.004, a_down = 0.2, low = 0.5, high = 10;
    double velocity[CELLS], rate[CELLS], worst = 0, slowest = INFINITY, fastest = 0;
    settle(a_up, velocity, rate);
    for (uint32_t i = 0; i < CELLS; i++) {
        double want = (a_up * rate[i] * high + a_down * low) / (a_up * rate[i] + a_down);
        worst = fmax(worst, fabs(velocity[i] / want - 1));
        slowest = fmin(slowest, velocity[i]);
        fastest = fmax(fastest, velocity[i]);
    }
    between("M6b: worst of 40 axons, relative", worst, 0, 0.01,
            "(a_up r v_max + a_dn v_min) / (a_up r + a_dn), 1 %");
    between("M6b: slowest", slowest, 2, 5, "20 Hz or so");
    between("M6b: fastest", fastest, 7, 9, "200 Hz or so: the rates are far apart");
    settle(0, velocity, rate);
    within("M6b, control: no gain", velocity[0], low, 0.01 * low, "v_min, whatever the rate");
}

/* ---- M6d ---- */

enum { AXONS = 20, GROUP = 10, SEGMENTS = 5, N_STEPS = 200000, TICK = 100, MOST = 100 };
static const double tau_g = 20, lambda_M = 0.1, tau_A = 10, nominal = 10, shortest = 0.6, longest = 20;

/* The equations, step by step, in double; dt is 1 ms. */
struct equations {
    double M[AXONS][SEGMENTS], tau[AXONS][SEGMENTS];
    double A[AXONS / GROUP][SEGMENTS], B[AXONS / GROUP][SEGMENTS], rho[AXONS / GROUP][SEGMENTS];
    uint32_t offset[AXONS][SEGMENTS];
    unsigned char came[MOST + 1][AXONS][SEGMENTS]; /* spikes by step, modulo the longest way */
};

static void place_cells(struct equations *e)
{
    for (int i = 0; i < AXONS; i++) {
        double sum = 0;
        for (int k = 0; k < SEGMENTS; k++) {
            e->offset[i][k] = (uint32_t)fmin(sum + 0.5, MOST);
            sum += e->tau[i][k];
        }
    }
}

static void equations_step(struct equations *e, uint64_t step)
{
    unsigned char(*now)[SEGMENTS] = e->came[step % (MOST + 1)];
    for (int g = 0; g < AXONS / GROUP; g++)
        for (int k = 0; k < SEGMENTS; k++) {
            double n = 0;
            e->A[g][k] *= exp(-1 / tau_g);
            e->B[g][k] *= exp(-2 / tau_g);
            double G = 2 / tau_g * (e->A[g][k] - e->B[g][k]);
            for (int i = g * GROUP; i < (g + 1) * GROUP; i++) {
                e->M[i][k] += lambda_M * G * now[i][k];
                n += now[i][k];
            }
            e->A[g][k] += n;
            e->B[g][k] += n;
        }
    memset(now, 0, sizeof e->came[0]);
}

static void equations_tick(struct equations *e, double lambda_H)
{
    for (int g = 0; g < AXONS / GROUP; g++)
        for (int k = 0; k < SEGMENTS; k++) {
            double mean = 0, span = longest - shortest;
            for (int i = g * GROUP; i < (g + 1) * GROUP; i++) {
                double *tau = &e->tau[i][k], gained = e->M[i][k] * (1 - exp(-TICK / tau_A));
                e->M[i][k] -= gained;
                *tau += e->rho[g][k] * TICK * (longest - *tau) / span - gained * (*tau - shortest) / span;
                *tau = fmin(fmax(*tau, shortest), longest);
                mean += *tau / GROUP;
            }
            e->rho[g][k] *= exp(lambda_H * TICK * (nominal - mean));
        }
    place_cells(e);
}

/* Mean delay of the whole axon at the end. Of every segment the engine's must be that of the equations on the same spikes. */
static double wander(double lambda_H, double *largest_error)
{
    struct trial t;
    struct axon_table axons = {0};
    struct equations *e = calloc(1, sizeof *e);
    char *text = textf(
        "dt: 1 ms\nduration: %d ms\npopulations:\n"
        "  S: {model: poisson_generator, size: %d, params: {rate: 10 Hz}}\n  P: {model: parrot, size: %d}\n"
        "projections:\n  A: {source: S, target: P, connect: one_to_one, weight: 1, length: 50 mm, "
        "dendritic_delay: 60 ms, myelin: {oligodendrocyte: {lambda_H: %g, tau_s: 80}}}\n",
        N_STEPS, AXONS, AXONS, lambda_H);
    trial_whole(&t, text);
    read_axons(&t, &axons);
    const struct spikes *s = trial_spikes(&t, "S");
    for (int i = 0; i < AXONS; i++)
        for (int k = 0; k < SEGMENTS; k++) {
            e->tau[i][k] = nominal;
            e->rho[i / GROUP][k] = lambda_M * GROUP / (80.0 * 80.0);
        }
    place_cells(e);
    size_t next = 0;
    for (uint64_t step = 1; step <= N_STEPS; step++) {
        for (; next < s->n && s->step[next] == step; next++)
            for (int k = 0; k < SEGMENTS; k++)
                e->came[(step + e->offset[s->neuron[next]][k]) % (MOST + 1)][s->neuron[next]][k]++;
        equations_step(e, step);
        if (step % TICK == 0)
            equations_tick(e, lambda_H);
    }
    double mean = 0;
    for (int i = 0; i < AXONS; i++)
        for (int k = 0; k < SEGMENTS; k++) {
            /* states: M, tau; each [segment][axon] */
            double tau = (double)axons.states[(size_t)SEGMENTS * AXONS + (size_t)k * AXONS + (size_t)i];
            *largest_error = fmax(*largest_error, fabs(tau / e->tau[i][k] - 1));
            mean += tau / AXONS;
        }
    axon_table_free(&axons);
    trial_close(&t);
    free(text);
    free(e);
    return mean;
}

Test(myelin, cells_follow_their_equations_and_keep_the_mean_delay)
{
    double error = 0;
    double kept = wander(1e-5, &error), lost = wander(0, &error);
    between(
        "M6d: largest error of a segment's delay", error, 0, 1e-3,
        "single against double precision over 2,000 ticks; a cell's place may be rounded to the next step");
    within("M6d: mean delay (ms)", kept, 50, 3, "50 +- 3 ms");
    between("M6d, control: no homeostasis", fabs(lost - 50), 4, 50, "more gain than loss: delays shrink");
}
