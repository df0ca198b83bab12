/* Delays. A spike needs axonal + dendritic steps; the split matters only to plastic synapses (docs/design.md, "Delays").
 *
 *   constant, static     everything is dendritic: one length code, 0, for all
 *   distributed          axonal codes count the whole delay in steps; what is dendritic is taken off again (axonal_min = axonal_shift = dendritic steps)
 *   by length            codes count length_unit_um; a velocity per axon makes them steps */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"
#include "network/axon.h"
#include "network/myelin.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define PROJECTION "projections.*."
enum { SMALLEST_UNIT_EXPONENT = -10 };

struct delaying {
    struct resolver *r;
    const struct node *map;
    struct projection *p;
    struct edge_columns *columns;
    bool plastic, onto_source;
};

static const char *at(struct delaying *d, const struct node *node)
{
    engram_status *status = d->r->status;
    return TEXT("%s, projection '%s'", node_where(status, node ? node : d->map), d->p->name);
}

static engram_code too_short(struct delaying *d, const struct node *node, double ms)
{
    engram_status *status = d->r->status;
    return FAIL(ENGRAM_E_USAGE, .what = "the delay is shorter than one step", .where = at(d, node),
                .why = TEXT("%g ms is less than half of dt = %g ms; a spike needs at least one step", ms,
                            d->r->net->dt_ms),
                .hint = TEXT("make it at least %g ms, or dt smaller", d->r->net->dt_ms));
}

static engram_code too_long(struct delaying *d, const struct node *node, double steps)
{
    engram_status *status = d->r->status;
    return FAIL(ENGRAM_E_USAGE, .what = "the delay is too long", .where = at(d, node),
                .why = TEXT("%g steps are possible; at most %d are supported", steps, LENGTH_CODE_MAX),
                .hint = "bound the distribution (max), or make dt larger");
}

/* A plastic synapse onto a neuron that listens must be told of a post spike later than it helped to cause it. */
static engram_code needs_dendrite(struct delaying *d, const struct node *node)
{
    engram_status *status = d->r->status;
    if (!d->plastic || d->onto_source || d->p->dendritic_steps >= 1)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "a plastic projection needs a dendritic delay of at least one step",
                .where = at(d, node),
                .why =
                    "otherwise a post spike would change, in the same step, a weight that helped to cause it",
                .hint = TEXT("add  dendritic_delay: %g ms  or more", d->r->net->dt_ms));
}

/* The key dendritic_delay in steps; *given tells whether it is there. A positive time must not silently become 0. */
static engram_code read_dendritic(struct delaying *d, bool *given)
{
    engram_status *status = d->r->status;
    engram_code code = ENGRAM_OK;
    double ms = 0;
    const struct node *node = node_get(d->map, "dendritic_delay");
    *given = node && !node_is_null(node);
    if (!*given)
        return ENGRAM_OK;
    TRY(schema_number(d->map, PROJECTION "dendritic_delay", &ms, status));
    uint64_t steps = steps_of(d->r, ms);
    if (ms > 0 && steps < 1)
        TRY(too_short(d, node, ms));
    if (steps > LENGTH_CODE_MAX)
        TRY(too_long(d, node, (double)steps));
    d->p->dendritic_steps = (uint32_t)steps;

cleanup:
    return code;
}

static engram_code dendrite_exceeds(struct delaying *d, uint64_t total)
{
    engram_status *status = d->r->status;
    return FAIL(ENGRAM_E_USAGE, .what = "the dendritic delay is longer than the delay",
                .where = at(d, node_get(d->map, "dendritic_delay")),
                .why = TEXT("it takes %" PRIu32 " steps, but the whole delay may be only %" PRIu64,
                            d->p->dendritic_steps, total),
                .hint = "make dendritic_delay shorter, or give delay a larger min");
}

static engram_code constant_delay(struct delaying *d, const struct node *node, double ms)
{
    engram_code code = ENGRAM_OK;
    struct projection *p = d->p;
    double fraction = 0;
    bool given = false;
    uint64_t total = steps_of(d->r, ms);

    if (total < 1)
        TRY(too_short(d, node, ms));
    if (total > LENGTH_CODE_MAX)
        TRY(too_long(d, node, (double)total));
    TRY(schema_number(d->map, PROJECTION "dendritic_delay_fraction", &fraction, d->r->status));
    TRY(read_dendritic(d, &given));
    if (given && p->dendritic_steps > total)
        TRY(dendrite_exceeds(d, total));
    if (!given)
        p->dendritic_steps = (uint32_t)llround((double)total * fraction);
    TRY(needs_dendrite(d, node));
    if (!d->plastic)
        p->dendritic_steps = (uint32_t)total;
    p->axonal = quantity_constant((double)(total - p->dendritic_steps) * d->r->net->dt_ms);

cleanup:
    return code;
}

