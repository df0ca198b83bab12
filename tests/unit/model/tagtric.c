/* The rule tagtric function by function: the equations of science/synaptic.md 5.4, but for the draws, which are given here. */
#include "models.h"

#include <math.h>
#include <string.h>

extern const struct rule_entry rule_entry_tagtric;
extern const struct rule_entry_double rule_double_tagtric;

enum { N_TIMES = 4, SYNTHESIS_S = 1800, ENOUGH = 61, TOO_FEW = 60 };
static const int times_s[N_TIMES] = {600, 1800, 3600, 7200};

/* Late phases with a tag that stays, from the equations in steps of 0.1 s and proteins in closed form: 61 synapses are tagged for half an hour, then 60. */
static const struct late {
    double z, tag, want[N_TIMES];
} lates[] = {
    {0, 1, {0.063320039982, 0.214997215196, 0.365262315859, 0.730562083355}},
    {1, -1, {0.936679960018, 0.785002784804, 0.634737684141, 0.269437916646}},
    {0, -1, {-0.059089656511, -0.122876157888, -0.095230521408, -0.042187435606}},
    {1, 1, {1.059089656511, 1.122876157888, 1.095230521408, 1.042187435606}},
};
enum { N_LATES = sizeof lates / sizeof *lates };

struct cell {
    double values[MODEL_MAX_VALUES], neuron[MODEL_MAX_NEURON_STATES], tag;
    enum precision precision;
};

static struct cell cell_of(enum precision precision, double T_s, double tag)
{
    struct cell c = {.tag = tag, .precision = precision};
    double params[MODEL_MAX_PARAMS];
    const struct model *rule = model_named(MODEL_RULE, "tagtric");
    params_of(rule, params, "T", T_s * 1e3, NULL);
    for (size_t k = 0; k < rule->n_values; k++)
        c.values[k] = model_value(rule, k, params, 0.1);
    return c;
}

#define CALL(event)                                                                                          \
    {                                                                                                        \
        if (c->precision == DOUBLE)                                                                          \
            return rule_double_tagtric.event(w, &c->tag, sees, c->values);                                   \
        float tag = (float)c->tag, see[SEES_N], values[MODEL_MAX_VALUES];                                    \
        for (size_t k = 0; k < SEES_N; k++)                                                                  \
            see[k] = (float)sees[k];                                                                         \
        for (size_t k = 0; k < MODEL_MAX_VALUES; k++)                                                        \
            values[k] = (float)c->values[k];                                                                 \
        float after = rule_entry_tagtric.event((float)w, &tag, see, values);                                 \
        c->tag = (double)tag;                                                                                \
        return (double)after;                                                                                \
    }

static double tick(struct cell *c, double w, const double *sees)
{
    CALL(on_tick)
}

static double arrive(struct cell *c, double w, double depression, double u)
{
    double sees[SEES_N] = {[SEES_XI] = u, [SEES_READ] = depression};
    CALL(on_arrival)
}

static double mark(struct cell *c, double w, double x, double mark, double u)
{
    double sees[SEES_N] = {x, [SEES_XI] = u, [SEES_MARK] = mark};
    CALL(on_mark)
}

static void neuron_tick(struct cell *c, double sum)
{
    float neuron[MODEL_MAX_NEURON_STATES], values[MODEL_MAX_VALUES];
    if (c->precision == DOUBLE) {
        rule_double_tagtric.on_neuron_tick(c->neuron, sum, c->values);
        return;
    }
    for (size_t k = 0; k < MODEL_MAX_NEURON_STATES; k++)
        neuron[k] = (float)c->neuron[k];
    for (size_t k = 0; k < MODEL_MAX_VALUES; k++)
        values[k] = (float)c->values[k];
    rule_entry_tagtric.on_neuron_tick(neuron, (float)sum, values);
    for (size_t k = 0; k < MODEL_MAX_NEURON_STATES; k++)
        c->neuron[k] = (double)neuron[k];
}

/* A tick with this uniform number; 1: the tag stays. */
static double tick_of(struct cell *c, double w, double sum, double u)
{
    double sees[SEES_N] = {[SEES_SUM] = sum, [SEES_XI] = u};
    neuron_tick(c, sum);
    memcpy(sees + SEES_NEURON, c->neuron, 3 * sizeof *sees);
    return tick(c, w, sees);
}

static double weight_of(double z, double tag)
{
    return 1 + 2 * z + (tag > 0 ? tag : 0.5 * tag);
}

