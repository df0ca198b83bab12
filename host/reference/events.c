/* What spikes do at synapses, one synapse after the other, each event at its own time. */
#include "common/normal.h"
#include "core/memory.h"
#include "fast/delay.h"
#include "fast/gate.h"
#include "fast/short_term.h"
#include "reference/parts.h"
#include "structure/draws.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static float decayed(const struct decay *d, float value, uint64_t age)
{
    if (!d->is_slow)
        return value * d->table[age < d->n ? age : d->n - 1u];
    uint64_t coarse = age / DECAY_FINE, n_coarse = d->n - DECAY_FINE;
    return value *
           (d->table[DECAY_FINE + (coarse < n_coarse ? coarse : n_coarse - 1u)] * d->table[age % DECAY_FINE]);
}

/* The traces of a neuron just after `n` spikes at `stamp`. */
static void trail_advance(struct trail *trail, const struct decay *decay, size_t n_traces, uint64_t stamp,
                          uint32_t n)
{
    for (size_t k = 0; k < n_traces; k++) {
        float value = decayed(&decay[k], trail->value[k], stamp - trail->stamp);
        for (uint32_t spike = 0; spike < n; spike++)
            value += 1.0f;
        trail->value[k] = decay[k].nearest ? 1.0f : value;
    }
    trail->stamp = stamp;
}

/* ---- setting out ---- */

static engram_code arrivals_push(struct arrival_bucket *bucket, const struct arrival *arrival,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (bucket->n == bucket->room) {
        uint32_t room = bucket->room ? 2 * bucket->room : 16;
        TRY(memory_resize(&bucket->events, room, sizeof *bucket->events, "spikes in flight", status));
        bucket->room = room;
    }
    bucket->events[bucket->n++] = *arrival;
cleanup:
    return code;
}

/* Of a spike that leaves now: at no length may it come closer to the one before than the neuron could have fired it. */
static uint32_t departing_slowness(struct synapses *s, uint32_t i, uint64_t stamp)
{
    struct departure *left = &s->left[i];
    uint32_t own = s->slowness[i], slowness = own;
    if (left->any)
        slowness = slowness_behind(own, left->slowness, (uint32_t)(stamp - left->stamp), s->changing.gap,
                                   s->changing.longest);
    s->n_held += slowness != own;
    *left = (struct departure){.stamp = stamp, .slowness = slowness, .any = true};
    return slowness;
}

engram_code synapses_plan(const struct synapses *s, uint32_t projection, uint32_t i, const struct sent *sent,
                          uint64_t after, struct arrival_bucket *arrivals, uint32_t n_buckets,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct arrival arrival = {.projection = projection, .n = sent->n, .found = sent->found};
    memcpy(arrival.x, sent->x, sizeof arrival.x);
    for (uint32_t first = s->row[i], end = first; first < s->row[i + 1u]; first = end) {
        uint32_t steps = projection_axonal_steps(s->p, s->length[first], sent->slowness);
        while (end < s->row[i + 1u] && projection_axonal_steps(s->p, s->length[end], sent->slowness) == steps)
            end++;
        arrival.first = first;
        arrival.end = end;
        arrival.is_late = false;
        if (sent->stamp + steps > after)
            TRY(arrivals_push(&arrivals[(sent->stamp + steps) % n_buckets], &arrival, status));
        arrival.is_late = true;
        if (s->p->rule->on_late_arrival && sent->stamp + steps + s->late > after)
            TRY(arrivals_push(&arrivals[(sent->stamp + steps + s->late) % n_buckets], &arrival, status));
    }
cleanup:
    return code;
}

/* What the spikes of this step find at the terminals, and leave. */
static resources terminals_release(struct synapses *s, uint32_t i, uint64_t stamp, uint32_t n)
{
    struct terminals *t = &s->terminals[i];
    uint64_t age = stamp - t->stamp;
    resources found =
        resources_later(t->left, decayed(&s->facilitation, 1.0f, age), decayed(&s->recovery, 1.0f, age));
    *t = (struct terminals){stamp, found};
    for (uint32_t spike = 0; spike < n; spike++)
        resources_release(&t->left, (float)s->p->short_term->U, s->facilitation.table[0]);
    return found;
}