/* Bounds of a distributed delay in steps. */
static engram_code delay_range(struct delaying *d, const struct node *node, const struct quantity *q,
                               uint64_t *least)
{
    double low = 0, high = 0;
    quantity_range(q, &low, &high);
    if (low < 0 || steps_of(d->r, low) < 1)
        return too_short(d, node, low);
    if (!isfinite(high) || high / d->r->net->dt_ms > LENGTH_CODE_MAX)
        return too_long(d, node, high / d->r->net->dt_ms);
    *least = steps_of(d->r, low);
    return ENGRAM_OK;
}

static engram_code distributed_delay(struct delaying *d, const struct node *node)
{
    engram_status *status = d->r->status;
    engram_code code = ENGRAM_OK;
    struct projection *p = d->p;
    bool given = false;
    uint64_t least = 0;

    TRY(delay_range(d, node, &p->axonal, &least));
    if (node_get(d->map, "dendritic_delay_fraction"))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "dendritic_delay_fraction needs a constant delay",
                 .where = at(d, node_key(d->map, "dendritic_delay_fraction")),
                 .why = "the dendritic delay is one time for the whole projection",
                 .hint = "give  dendritic_delay: ... ms  in place of it"));
    TRY(read_dendritic(d, &given));
    if (d->plastic && !given)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "key 'dendritic_delay' is missing", .where = at(d, node),
                 .why = "for plasticity it matters which part of a distributed delay is dendritic",
                 .hint = "add  dendritic_delay: ... ms"));
    if (p->dendritic_steps > least)
        TRY(dendrite_exceeds(d, least));
    TRY(needs_dendrite(d, node));
    if (!d->plastic)
        p->dendritic_steps = (uint32_t)least;
    p->axonal_min = p->axonal_shift = p->dendritic_steps;
    if (p->dendritic_steps == 0)
        p->axonal_min = 1;

cleanup:
    return code;
}

/* Delays of explicit edges; all equal is a constant delay. */
static engram_code listed_delays(struct delaying *d)
{
    const double *ms = d->columns->delay_ms;
    const struct node *node = node_get(d->map, "connect");
    uint64_t i = 1;
    while (i < d->columns->n && ms[i] == ms[0])
        i++;
    if (d->columns->n == 0 || i == d->columns->n)
        return constant_delay(d, node, d->columns->n ? ms[0] : d->r->net->dt_ms);
    d->p->axonal = quantity_constant(0);
    d->p->axonal.kind = QUANTITY_LIST;
    d->p->axonal.list = d->columns->delay_ms;
    d->p->axonal.n_list = d->columns->n;
    d->columns->delay_ms = NULL;
    return distributed_delay(d, node);
}

static engram_code delay_by_time(struct delaying *d)
{
    engram_status *status = d->r->status;
    engram_code code = ENGRAM_OK;
    double ms = 0;
    const struct node *node = node_get(d->map, "delay");
    bool in_list = d->columns->delay_ms && node_get(node_get(d->map, "connect"), "list");
    struct wanted w = wanted_row(schema_find(PROJECTION "delay"));

    w.n_list = d->p->connect.kind == CONNECT_LIST ? d->p->connect.n : 0;
    w.list_of = "edge";
    if (node && in_list)
        return FAIL(ENGRAM_E_USAGE, .what = "delay is given twice", .where = at(d, node_key(d->map, "delay")),
                    .why = "the list of edges has its own", .hint = "remove  delay  here or in the list");
    if (!node && d->columns->delay_ms)
        return listed_delays(d);
    if (!node || node_is_null(node)) {
        TRY(schema_number(d->map, PROJECTION "delay", &ms, status));
        return constant_delay(d, node, ms);
    }
    TRY(resolve_quantity(node, &w, &d->p->axonal, status));
    if (d->p->axonal.kind == QUANTITY_CONSTANT)
        return constant_delay(d, node, d->p->axonal.a);
    return distributed_delay(d, node);

cleanup:
    return code;
}

static engram_code check_positions(struct delaying *d, const struct node *node)
{
    engram_status *status = d->r->status;
    const struct population *s = &d->r->net->populations[d->p->source],
                            *t = &d->r->net->populations[d->p->target];
    if (!s->positions || !t->positions)
        return FAIL(ENGRAM_E_USAGE,
                    .what = TEXT("population '%s' has no positions", s->positions ? t->name : s->name),
                    .where = at(d, node), .why = "a length from distance needs the positions of both ends",
                    .hint = "add  positions: {random: {extent: [1 mm, 1 mm]}}  to it");
    if (memcmp(s->period, t->period, sizeof s->period) != 0)
        return FAIL(ENGRAM_E_USAGE, .what = "source and target are not in the same periodic box",
                    .where = at(d, node),
                    .why = "distances are taken modulo one box, so both ends have to agree about it",
                    .hint = "give both populations the same extent, and periodic to both or none");
    return ENGRAM_OK;
}

