/* Turnover rules against imaging and development: C1, C2 and C3a of the science notes, five seeds each, with the controls that must fail. Ensembles of sites
 * without a network (support/science_turnover.h): what is tested is the rule and its arithmetic. */
#include "support/science_spines.h"

#include <math.h>

enum { SEEDS = 5, SITES = 16000 };

/* ---- C1 ---- */

Test(turnover, spines_at_rest_look_like_imaging_data, .timeout = 600)
{
    spines_must_look_like_imaging(SITES, 100);
}

Test(turnover, spines_without_a_boundary_follow_the_closed_form, .timeout = 600)
{
    struct ensemble e;
    struct photograph first, later;
    ensemble_open(&e, "spine", 4 * SITES, "6 h", 1);
    ensemble_param(&e, "V_min", 1e-9);
    for (uint32_t i = 0; i < e.n_sites; i++)
        ensemble_put(&e, i, 0.12 * exp(sqrt(0.625) * ensemble_normal(&e, i, 0)));
    spines_days(&e, 20, 0);
    photograph(&e, &first);
    spines_days(&e, 20, 0);
    photograph(&e, &later);
    cr_expect_eq(e.n_alive, e.n_sites, "nothing is lost");
    within("C1, no boundary: SD of ln V", spines_shape(&later).sd, sqrt(0.625), 0.01 * sqrt(0.625),
           "sigma / sqrt(2 theta), 1 %");
    within("C1, no boundary: correlation over 20 days", spines_correlation(&first, &later), exp(-1), 0.02,
           "exp(-20 theta)");
    photograph_free(&first);
    photograph_free(&later);
    ensemble_close(&e);
}

/* Noise of 0.03 um^3 whatever the size: the Langevin rule with a floor far above all sizes. */
Test(turnover, control_additive_noise_is_not_proportional)
{
    struct ensemble e;
    struct changes changes = {0};
    ensemble_open(&e, "langevin", SITES, "6 h", 1);
    ensemble_param(&e, "V_floor", 1e4);
    ensemble_param(&e, "sigma2", 0.03 * 0.03 / (1e4 * 1e4));
    for (uint32_t i = 0; i < SITES; i++)
        ensemble_put(&e, i, 0.12 * exp(0.79 * ensemble_normal(&e, i, 0)));
    spines_days(&e, 2, 0);
    spines_follow(&e, 10, 0, &changes);
    double ratio = spines_relative_change(&changes, 0) / spines_relative_change(&changes, CHANGE_BINS - 1);
    between("C1, control: ratio of SD(dV)/V of the extreme sizes", ratio, 5, INFINITY,
            "additive: not proportional");
    ensemble_close(&e);
}

/* ---- C2 ---- */

Test(turnover, learning_keeps_new_spines_and_stress_loses_spines, .timeout = 600)
{
    spines_must_learn(SITES, 100);
}

/* ---- C3a: over-growth and pruning ---- */

enum { ADULT = 10000, TICKS_PER_YEAR = 50, YEARS = 25 };

struct childhood {
    double peak_year, peak_over_adult, loss, late, selection, survivors;
};

/* 25 years of a piece of cortex with ADULT synapses or so when grown up. Without weak_first weights fluctuate alike, but loss does not look at them. */
static struct childhood grow_up(bool weak_first, uint32_t seed)
{
    const double e_rate = 0.25, l_0 = 1.3, tau_f = 0.8, dt = 1.0 / TICKS_PER_YEAR;
    struct ensemble e;
    struct childhood c = {0};
    uint32_t most = 0, at_16 = 0;
    ensemble_open(&e, "weak_first", 3 * ADULT, "0.02 y", seed);
    if (!weak_first) {
        ensemble_param(&e, "w_half", 1e9); /* every weight is weak, so the hazard is twice `hazard` */
        ensemble_param(&e, "hazard", e_rate / 2);
    }
    for (uint32_t i = 0; i < 9 * ADULT / 10; i++)
        ensemble_put(&e, i, exp(-0.9 + 0.5 * ensemble_normal(&e, i, 0)));
    for (int i = 1; i <= YEARS * TICKS_PER_YEAR; i++) {
        ensemble_tick(&e, ADULT * (e_rate + l_0 * exp(-(i - 0.5) * dt / tau_f)) * dt, -0.9, 0.5);
        if (e.n_alive > most)
            most = e.n_alive, c.peak_year = i * dt;
        if (i == 825) /* 16.5 years */
            at_16 = e.n_alive;
    }
    c.peak_over_adult = (double)most / e.n_alive;
    c.loss = 1 - (double)e.n_alive / most;
    c.late = fabs((double)at_16 / e.n_alive - 1);
    c.survivors = ensemble_weight(&e);
    c.selection = e.lost / (double)e.n_died / c.survivors;
    ensemble_close(&e);
    return c;
}

Test(turnover, weak_synapses_are_pruned_after_over_growth, .timeout = 600)
{
    double year[SEEDS], ratio[SEEDS], loss[SEEDS], late[SEEDS], selection[SEEDS];
    for (uint32_t s = 0; s < SEEDS; s++) {
        struct childhood c = grow_up(true, s + 1);
        year[s] = c.peak_year, ratio[s] = c.peak_over_adult, loss[s] = c.loss, late[s] = c.late;
        selection[s] = c.selection;
        cr_log_info("mean weight of survivors %.4f", c.survivors);
    }
    seeds_between("C3a: year of the peak", year, SEEDS, 1.0, 2.2, "Huttenlocher 1979: 1 to 2 years");
    seeds_between("C3a: peak / adult", ratio, SEEDS, 1.5, 1.9, "childhood peak of 1.5 to 2");
    seeds_between("C3a: loss from the peak", loss, SEEDS, 0.35, 0.47, "40 to 50 %");
    seeds_between("C3a: 16.5 years against 25", late, SEEDS, 0, 0.06, "over by the end of adolescence");
    seeds_between("C3a: weight of eliminated / survivors", selection, SEEDS, 0, 0.80, "weak first: 0.73");
}

Test(turnover, control_loss_that_does_not_look_at_weights_selects_nothing, .timeout = 600)
{
    double year[SEEDS], selection[SEEDS], survivors[SEEDS];
    for (uint32_t s = 0; s < SEEDS; s++) {
        struct childhood c = grow_up(false, s + 1);
        year[s] = c.peak_year, selection[s] = c.selection, survivors[s] = c.survivors;
    }
    seeds_between("C3a, control: year of the peak", year, SEEDS, 1.0, 2.2, "the curve looks as good");
    seeds_between("C3a, control: weight of eliminated / survivors", selection, SEEDS, 0.95, 1.15,
                  "no selection");
    seeds_between("C3a, control: weight of survivors", survivors, SEEDS, 0, 0.60,
                  "weaker than with selection");
}
