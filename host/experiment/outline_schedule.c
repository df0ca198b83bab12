/* The schedule of an outline: everything that happens at times that the experiment gives, wherever the network keeps it. */
#include "experiment/outline.h"

#include "network/structure.h"

#include <inttypes.h>

/* ", within 1 s" */
static void add_over(struct text *text, const struct network *net, uint64_t over)
{
    if (over == 0)
        return;
    text_add(text, ", within ");
    outline_steps(text, net, over);
}

static void add_until(struct text *text, const struct network *net, uint64_t end)
{
    if (end >= net->n_steps)
        return;
    text_add(text, " until ");
    outline_steps(text, net, end);
}

/* ---- neurons ---- */

/* Of a list of spikes: those within the run. */
static void add_spikes(struct outline *o, const struct population *p)
{
    uint64_t n = 0, first = UINT64_MAX, last = 0;
    for (uint64_t i = 0; i < p->spikes.n; i++) {
        uint64_t step = p->spikes.step[i];
        if (step > o->net->n_steps)
            continue;
        n++;
        first = step < first ? step : first;
        last = step > last ? step : last;
    }
    if (n == 0)
        return;
    struct outline_row *row = outline_add(o, first, p->volleys.offset_ms ? "volleys" : "spikes", p->name);
    text_add(&row->detail, "%" PRIu64 " spike%s", n, n == 1 ? "" : "s");
    if (last > first) {
        text_add(&row->detail, " until ");
        outline_steps(&row->detail, o->net, last);
    }
}

static void add_current(struct outline *o, const struct population *p, const struct current *current)
{
    struct outline_row *row = outline_add(o, current->begin, "current", p->name);
    outline_quantity(&row->detail, &current->amplitude, "pA");
    add_until(&row->detail, o->net, current->end);
    outline_selection(&row->detail, &current->which);
}

static void add_neuron_event(struct outline *o, const struct population *p, const struct neuron_event *e)
{
    static const char *const kinds[] = {
        [NEURON_SILENCE] = "silence", [NEURON_RESTORE] = "restore", [NEURON_DRIVE] = "drive"};
    struct outline_row *row = outline_add(o, e->begin, kinds[e->kind], p->name);
    if (e->kind == NEURON_DRIVE)
        text_add(&row->detail, "%g times the rate of Poisson input", e->factor);
    add_over(&row->detail, o->net, e->over);
    outline_selection(&row->detail, &e->which);
}

static void add_neurogenesis(struct outline *o, const struct population *p)
{
    const struct neurogenesis *g = p->neurogenesis;
    for (size_t i = 0; i < g->n_targets; i++)
        text_add(&outline_add(o, g->targets[i].begin, "region", p->name)->detail,
                 "BDNF to %g, cortisol to %g", g->targets[i].level.bdnf, g->targets[i].level.cort);
    for (size_t i = 0; i < g->n_creations; i++)
        text_add(&outline_add(o, g->creations[i].begin, "birth", p->name)->detail, "%" PRIu64 " neurons",
                 g->creations[i].n);
}

/* ---- axons and synapses ---- */

static void add_damage(struct outline *o, const struct projection *p, const struct damage *d)
{
    struct outline_row *row =
        outline_add(o, d->begin, d->slowdown > 1 ? "demyelinate" : "remyelinate", p->name);
    if (d->slowdown > 1)
        text_add(&row->detail, "%g times slower", d->slowdown);
    if (d->fraction < 1)
        text_add(&row->detail, ", %g of the axons", d->fraction);
    add_over(&row->detail, o->net, d->over);
}

static void add_cut(struct outline *o, const struct projection *p, const struct cut *cut)
{
    static const char *const orders[] = {
        [CUT_RANDOM] = "", [CUT_WEAKEST] = ", the weakest", [CUT_STRONGEST] = ", the strongest"};
    struct outline_row *row = outline_add(o, cut->begin, "cut", p->name);
    text_add(&row->detail, "%g of the synapses%s", cut->fraction, orders[cut->order]);
    if (cut->every) {
        text_add(&row->detail, ", ");
        outline_interval(&row->detail, o->net, cut->every);
    }
    outline_selection(&row->detail, &cut->sources);
    outline_selection(&row->detail, &cut->targets);
}