static engram_code read_length(struct delaying *d, const struct node *node, double *longest)
{
    static const char *const from_distance[] = {"from_distance"};
    engram_status *status = d->r->status;
    engram_code code = ENGRAM_OK;
    struct projection *p = d->p;
    struct wanted w = wanted_row(schema_find(PROJECTION "length"));
    struct wanted factor = wanted_any("from_distance", "1");

    w.n_list = p->connect.kind == CONNECT_LIST ? p->connect.n : 0;
    w.list_of = "edge";
    factor.min = 0;
    factor.min_excluded = true;
    if (node_get(node, "from_distance")) {
        TRY(node_only(node, from_distance, 1, "length", status));
        TRY(resolve_constant(node_get(node, "from_distance"), &factor, &p->axonal.a, status));
        TRY(check_positions(d, node));
        p->axonal = quantity_constant(p->axonal.a);
        p->from_distance = true;
    } else {
        TRY(resolve_quantity(node, &w, &p->axonal, status));
    }
    *longest = projection_longest(d->r->net, p);
    if (!isfinite(*longest))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "length has no upper bound", .where = at(d, node),
                 .why = "lengths are stored as 16-bit codes, which need a largest one",
                 .hint = "add max to the distribution"));

cleanup:
    return code;
}

static engram_code too_slow(struct delaying *d, const struct node *node, double longest, double velocity,
                            double steps)
{
    engram_status *status = d->r->status;
    const char *slowest =
        isfinite(steps)
            ? TEXT("an axon of %g um and %g m/s is possible, which takes %g steps", longest, velocity, steps)
            : "nothing keeps an axon from being arbitrarily slow";
    return FAIL(ENGRAM_E_USAGE, .what = "the delay is too long", .where = at(d, node),
                .why = TEXT("%s; at most %d steps are supported", slowest, LENGTH_CODE_MAX),
                .hint = TEXT("bound the length (max) or the %s, or make dt larger",
                             d->p->axon.law == AXON_GIVEN ? "velocity (min)"
                                                          : "diameter (min) and g_ratio (max) of the axons"));
}

/* Codes of 16 bits for lengths up to `longest`, and a slowness that fits 32 bits for the slowest axon. */
static engram_code choose_unit(struct delaying *d, const struct node *node, double longest)
{
    struct projection *p = d->p;
    double low = 0;
    int exponent = SMALLEST_UNIT_EXPONENT;
    while (ldexp(LENGTH_CODE_MAX, exponent) < longest)
        exponent++;
    p->length_unit_um = ldexp(1, exponent);
    low = projection_lowest_velocity(p);
    double steps_per_unit = p->length_unit_um * 1e-3 / lowest_velocity(p) / d->r->net->dt_ms;
    double most = fmax(longest, p->length_unit_um) * 1e-3 / low / d->r->net->dt_ms + p->dendritic_steps;
    if (!(most <= LENGTH_CODE_MAX) || !(steps_per_unit * (1 << SLOWNESS_BITS) < UINT32_MAX))
        return too_slow(d, node, longest, low, most);
    return ENGRAM_OK;
}

/* A rule that keeps the delays of segments says how long the whole path takes at the start. */
static engram_code velocity_of_rule(struct delaying *d, const struct node *given)
{
    engram_status *status = d->r->status;
    if (given && !node_is_null(given))
        return FAIL(
            ENGRAM_E_USAGE, .what = "the velocity is given twice", .where = at(d, given),
            .why = TEXT("it follows from the delays that myelin rule '%s' begins with", d->p->myelin->name),
            .hint = "remove the key");
    d->p->velocity = quantity_constant(myelin_first_velocity(d->p, d->r->net->dt_ms));
    return ENGRAM_OK;
}

/* What the axons begin with must lie within what their rule allows. */
static engram_code check_rule_bounds(struct delaying *d, const struct node *node)
{
    engram_status *status = d->r->status;
    const struct model *m = d->p->myelin;
    double low = 0, high = 0;
    if (!m || m->delay_state >= 0)
        return ENGRAM_OK;
    double slow = d->p->myelin_params[m->slow_bound_param], fast = d->p->myelin_params[m->fast_bound_param];
    axon_velocity_range(d->p, &low, &high);
    if (low >= slow && high <= fast)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_USAGE, .what = "velocities lie outside of what the myelin rule allows", .where = at(d, node),
        .why = TEXT("they are between %g and %g m/s; %s is %g and %s is %g m/s", low, high,
                    m->params[m->slow_bound_param].name, slow, m->params[m->fast_bound_param].name, fast),
        .hint = "bound the distribution (min, max), or widen the rule's bounds");
}