engram_code synapses_emit(struct synapses *s, uint32_t projection, uint32_t i, uint64_t stamp, uint32_t n,
                          struct arrival_bucket *arrivals, uint32_t n_buckets, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct sent sent = {.stamp = stamp, .slowness = s->slowness[i], .n = n};
    if (sent.slowness == BLOCKED) {
        s->n_blocked++;
        return ENGRAM_OK;
    }
    if (s->left)
        sent.slowness = departing_slowness(s, i, stamp);
    if (s->fibres)
        TRY(fibres_emit(s->fibres, i, stamp, n, status));
    if (s->entry) {
        trail_advance(&s->emitted[i], s->decay, s->p->rule->n_pre_traces, stamp, n);
        for (size_t k = 0; k < s->p->rule->n_pre_traces; k++)
            sent.x[k] = s->emitted[i].value[k];
    }
    if (s->terminals)
        sent.found = terminals_release(s, i, stamp, n);
    if (s->departures)
        TRY(departures_add(&s->departures[i], &sent, status));
    /* A spike that arrives in the step of its emission is handled in it. */
    TRY(synapses_plan(s, projection, i, &sent, stamp - 1, arrivals, n_buckets, status));
cleanup:
    return code;
}

static struct post_bucket *posts_at(const struct synapses *s, uint64_t stamp)
{
    return &s->posts[stamp % (s->p->dendritic_steps + 1u)];
}

/* n post spikes, or a mark. */
static engram_code set_out(struct synapses *s, uint32_t i, uint64_t stamp, uint32_t n, float mark,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct model *rule = s->p->rule;
    struct post_bucket *bucket = posts_at(s, stamp + s->p->dendritic_steps);
    if (bucket->n == bucket->room) {
        uint32_t room = bucket->room ? 2 * bucket->room : 16;
        TRY(memory_resize(&bucket->events, room, sizeof *bucket->events, "post spikes", status));
        bucket->room = room;
    }
    trail_advance(&s->post_emitted[i], s->decay + rule->n_pre_traces, rule->n_traces - rule->n_pre_traces,
                  stamp, n);
    bucket->events[bucket->n] =
        (struct post_event){.neuron = i, .n = n, .mark = mark, .after = s->post_emitted[i]};
    bucket->events[bucket->n++].after.stamp = stamp + s->p->dendritic_steps;
cleanup:
    return code;
}

engram_code synapses_post(struct synapses *s, uint32_t i, uint64_t stamp, uint32_t n, engram_status *status)
{
    return set_out(s, i, stamp, n, 0, status);
}

engram_code synapses_mark(struct synapses *s, uint32_t i, uint64_t stamp, float mark, engram_status *status)
{
    return set_out(s, i, stamp, 1, mark, status);
}

/* ---- events at a synapse ---- */

void synapses_see(const struct synapses *s, uint32_t synapse, uint64_t stamp, float *sees)
{
    const struct model *rule = s->p->rule;
    const struct memory_of_arrival *pre = &s->arrived[synapse];
    const struct trail *post = &s->post_arrived[s->target[synapse]];
    for (size_t k = 0; k < rule->n_pre_traces; k++)
        sees[k] = decayed(&s->decay[k], pre->x[k], stamp - pre->stamp);
    for (size_t k = rule->n_pre_traces; k < rule->n_traces; k++)
        sees[k] = decayed(&s->decay[k], post->value[k - rule->n_pre_traces], stamp - post->stamp);
    sees[SEES_ELAPSED] = (float)(stamp - s->arrived[synapse].event) * (float)s->net->dt_ms;
    for (size_t k = SEES_SUM; k < SEES_N; k++)
        sees[k] = 0;
}

