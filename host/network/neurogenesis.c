#include "network/neurogenesis.h"

#include "network/draw.h"
#include "network/elementary.h"

#include <math.h>

bool network_has_neurogenesis(const struct network *net)
{
    for (size_t i = 0; i < net->n_populations; i++)
        if (net->populations[i].neurogenesis)
            return true;
    return false;
}

/* 1 when the level is 0.5 above rest, so that what an influence says holds there. */
static double above_rest(double level)
{
    return (level - REGION_AT_REST.bdnf) / 0.5;
}

static double relaxed(double before, double target, double tau_days)
{
    return before + (target - before) * (1 - elementary_exp(-1 / tau_days));
}

struct region region_next(const struct neurogenesis *g, struct region before, uint64_t day)
{
    struct region target = REGION_AT_REST;
    for (size_t k = 0; k < g->n_targets && g->targets[k].begin < day * g->day; k++)
        target = g->targets[k].level;
    return (struct region){relaxed(before.bdnf, target.bdnf, g->bdnf.tau_days),
                           relaxed(before.cort, target.cort, g->cort.tau_days)};
}

static double influenced(double value, const struct neurogenesis *g, struct region level, bool is_birth)
{
    double bdnf = is_birth ? g->bdnf.births : g->bdnf.survival,
           cort = is_birth ? g->cort.births : g->cort.survival;
    return fmax(0, value * (1 + bdnf * above_rest(level.bdnf)) * (1 + cort * above_rest(level.cort)));
}

static uint64_t created(const struct neurogenesis *g, uint64_t day)
{
    uint64_t n = 0;
    for (size_t k = 0; k < g->n_creations; k++) {
        uint64_t first = (g->creations[k].begin + g->day - 1) / g->day;
        n += (first ? first : 1) == day ? g->creations[k].n : 0;
    }
    return n;
}

/* A Poisson number: the sum of as many small ones as it takes, each by inversion. */
uint64_t births_of_day(const struct network *net, const struct population *p, struct region level,
                       uint64_t day)
{
    double mean = influenced(p->neurogenesis->births, p->neurogenesis, level, true);
    uint32_t thresholds[POISSON_MAX_THRESHOLDS], n_parts = (uint32_t)ceil(mean / POISSON_MAX_MEAN);
    uint64_t sum = created(p->neurogenesis, day);
    uint32_t n = n_parts ? poisson_thresholds(mean / n_parts, thresholds, POISSON_MAX_THRESHOLDS) : 0;
    for (uint32_t part = 0; part < n_parts; part++) {
        struct draw_key key = {net->seed, p->owner, STREAM_BIRTH, part / 4, (uint32_t)day};
        uint32_t word = draw_block(&key, 0).v[part % 4];
        for (uint32_t k = 0; k < n; k++)
            sum += word >= thresholds[k];
    }
    return sum;
}

double survival_chance(const struct neurogenesis *g, struct region level, double calcium)
{
    double chance = influenced(g->survival, g, level, false);
    if (g->calcium_half > 0)
        chance *= 2 * calcium / (calcium + g->calcium_half);
    return chance;
}

struct fate cell_fate(const struct network *net, const struct population *p, uint32_t slot,
                      uint64_t day_of_birth)
{
    const struct neurogenesis *g = p->neurogenesis;
    struct draw_key key = {net->seed, p->owner, STREAM_FATE, slot, (uint32_t)day_of_birth};
    philox_block a = draw_block(&key, 0), b = draw_block(&key, 1);
    double lives = -elementary_log(draw_uniform(b.v[0], b.v[1])) * g->lifetime_days;
    double death = 1 + floor(lives) + (day_of_birth ? g->maturity_day : 0);
    return (struct fate){.checkpoint = g->first_day + draw_below(a.v[0], g->last_day - g->first_day + 1),
                         .death = death < 4e9 ? (uint32_t)death : UINT32_MAX,
                         .needs = draw_uniform(a.v[1], a.v[2])};
}

/* From `newborn` evenly to `mature` at maturity. */
static float matured(const struct neurogenesis *g, double newborn, double mature, uint64_t age_days)
{
    double rest = age_days < g->maturity_day ? 1 - (double)age_days / g->maturity_day : 0;
    return (float)(mature + (newborn - mature) * rest);
}

float excitability_at(const struct neurogenesis *g, uint64_t age_days)
{
    return matured(g, g->excitability, 1, age_days);
}

float input_density_at(const struct neurogenesis *g, uint64_t age_days)
{
    return matured(g, g->input_density, 1, age_days);
}

float plasticity_at(const struct neurogenesis *g, uint64_t age_days)
{
    return matured(g, 1, g->mature_plasticity, age_days);
}

bool projection_learns_by_age(const struct network *net, const struct projection *p)
{
    const struct neurogenesis *g = net->populations[p->target].neurogenesis;
    return g && g->mature_plasticity < 1 && model_is_plastic(p->rule);
}

uint64_t neurogenesis_next(const struct population *p, uint64_t step)
{
    return p->neurogenesis ? (step / p->neurogenesis->day + 1) * p->neurogenesis->day : UINT64_MAX;
}
