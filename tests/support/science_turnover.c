#include "support/science_turnover.h"

#include "common/chance.h"
#include "common/normal.h"
#include "common/philox.h"
#include "config/units.h"
#include "reference/builtin.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static philox_block draws_of(const struct ensemble *e, uint32_t site, uint32_t draw, uint32_t stream)
{
    return philox((philox_block){{draw, site, 0, stream << 24}}, e->seed, 0);
}

static void must(engram_code code, engram_status *status)
{
    cr_assert_eq(code, ENGRAM_OK, "%s: %s", engram_status_where(status), engram_status_what(status));
}

static const struct model *rule_named(const char *name, engram_status *status)
{
    static struct registry *registry; /* until the process ends */
    if (!registry)
        must(registry_create(&registry, status), status);
    return registry_find(registry, MODEL_TURNOVER, name);
}

static void make_room(struct ensemble *e)
{
    e->alive = calloc(e->n_sites, sizeof *e->alive);
    e->born = calloc(e->n_sites, sizeof *e->born);
    e->weight = calloc(e->n_sites, sizeof *e->weight);
    e->states = calloc((size_t)e->n_sites * e->rule->n_variables + 1, sizeof *e->states);
    cr_assert(e->alive && e->born && e->weight && e->states);
}

static void compute_values(struct ensemble *e)
{
    for (size_t k = 0; k < e->rule->n_values; k++)
        e->values[k] = (float)model_value(e->rule, k, e->params, e->tick_ms);
}

void ensemble_open(struct ensemble *e, const char *rule, uint32_t n_sites, const char *tick, uint32_t seed)
{
    engram_status *status = engram_status_create();
    const char *rest = NULL;
    *e = (struct ensemble){.rule = rule_named(rule, status), .n_sites = n_sites, .seed = seed};
    cr_assert(e->rule, "there is no turnover rule '%s'", rule);
    cr_assert_eq(units_parse(tick, "ms", &e->tick_ms, &rest), QUANTITY_FINE);
    must(reference_turnover_entry(e->rule, &e->entry, status), status);
    for (size_t i = 0; i < e->rule->n_params; i++)
        e->params[i] = e->rule->params[i].standard;
    compute_values(e);
    make_room(e);
    engram_status_free(status);
}

void ensemble_close(struct ensemble *e)
{
    free(e->alive), free(e->born), free(e->weight), free(e->states);
    *e = (struct ensemble){0};
}

void ensemble_copy(struct ensemble *to, const struct ensemble *from)
{
    *to = *from;
    make_room(to);
    memcpy(to->alive, from->alive, from->n_sites * sizeof *from->alive);
    memcpy(to->born, from->born, from->n_sites * sizeof *from->born);
    memcpy(to->weight, from->weight, from->n_sites * sizeof *from->weight);
    memcpy(to->states, from->states, from->n_sites * from->rule->n_variables * sizeof *from->states);
}

void ensemble_param(struct ensemble *e, const char *name, double value)
{
    int i = model_find_param(e->rule, name);
    cr_assert(i >= 0, "%s has no parameter '%s'", e->rule->name, name);
    e->params[i] = value;
    compute_values(e);
}

static float *states_of(const struct ensemble *e, uint32_t site)
{
    return e->states + (size_t)site * e->rule->n_variables;
}

static void fill(struct ensemble *e, uint32_t site, double weight, bool is_born)
{
    for (size_t k = 0; k < e->rule->n_variables; k++)
        states_of(e, site)[k] = (float)(is_born ? model_born : model_initial)(e->rule, &e->rule->variables[k],
                                                                              e->params, e->tick_ms);
    e->weight[site] = (float)weight;
    e->born[site] = e->tick;
    e->alive[site] = true;
    e->n_alive++;
}

void ensemble_put(struct ensemble *e, uint32_t site, double weight)
{
    cr_assert(!e->alive[site]);
    fill(e, site, weight, false);
}

static size_t state_named(const struct ensemble *e, const char *state)
{
    int k = model_find_variable(e->rule, state);
    cr_assert(k >= 0, "%s has no state '%s'", e->rule->name, state);
    return (size_t)k;
}

void ensemble_set_state(struct ensemble *e, uint32_t site, const char *state, double value)
{
    states_of(e, site)[state_named(e, state)] = (float)value;
}

float ensemble_state(const struct ensemble *e, uint32_t site, const char *state)
{
    return states_of(e, site)[state_named(e, state)];
}

double ensemble_normal(const struct ensemble *e, uint32_t site, uint32_t what)
{
    return (double)normal_(draws_of(e, site, what, STREAM_WEIGHT).v[0]);
}

static void lose(struct ensemble *e)
{
    for (uint32_t i = 0; i < e->n_sites; i++) {
        if (!e->alive[i])
            continue;
        philox_block random = draws_of(e, i, e->tick, STREAM_TURNOVER);
        struct turnover_tick tick = {uniform_(random.v[0]), uniform_(random.v[1]), normal_(random.v[2]), 0,
                                     0};
        float before = e->weight[i];
        if (!e->entry->on_tick(&e->weight[i], states_of(e, i), &tick, e->values))
            continue;
        e->alive[i] = false;
        e->n_alive--;
        e->n_died++;
        e->lost += (double)before;
    }
}

static void bear(struct ensemble *e, double births, double mu, double sd)
{
    float chance = chance_((float)(births / (e->n_sites - e->n_alive)));
    for (uint32_t i = 0; i < e->n_sites && births > 0; i++) {
        if (e->alive[i])
            continue;
        philox_block random = draws_of(e, i, e->tick, STREAM_FORMATION);
        if (uniform_(random.v[0]) < chance)
            fill(e, i, exp(mu + sd * (double)normal_(random.v[1])), true), e->n_born++;
    }
}

void ensemble_tick(struct ensemble *e, double births, double mu, double sd)
{
    e->tick++;
    lose(e);
    bear(e, births, mu, sd);
}

double ensemble_weight(const struct ensemble *e)
{
    double sum = 0;
    for (uint32_t i = 0; i < e->n_sites; i++)
        sum += e->alive[i] ? (double)e->weight[i] : 0;
    return sum / e->n_alive;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void seeds_between(const char *what, const double *values, size_t n, double low, double high,
                   const char *reason)
{
    enum { MOST = 16 };
    double sorted[MOST];
    char shown[400] = "";
    size_t n_inside = 0, used = 0;
    cr_assert(n > 0 && n <= MOST);
    memcpy(sorted, values, n * sizeof *values);
    qsort(sorted, n, sizeof *sorted, ascending);
    for (size_t i = 0; i < n; i++) {
        n_inside += values[i] >= low && values[i] <= high;
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%.4g", i ? ", " : "", values[i]);
    }
    double median = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    cr_log_info("%s: median %.4g of %s (%g to %g)", what, median, shown, low, high);
    cr_expect(median >= low && median <= high, "%s: median %.6g of %s, not from %g to %g (%s)", what, median,
              shown, low, high, reason);
    cr_expect(5 * n_inside >= 4 * n, "%s: only %zu of %zu seeds from %g to %g: %s (%s)", what, n_inside, n,
              low, high, shown, reason);
}