static void add_adjustment(struct outline *o, const struct projection *p, const struct adjustment *a)
{
    const struct structure *s = p->structure;
    struct outline_row *row = outline_add(o, a->begin, "adjust", p->name);
    bool differs = false;
    if (a->formation >= 0)
        text_add(&row->detail, "%g times the formation", a->formation);
    for (size_t k = 0; a->turnover_params && k < s->turnover->n_params; k++)
        if (a->turnover_params[k] != s->turnover_params[k]) {
            text_add(&row->detail, "%s %s %g", differs ? "," : ", turnover with", s->turnover->params[k].name,
                     a->turnover_params[k]);
            differs = true;
        }
    if (a->turnover_params && !differs)
        text_add(&row->detail, ", turnover as at the start");
}

/* ---- rewards ---- */

static void add_amount(struct text *text, const struct network *net, const struct reward *r)
{
    if (r->cause != REWARD_CHOICE)
        text_add(text, "%g", r->amount);
    for (size_t i = 0; i < r->n_options; i++)
        text_add(text, "%s%g if %s", i ? ", " : "", r->amounts[i], net->populations[r->options[i]].name);
    if (r->n_options) {
        text_add(text, " fires most in ");
        outline_steps(text, net, r->within);
    }
    if (r->baseline != NO_BASELINE)
        text_add(text, ", less the mean %s", net->baselines[r->baseline].name);
}

static void add_earning(struct text *text, const struct network *net, const struct reward *r)
{
    if (r->cause == REWARD_SPIKE) {
        text_add(text, " for each spike of %s", net->populations[r->population].name);
        outline_selection(text, &r->which);
    } else {
        text_add(text, " when %s[%" PRIu32 "] fires after %s[%" PRIu32 "] within ",
                 net->populations[r->then.population].name, r->then.neuron,
                 net->populations[r->first.population].name, r->first.neuron);
        outline_steps(text, net, r->within);
    }
    if (r->delay_most) {
        text_add(text, ", ");
        outline_steps(text, net, r->delay_least);
        if (r->delay_most > r->delay_least) {
            text_add(text, " to ");
            outline_steps(text, net, r->delay_most);
        }
        text_add(text, " later");
    }
}

static void add_reward(struct outline *o, const struct reward *r)
{
    struct outline_row *row = NULL;
    struct text what = {0};
    add_amount(&what, o->net, r);
    if (!reward_is_timed(r))
        add_earning(&what, o->net, r);
    if (r->every) {
        text_add(&what, ", ");
        outline_interval(&what, o->net, r->every);
    }
    if (r->every || !reward_is_timed(r))
        add_until(&what, o->net, r->end);
    for (size_t i = 0; i < r->n_projections; i++) {
        row = outline_add(o, r->begin, "reward", o->net->projections[r->projections[i]].name);
        text_add(&row->detail, "%s", what.failed ? "" : what.characters);
    }
    o->failed |= what.failed;
    text_free(&what);
}

/* ---- all of it ---- */

static void add_of_network(struct outline *o)
{
    const struct network *net = o->net;
    for (size_t i = 0; i < net->n_rests; i++) {
        struct outline_row *row = outline_add(o, net->rests[i].begin, "rest", "all neurons");
        text_add(&row->detail, "until ");
        outline_steps(&row->detail, net, net->rests[i].end);
    }
    for (size_t i = 0; i < net->n_gates; i++)
        for (size_t k = 0; k < net->gates[i].n_events; k++) {
            const struct gate_event *e = &net->gates[i].events[k];
            struct outline_row *row = outline_add(o, e->begin, "gate", net->gates[i].name);
            text_add(&row->detail, "to %g", e->level);
            add_over(&row->detail, net, e->over);
        }
    for (size_t i = 0; i < net->n_rewards; i++)
        add_reward(o, &net->rewards[i]);
}

void outline_schedule(struct outline *o)
{
    for (size_t i = 0; i < o->net->n_populations; i++) {
        const struct population *p = &o->net->populations[i];
        add_spikes(o, p);
        for (size_t k = 0; k < p->n_currents; k++)
            add_current(o, p, &p->currents[k]);
        for (size_t k = 0; k < p->n_events; k++)
            add_neuron_event(o, p, &p->events[k]);
        if (p->neurogenesis)
            add_neurogenesis(o, p);
    }
    for (size_t i = 0; i < o->net->n_projections; i++) {
        const struct projection *p = &o->net->projections[i];
        for (size_t k = 0; k < p->n_damages; k++)
            add_damage(o, p, &p->damages[k]);
        for (size_t k = 0; p->structure && k < p->structure->n_cuts; k++)
            add_cut(o, p, &p->structure->cuts[k]);
        for (size_t k = 0; p->structure && k < p->structure->n_adjustments; k++)
            add_adjustment(o, p, &p->structure->adjustments[k]);
    }
    add_of_network(o);
}
