/* Populations and projections of an outline: what there is, and what acts on it. */
#include "experiment/outline.h"

#include "network/fixed.h"
#include "network/myelin.h"
#include "network/structure.h"

#include <inttypes.h>

/* ---- populations ---- */

static void add_input(struct outline_row *row, const struct population *p)
{
    int rate = model_find_param(p->model, "rate");
    if (p->model->generator == GENERATOR_POISSON && rate >= 0)
        outline_quantity(&row->detail, &p->params[rate], "Hz");
    for (size_t i = 0; i < p->n_drives; i++) {
        const struct model_receptor *receptor = &p->model->receptors[p->drives[i].receptor];
        text_add(&row->detail, ACT "Poisson input to %s, ", receptor->name);
        outline_quantity(&row->detail, &p->drives[i].rate, "Hz");
        text_add(&row->detail, " of ");
        outline_quantity(&row->detail, &p->drives[i].weight, receptor->unit);
    }
}

static void add_population(struct outline *o, const struct population *p)
{
    struct outline_row *row = outline_add(o, 0, p->model->name, p->name);
    row->number = p->n;
    add_input(row, p);
    for (size_t i = 0; i < p->n_scalings; i++) {
        const struct scaling *s = &p->scalings[i];
        text_add(&row->detail, ACT "scaling of %s to %g Hz, ", p->model->receptors[s->receptor].name,
                 s->target_rate);
        outline_interval(&row->detail, o->net, s->tick);
    }
    if (p->calcium) {
        text_add(&row->detail, ACT "calcium, ");
        outline_interval(&row->detail, o->net, p->calcium->tick);
    }
    if (p->neurogenesis) {
        text_add(&row->detail, ACT "neurons are born and die, %" PRIu32 " at the start, ",
                 p->neurogenesis->alive);
        outline_interval(&row->detail, o->net, p->neurogenesis->day);
    }
}

void outline_populations(struct outline *o)
{
    for (size_t i = 0; i < o->net->n_populations; i++)
        add_population(o, &o->net->populations[i]);
}

/* ---- projections ---- */

/* One of the rules of a projection, whose parameters begin at params. */
static void add_rule(struct outline_row *row, const struct network *net, const struct projection *p,
                     const struct model *rule, const double *params)
{
    text_add(&row->detail, "%s", rule->name);
    if (rule->on_tick) {
        text_add(&row->detail, ", ");
        outline_interval(&row->detail, net, projection_rule_tick(net, p));
    }
    if (rule->on_reward)
        text_add(&row->detail, ", at rewards");
    if (rule->modulator_tau_param >= 0) {
        text_add(&row->detail, ", modulator fades with ");
        outline_ms(&row->detail, params[rule->modulator_tau_param]);
    }
}

/* In the order in which they act. */
static void add_rules(struct outline_row *row, const struct network *net, const struct projection *p)
{
    if (p->rule->n_parts == 0)
        add_rule(row, net, p, p->rule, p->params);
    for (size_t i = 0; i < p->rule->n_parts; i++) {
        const struct model_part *part = &p->rule->parts[i];
        text_add(&row->detail, "%s", i ? ACT "then " : "");
        add_rule(row, net, p, part->rule, p->params + part->first_param);
    }
}

static void add_structure(struct outline_row *row, const struct network *net, const struct projection *p)
{
    const struct structure *s = p->structure;
    text_add(&row->detail, ACT "synapses come and go, ");
    outline_interval(&row->detail, net, s->tick);
    if (s->formation.rate > 0)
        text_add(&row->detail, ", formation");
    if (s->growth)
        text_add(&row->detail, ", growth by elements");
    if (s->turnover)
        text_add(&row->detail, ", turnover %s", s->turnover->name);
    if (s->pruning)
        text_add(&row->detail, " through gate %s", s->pruning->name);
    uint64_t narrow = projection_narrow_in_degree(net, p);
    if (narrow)
        text_add(&row->detail,
                 ACT "max_in_degree %" PRIu64 " makes sums of input 64 bits wide; up to %" PRIu64
                     " they take 32, and less time",
                 s->max_in_degree, narrow);
}

static void add_axons(struct outline_row *row, const struct network *net, const struct projection *p)
{
    if (p->short_term) {
        text_add(&row->detail, ACT "short-term plasticity, U %g, recovery ", p->short_term->U);
        outline_ms(&row->detail, p->short_term->tau_rec_ms);
        if (p->short_term->tau_fac_ms > 0) {
            text_add(&row->detail, ", facilitation ");
            outline_ms(&row->detail, p->short_term->tau_fac_ms);
        }
    }
    if (p->myelin) {
        text_add(&row->detail, ACT "myelin %s, ", p->myelin->name);
        outline_interval(&row->detail, net, projection_myelin(net, p).tick);
    }
}

static void add_projection(struct outline *o, const struct projection *p)
{
    const struct network *net = o->net;
    const struct population *target = &net->populations[p->target];
    struct outline_row *row = outline_add(o, 0, net->populations[p->source].name, p->name);
    bool is_exact = false;
    text_add(&row->kind, " -> %s%s%s", target->name, target->model->n_receptors ? " " : "",
             target->model->n_receptors ? projection_receptor(net, p)->name : "");
    row->number = projection_expected_synapses(net, p, &is_exact);
    add_rules(row, net, p);
    if (p->gate)
        text_add(&row->detail, ACT "gate %s, %g at the start", p->gate->name, p->gate->level);
    if (projection_learns_by_age(net, p))
        text_add(&row->detail, ACT "changes less onto older neurons");
    if (weight_most(p->storage.width) > 0)
        text_add(&row->detail, ACT "weights of %u bits, rounded %s", weight_bits(p->storage.width),
                 p->storage.by_chance ? "by chance" : "to nearest");
    add_axons(row, net, p);
    if (p->structure)
        add_structure(row, net, p);
}

void outline_projections(struct outline *o)
{
    for (size_t i = 0; i < o->net->n_projections; i++)
        add_projection(o, &o->net->projections[i]);
}