static void expect_late(const struct late *l, enum precision precision, int T_s, double most)
{
    struct cell c = cell_of(precision, T_s, l->tag);
    double w = weight_of(l->z, l->tag);
    for (int s = T_s, k = 0; k < N_TIMES; s += T_s) {
        w = tick_of(&c, w, s <= SYNTHESIS_S ? ENOUGH : TOO_FEW, 1);
        if (s != times_s[k])
            continue;
        double want = weight_of(l->want[k], l->tag);
        cr_expect_float_eq(w, want, most, "z = %g, tag %g, %d s: %.12f, not %.12f", l->z, l->tag, s, w, want);
        k++;
    }
}

Test(tagtric, proteins_move_tagged_late_phases_as_the_equations_say)
{
    for (int i = 0; i < N_LATES; i++) {
        expect_late(&lates[i], DOUBLE, 1, 1e-10);
        expect_late(&lates[i], DOUBLE, 10, 1e-7); /* of the Runge-Kutta method */
        expect_late(&lates[i], SINGLE, 10, 3e-6 + 720 * ldexp(1, -24));
    }
}

/* (1 - exp(-1800 s r)) / (tau_pm r) with r = 1 / tau_pm + 1 / tau_pd; then exp(-1 h / tau_pd) of it. */
Test(tagtric, proteins_are_made_above_the_threshold_and_decay_below)
{
    struct cell c = cell_of(DOUBLE, 10, 0);
    for (int s = 10; s <= SYNTHESIS_S; s += 10)
        neuron_tick(&c, ENOUGH);
    cr_expect_float_eq(c.neuron[0], 0.9053756623286691, 1e-10, "%.12f", c.neuron[0]);
    for (int s = 10; s <= 3600; s += 10)
        neuron_tick(&c, TOO_FEW);
    cr_expect_float_eq(c.neuron[0], 0.9053756623286691 * exp(-1), 1e-10, "%.12f", c.neuron[0]);
    for (int s = 0; s < 100 * 3600; s += 10)
        neuron_tick(&c, TOO_FEW);
    cr_expect_eq(c.neuron[0], 0, "%g is left for ever", c.neuron[0]);
}

Test(tagtric, late_phases_stay_where_there_is_no_tag_or_no_protein)
{
    struct cell c = cell_of(DOUBLE, 10, 0);
    cr_expect_float_eq(tick_of(&c, 1, ENOUGH, 1), 1, 1e-15);
    cr_expect_float_eq(tick_of(&c, 3, ENOUGH, 1), 3, 1e-15);
    struct cell tagged = cell_of(DOUBLE, 10, 1);
    cr_expect_float_eq(tick_of(&tagged, 2, TOO_FEW, 1), 2, 1e-15);
}

/* One synapse with and one without luck: a uniform number just below the chance, and just above it. */
Test(tagtric, tags_come_and_go_by_the_chances_of_the_equations)
{
    for (int lucky = 0; lucky < 2; lucky++) {
        double by = lucky ? 1 - 1e-6 : 1 + 1e-6;
        struct cell low = cell_of(DOUBLE, 10, 0), high = low, fading = low;
        double w = arrive(&low, 1, 5.5, 1e-2 * 5.5 * by);
        cr_expect_float_eq(w, lucky ? 0.5 : 1, 1e-12, "after an arrival: %g", w);
        w = mark(&high, 3, 9.5, 70 * 8.5, 1e-3 * 70 * 8.5 * 9.5 / 100 * 0.1 * by);
        cr_expect_float_eq(w, lucky ? 4 : 3, 1e-12, "after a mark: %g", w);
        cr_expect_float_eq(low.tag, -lucky, 0);
        cr_expect_float_eq(high.tag, lucky, 0);
        fading.tag = 1;
        w = tick_of(&fading, 2, TOO_FEW, -expm1(-10.0 / 3600) * by);
        cr_expect_float_eq(w, lucky ? 1 : 2, 1e-12, "h after a tick: %g", w);
        fading.tag = -1;
        w = tick_of(&fading, 0.5, TOO_FEW, -expm1(-10.0 / 5400) * by);
        cr_expect_float_eq(w, lucky ? 1 : 0.5, 1e-12, "l after a tick: %g", w);
    }
}

Test(tagtric, a_tagged_synapse_gets_no_other_tag)
{
    struct cell high = cell_of(DOUBLE, 10, 1), low = cell_of(DOUBLE, 10, -1);
    cr_expect_eq(arrive(&high, 2, 100, 0.5), 2);
    cr_expect_eq(mark(&high, 2, 10, 1e6, 0.5), 2);
    cr_expect_eq(mark(&low, 0.5, 10, 1e6, 0.5), 0.5);
    cr_expect_eq(arrive(&low, 0.5, 100, 0.5), 0.5);
    cr_expect_eq(high.tag - low.tag, 2);
}
