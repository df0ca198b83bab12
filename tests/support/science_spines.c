#include "support/science_spines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SEEDS = 5 };

void photograph(const struct ensemble *e, struct photograph *p)
{
    uint32_t n = e->n_sites;
    bool two_kinds = model_find_variable(e->rule, "consolidated") >= 0;
    *p = (struct photograph){.alive = malloc(n * sizeof *p->alive),
                             .old = malloc(n * sizeof *p->old),
                             .born = malloc(n * sizeof *p->born),
                             .weight = malloc(n * sizeof *p->weight),
                             .n_sites = n,
                             .n_alive = e->n_alive};
    memcpy(p->alive, e->alive, n * sizeof *p->alive);
    memcpy(p->born, e->born, n * sizeof *p->born);
    memcpy(p->weight, e->weight, n * sizeof *p->weight);
    for (uint32_t i = 0; i < n; i++)
        p->old[i] = p->alive[i] && (!two_kinds || ensemble_state(e, i, "consolidated") > 0.5f);
}

void photograph_free(struct photograph *p)
{
    free(p->alive), free(p->old), free(p->born), free(p->weight);
}

void spines_days(struct ensemble *e, double n, double formation)
{
    const double ln_born = log(0.04), sd_born = 0.3;
    for (int i = 0; i < n * TICKS_PER_DAY; i++)
        ensemble_tick(e, formation * 0.062 * e->n_sites / TICKS_PER_DAY, ln_born, sd_born);
}

static bool still_there(const struct ensemble *e, const struct photograph *p, uint32_t i)
{
    return p->alive[i] && e->alive[i] && e->born[i] == p->born[i];
}

double spines_left(const struct ensemble *e, const struct photograph *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->n_sites; i++)
        n += still_there(e, p, i);
    return (double)n / p->n_alive;
}

/* ---- sizes ---- */

struct shape spines_shape(const struct photograph *p)
{
    double n = 0, mean = 0, m2 = 0, m3 = 0;
    for (uint32_t i = 0; i < p->n_sites; i++)
        if (p->old[i])
            n++, mean += log((double)p->weight[i]);
    mean /= n;
    for (uint32_t i = 0; i < p->n_sites; i++) {
        double x = p->old[i] ? log((double)p->weight[i]) - mean : 0;
        m2 += x * x / n;
        m3 += x * x * x / n;
    }
    return (struct shape){sqrt(m2), m3 / pow(m2, 1.5)};
}

static bool both_old(const struct photograph *a, const struct photograph *b, uint32_t i)
{
    return a->old[i] && b->old[i] && a->born[i] == b->born[i];
}

double spines_correlation(const struct photograph *a, const struct photograph *b)
{
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (uint32_t i = 0; i < a->n_sites; i++) {
        if (!both_old(a, b, i))
            continue;
        double u = log((double)a->weight[i]), v = log((double)b->weight[i]);
        n++, x += u, y += v, xx += u * u, yy += v * v, xy += u * v;
    }
    return (xy / n - x / n * y / n) / sqrt((xx / n - x / n * x / n) * (yy / n - y / n * y / n));
}

static void collect(struct changes *c, const struct photograph *a, const struct photograph *b)
{
    for (uint32_t i = 0; i < a->n_sites; i++) {
        if (!both_old(a, b, i))
            continue;
        double V = (double)a->weight[i], dV = (double)b->weight[i] - V;
        int bin = (int)floor(log(V / 0.04) / log(0.5 / 0.04) * CHANGE_BINS);
        if (bin >= 0 && bin < CHANGE_BINS)
            c->n[bin]++, c->V[bin] += V, c->dV[bin] += dV, c->dV2[bin] += dV * dV;
    }
}

void spines_follow(struct ensemble *e, int n_days, double formation, struct changes *c)
{
    struct photograph before, after;
    photograph(e, &before);
    for (int day = 0; day < n_days; day++) {
        spines_days(e, 1, formation);
        photograph(e, &after);
        collect(c, &before, &after);
        photograph_free(&before);
        before = after;
    }
    photograph_free(&before);
}

double spines_relative_change(const struct changes *c, int bin)
{
    double mean = c->dV[bin] / c->n[bin];
    return sqrt(c->dV2[bin] / c->n[bin] - mean * mean) / (c->V[bin] / c->n[bin]);
}

/* ---- C1 ---- */

void spines_settle(struct ensemble *e, uint32_t n_sites, double n_days, uint32_t seed)
{
    ensemble_open(e, "spine", n_sites, "6 h", seed);
    for (uint32_t i = 0; i < n_sites / 2; i++) {
        bool labile = i % 100 < 27; /* 16,300 of 60,000: births over h_l + h_c */
        double xi = ensemble_normal(e, i, 0);
        ensemble_put(e, i, labile ? 0.04 * exp(0.3 * xi) : exp(-2.03 + 0.73 * xi));
        ensemble_set_state(e, i, "consolidated", !labile);
    }
    spines_days(e, n_days, 1);
}

/* Gained and lost from day to day, over twice their number: mean of so many days. */
static double turnover(struct ensemble *e, int n_days)
{
    double sum = 0;
    for (int day = 0; day < n_days; day++) {
        struct photograph before;
        photograph(e, &before);
        spines_days(e, 1, 1);
        double kept = spines_left(e, &before) * before.n_alive;
        sum += (before.n_alive + e->n_alive - 2 * kept) / (before.n_alive + e->n_alive) / n_days;
        photograph_free(&before);
    }
    return sum;
}