/* Given, or following from the axon. */
static engram_code read_velocity(struct delaying *d, const struct node *length)
{
    engram_status *status = d->r->status;
    const struct node *velocity = node_get(d->map, "velocity"), *axon = node_get(d->map, "axon");
    struct wanted w = wanted_row(schema_find(PROJECTION "velocity"));

    w.n_list = d->r->net->populations[d->p->source].n;
    w.list_of = "source neuron";
    if (d->p->myelin && d->p->myelin->delay_state >= 0)
        return velocity_of_rule(d, velocity ? velocity : axon);
    if (velocity && axon)
        return FAIL(ENGRAM_E_USAGE, .what = "both velocity and axon are given",
                    .where = at(d, node_key(d->map, "axon")),
                    .why = "the velocity follows from the diameters of the axons",
                    .hint = "remove one of the two keys");
    if (axon && !node_is_null(axon))
        return resolve_axon(d->r, axon, d->p);
    if (!velocity)
        return FAIL(ENGRAM_E_USAGE, .what = "key 'velocity' is missing", .where = at(d, length),
                    .why = "a length becomes a delay by a velocity",
                    .hint = "add  velocity: 0.3 m/s   or  axon: {law: myelinated, diameter: 1 um}");
    return resolve_quantity(velocity, &w, &d->p->velocity, status);
}

/* Below conduction_block axons fall silent; none may begin so. */
static engram_code read_block(struct delaying *d)
{
    engram_status *status = d->r->status;
    engram_code code = ENGRAM_OK;
    const struct node *node = node_get(d->map, "conduction_block");
    double low = 0, high = 0;
    if (!node || node_is_null(node))
        return ENGRAM_OK;
    TRY(schema_number(d->map, PROJECTION "conduction_block", &d->p->conduction_block, status));
    axon_velocity_range(d->p, &low, &high);
    if (low < d->p->conduction_block)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "some axons would be blocked from the start", .where = at(d, node),
                 .why = TEXT("velocities from %g m/s on are possible, and below %g m/s none conducts", low,
                             d->p->conduction_block),
                 .hint = "give the velocities a larger min, or make conduction_block smaller"));
cleanup:
    return code;
}

static engram_code delay_by_length(struct delaying *d)
{
    engram_status *status = d->r->status;
    engram_code code = ENGRAM_OK;
    struct projection *p = d->p;
    const struct node *node = node_get(d->map, "length");
    double longest = 0;
    bool given = false;

    if (node_get(d->map, "delay"))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "both delay and length are given",
                 .where = at(d, node_key(d->map, "delay")),
                 .why = "length and velocity make the axonal delay",
                 .hint = "remove one of them; with length, give  dendritic_delay  for the rest"));
    p->by_length = true;
    TRY(read_length(d, node, &longest));
    TRY(read_velocity(d, node));
    TRY(check_rule_bounds(d, node));
    TRY(read_block(d));
    TRY(read_dendritic(d, &given));
    TRY(needs_dendrite(d, node));
    TRY(choose_unit(d, node, longest));
    if (p->dendritic_steps == 0) {
        /* At least one step in all. A static synapse is processed one step early, with that step as dendritic delay. */
        p->axonal_min = 1;
        p->axonal_shift = p->dendritic_steps = !d->plastic;
    }

cleanup:
    return code;
}

static engram_code refuse_without_length(struct delaying *d)
{
    engram_status *status = d->r->status;
    static const char *const keys[] = {"axon", "velocity", "conduction_block"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (node_get(d->map, keys[i]))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has no meaning without length", keys[i]),
                        .where = at(d, node_key(d->map, keys[i])), .why = "`delay` is a time already",
                        .hint = "give  length: ... um  in place of delay");
    return ENGRAM_OK;
}

engram_code resolve_delay(struct resolver *r, const struct node *map, struct projection *p,
                          struct edge_columns *columns)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct delaying d = {.r = r,
                         .map = map,
                         .p = p,
                         .columns = columns,
                         .plastic = projection_is_plastic(p),
                         .onto_source = r->net->populations[p->target].model->generator != GENERATOR_NONE};
    p->velocity = quantity_constant(1);
    p->axonal = quantity_constant(0);
    p->length_unit_um = 1;
    if (node_get(map, "dendritic_delay") && node_get(map, "dendritic_delay_fraction"))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "the dendritic delay is given twice",
                 .where = at(&d, node_key(map, "dendritic_delay")),
                 .why = "dendritic_delay and dendritic_delay_fraction say the same thing",
                 .hint = "remove one of them"));
    if (node_get(map, "length"))
        TRY(delay_by_length(&d));
    else {
        TRY(refuse_without_length(&d));
        TRY(delay_by_time(&d));
    }

cleanup:
    return code;
}