static uint32_t source_of(const struct synapses *s, uint32_t synapse)
{
    uint32_t low = 0, high = s->n_sources;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (s->row[middle] <= synapse)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The synapse's own random word for its n-th event of one kind at a stamp. */
static uint32_t draw(const struct synapses *s, uint32_t stream, uint32_t synapse, uint64_t stamp, int kind,
                     uint32_t n)
{
    uint32_t source = source_of(s, synapse), n_alike = synapses_alike_before(s, source, synapse);
    philox_block block = lane_draws(stream, (uint32_t)stamp, source, s->target[synapse], s->length[synapse],
                                    n_alike < MOST_ALIKE ? n_alike : MOST_ALIKE, s->p->owner,
                                    (uint32_t)s->net->seed, (uint32_t)(s->net->seed >> 32));
    return repeated_draw(block.v[kind], n);
}

void synapses_happen(struct synapses *s, uint32_t i, uint64_t stamp, int kind, uint32_t n, size_t event,
                     float *sees)
{
    const struct weight_storage *storage = &s->p->storage;
    uint64_t *latest = &s->arrived[i].event;
    size_t n_columns = projection_n_columns(s->p);
    float *columns = s->columns + (size_t)i * n_columns, before[SYNAPSE_MAX_COLUMNS];
    float gate =
        (s->p->gate ? gate_level(s->p->gate, stamp) : 1.0f) * slot_plasticity(s->targets, s->target[i]);
    memcpy(before, columns, n_columns * sizeof *before);
    sees[SEES_MODULATOR] = s->modulator.table ? modulator_at(&s->modulator, *latest) : 0;
    sees[SEES_ELAPSED] =
        (float)(stamp - *latest) * (float)s->net->dt_ms; /* 0 for all but the first of a step */
    if (projection_draws(s->p)) {
        uint32_t word = draw(s, STREAM_RULE, i, stamp, kind, n);
        sees[SEES_XI] = s->p->rule->xi_is_uniform ? uniform_(word) : normal_(word);
    }
    float after = rule_parts_call(s->p->rule, &s->parts, event, s->weight[i], columns, sees, s->values);
    float u = ROUNDS_TO_NEAREST;
    if (storage->by_chance)
        u = uniform_(draw(s, STREAM_ROUNDING, i, stamp, kind, n));
    s->weight[i] = weight_kept(storage, s->weight[i], through_gate(s->weight[i], after, gate), u);
    for (size_t k = 0; k < s->p->rule->n_variables; k++)
        if (!s->p->rule->variables[k].is_signal)
            columns[k] = through_gate(before[k], columns[k], gate);
    *latest = stamp;
}

void synapses_potentiate(struct synapses *s, uint64_t stamp)
{
    if (!s->entry || (!s->entry->on_post_spike && !s->entry->on_mark))
        return;
    size_t function = s->entry->on_mark ? EVENT(on_mark) : EVENT(on_post_spike);
    const struct post_bucket *bucket = posts_at(s, stamp);
    float sees[SEES_N];
    for (uint32_t e = 0; e < bucket->n; e++) {
        const struct post_event *event = &bucket->events[e];
        for (uint32_t at = s->column[event->neuron]; at < s->column[event->neuron + 1u]; at++) {
            uint32_t i = s->into[at];
            synapses_see(s, i, stamp, sees);
            sees[SEES_MARK] = event->mark;
            for (uint32_t spike = 0; spike < event->n; spike++)
                synapses_happen(s, i, stamp, DRAW_OF_POST_SPIKE, spike, function, sees);
        }
    }
}

/* released: the part of the weight that counts. */
static engram_code deliver(const struct synapses *s, uint32_t synapse, float released, uint64_t stamp,
                           struct neurons *target, engram_status *status)
{
    float weight = s->weight[synapse];
    size_t n_receptors = target->p->model->n_receptors;
    if (n_receptors == 0)
        return ENGRAM_OK;
    if (!(fabs((double)weight) <= s->p->weight_limit * (1 + 0x1p-22)))
        return FAIL(
            ENGRAM_E_RUN, .what = "a weight has left its bounds",
            .where = TEXT("projection '%s', synapse %" PRIu32 " onto neuron %" PRIu32 ", step %" PRIu64,
                          s->p->name, synapse, s->target[synapse], stamp),
            .why = TEXT("it is %g; sums are sized for weights up to %g", (double)weight, s->p->weight_limit),
            .hint = "raise weight_limit, or let the rule bound the weight");
    uint64_t slot = (stamp + s->p->dendritic_steps) % target->n_slots;
    float scaled = weight * released * ldexpf(1.0f, target->scale.exponent[s->p->receptor]);
    target->input[(slot * n_receptors + s->p->receptor) * target->p->n + s->target[synapse]] +=
        (int64_t)rintf(scaled);
    return ENGRAM_OK;
}

void synapses_arrive_late(struct synapses *s, const struct arrival *arrival, uint64_t stamp)
{
    float sees[SEES_N];
    for (uint32_t i = arrival->first; i < arrival->end; i++) {
        synapses_see(s, i, stamp, sees);
        for (uint32_t spike = 0; spike < arrival->n; spike++)
            synapses_happen(s, i, stamp, DRAW_OF_LATE_ARRIVAL, spike, EVENT(on_late_arrival), sees);
    }
}

_Static_assert(SEES_N - SEES_READ == MODEL_MAX_PAST, "an arrival sees every state that a rule may read");
/* What the target of a synapse has pending and the states that it remembers, as an arrival at `stamp` sees them: what leaves the soma reaches the synapse by the dendrite. */
static void see_target(const struct synapses *s, uint32_t synapse, uint64_t stamp, float *sees)
{
    const struct model *rule = s->p->rule;
    if (s->gathered)
        sees[SEES_PENDING] = *gathered_at(s, stamp - s->p->dendritic_steps, s->target[synapse]);
    for (size_t k = 0; k < rule->n_reads; k++) {
        size_t past = (size_t)model_find_past(s->targets->p->model, rule->reads[k]);
        uint64_t then = stamp - s->p->dendritic_steps - s->targets->past_age[past];
        sees[SEES_READ + k] = *past_at(s->targets, then, past, s->target[synapse]);
    }
}

engram_code synapses_arrive(struct synapses *s, const struct arrival *arrival, uint64_t stamp,
                            struct neurons *target, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct model *rule = s->p->rule;
    float sees[SEES_N];
    for (uint32_t i = arrival->first; i < arrival->end; i++) {
        resources found = arrival->found;
        if (s->entry) {
            synapses_see(s, i, stamp, sees);
            see_target(s, i, stamp, sees);
        }
        for (uint32_t spike = 0; spike < arrival->n; spike++) {
            if (s->entry && s->entry->on_arrival)
                synapses_happen(s, i, stamp, DRAW_OF_ARRIVAL, spike, EVENT(on_arrival), sees);
            float released =
                s->terminals ? resources_release(&found, (float)s->p->short_term->U, s->facilitation.table[0])
                             : 1.0f;
            TRY(deliver(s, i, released, stamp, target, status));
        }
        if (s->entry) {
            s->arrived[i].stamp = stamp;
            for (size_t k = 0; k < rule->n_pre_traces; k++)
                s->arrived[i].x[k] = arrival->x[k];
        }
    }
cleanup:
    return code;
}

static void learn_posts(struct synapses *s, uint64_t stamp)
{
    struct post_bucket *bucket = posts_at(s, stamp);
    for (uint32_t e = 0; e < bucket->n; e++)
        s->post_arrived[bucket->events[e].neuron] = bucket->events[e].after;
    bucket->n = 0;
}

engram_code synapses_close(struct synapses *s, uint64_t stamp, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (s->entry)
        learn_posts(s, stamp);
    TRY(synapses_tick(s, stamp, status));
    if (s->fibres) {
        fibres_step(s->fibres, stamp);
        fibres_tick(s->fibres, stamp, s->slowness);
    } else if (s->left && stamp % s->changing.tick == 0) {
        for (uint32_t i = 0; i < s->n_sources; i++)
            s->slowness[i] = damaged_slowness(s->net, s->p, &s->changing, i, stamp);
    }
cleanup:
    return code;
}