/* Share of the spines there are now whose whole life is of eight days at least. */
static double persistent(struct ensemble *e)
{
    enum { LONG = 8 * TICKS_PER_DAY };
    struct photograph now;
    uint32_t n_brief = 0;
    photograph(e, &now);
    for (int i = 0; i < LONG; i++) {
        spines_days(e, 1.0 / TICKS_PER_DAY, 1);
        for (uint32_t k = 0; k < e->n_sites; k++) {
            if (now.alive[k] && !still_there(e, &now, k)) {
                n_brief += e->tick - now.born[k] < LONG;
                now.alive[k] = false;
            }
        }
    }
    photograph_free(&now);
    return 1 - (double)n_brief / now.n_alive;
}

struct rest spines_at_rest(struct ensemble *e)
{
    struct photograph first, later;
    struct changes changes = {0};
    photograph(e, &first);
    struct shape shape = spines_shape(&first);
    struct rest r = {.sd = shape.sd, .skew = shape.skew, .least_change = INFINITY};
    spines_follow(e, 20, 1, &changes);
    for (int bin = 0; bin < CHANGE_BINS; bin++) {
        r.least_change = fmin(r.least_change, spines_relative_change(&changes, bin));
        r.most_change = fmax(r.most_change, spines_relative_change(&changes, bin));
    }
    photograph(e, &later);
    r.correlation = spines_correlation(&first, &later);
    spines_days(e, 8, 1);
    r.left_at_28 = spines_left(e, &first);
    r.turnover = turnover(e, 10);
    r.persistent = persistent(e);
    photograph_free(&first);
    photograph_free(&later);
    return r;
}

void spines_must_look_like_imaging(uint32_t n_sites, double settle_days)
{
    double share[SEEDS], gain[SEEDS], left[SEEDS], sd[SEEDS], skew[SEEDS], low[SEEDS], high[SEEDS],
        same[SEEDS];
    for (uint32_t s = 0; s < SEEDS; s++) {
        struct ensemble e;
        spines_settle(&e, n_sites, settle_days, s + 1);
        struct rest r = spines_at_rest(&e);
        share[s] = r.persistent, gain[s] = r.turnover, left[s] = r.left_at_28, sd[s] = r.sd;
        skew[s] = r.skew, low[s] = r.least_change, high[s] = r.most_change, same[s] = r.correlation;
        ensemble_close(&e);
    }
    seeds_between("C1: persistent fraction", share, SEEDS, 0.70, 0.77, "Holtmaat 2005: at least 8 days");
    seeds_between("C1: daily turnover", gain, SEEDS, 0.09, 0.14, "gained and lost over twice the number");
    seeds_between("C1: survival at 28 days", left, SEEDS, 0.60, 0.72, "imaging");
    seeds_between("C1: SD of ln V", sd, SEEDS, 0.69, 0.77, "0.73 +- 0.04");
    seeds_between("C1: skew of ln V", skew, SEEDS, -0.35, 0.35, "log-normal");
    seeds_between("C1: least SD(dV)/V of five sizes", low, SEEDS, 0.23, 0.29, "proportional to size");
    seeds_between("C1: largest SD(dV)/V of five sizes", high, SEEDS, 0.23, 0.29, "proportional to size");
    seeds_between("C1: correlation over 20 days", same, SEEDS, 0.25, 0.37, "days and months");
}

/* ---- C2 ---- */

struct lesson spines_learn(const struct ensemble *rested, double formation, double m)
{
    struct ensemble e;
    struct photograph trained;
    struct lesson lesson = {0};
    ensemble_copy(&e, rested);
    ensemble_param(&e, "m", m);
    spines_days(&e, 2, formation);
    double n_born = (double)(e.n_born - rested->n_born);
    photograph(&e, &trained);
    for (uint32_t i = 0; i < e.n_sites; i++) {
        trained.alive[i] = trained.alive[i] && trained.born[i] > rested->tick;
        lesson.n_new += trained.alive[i];
    }
    spines_days(&e, 4, 1);
    ensemble_param(&e, "m", 1);
    spines_days(&e, 26, 1);
    lesson.left = spines_left(&e, &trained) * trained.n_alive / n_born;
    photograph_free(&trained);
    ensemble_close(&e);
    return lesson;
}

double spines_stress(const struct ensemble *rested)
{
    struct ensemble e;
    ensemble_copy(&e, rested);
    ensemble_param(&e, "m", 0.5);
    spines_days(&e, 21, 0.6);
    double density = (double)e.n_alive / rested->n_alive;
    ensemble_close(&e);
    return density;
}

void spines_must_learn(uint32_t n_sites, double settle_days)
{
    double ratio[SEEDS], trained[SEEDS], control[SEEDS], formed[SEEDS], density[SEEDS];
    for (uint32_t s = 0; s < SEEDS; s++) {
        struct ensemble e;
        spines_settle(&e, n_sites, settle_days, s + 1);
        struct lesson with = spines_learn(&e, 2, 20), without = spines_learn(&e, 1, 1);
        ratio[s] = with.n_new / without.n_new, trained[s] = with.left, control[s] = without.left;
        formed[s] = spines_learn(&e, 2, 1).left;
        density[s] = spines_stress(&e);
        ensemble_close(&e);
    }
    seeds_between("C2: new spines, trained / control", ratio, SEEDS, 1.8, 2.2,
                  "Xu 2009: about twice as many");
    seeds_between("C2: of them there 30 days later", trained, SEEDS, 0.15, 0.23,
                  "consolidated while m is 20");
    seeds_between("C2: the same, no training", control, SEEDS, 0, 0.03, "most are labile and vanish");
    seeds_between("C2, control: formation without m", formed, SEEDS, 0, 0.03,
                  "formation alone is not enough");
    seeds_between("C2: density after 21 days of stress", density, SEEDS, 0.84, 0.91, "10 to 15 % are lost");
}
