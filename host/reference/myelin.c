/* Axons that change speed, one spike and one cell after the other: every arrival at a cell is an event at its own step. */
#include "network/myelin.h"

#include "common/arith.h"
#include "core/memory.h"
#include "fast/delay.h"
#include "network/decay.h"
#include "reference/builtin.h"
#include "reference/parts.h"

#include <stdlib.h>
#include <string.h>

/* A spike (or n at once) that reaches a cell. */
struct passage {
    uint32_t axon, segment, n;
};
struct passage_bucket {
    struct passage *events;
    uint32_t n, room;
};

struct fibres {
    const struct network *net;
    const struct projection *p;
    const struct model *rule;
    const struct myelin_entry *entry;
    struct myelin_plan plan;
    size_t n_states, n_cell_states;
    float values[MODEL_MAX_VALUES];
    float *state;       /* [n][n_segments][n_states] */
    float *cell;        /* [n_groups][n_segments][n_cell_states] */
    uint64_t *last;     /* [n_groups][n_segments] stamp of the latest arrival */
    uint32_t *offset;   /* [n][n_segments] steps from the soma, for spikes that leave now */
    uint32_t *came;     /* [n][n_segments] spikes in this step */
    uint32_t *n_spikes; /* [n] since the last tick */
    float *decay;
    uint32_t n_decay;
    struct passage_bucket *passages; /* [plan.most + 1] by stamp */
};

static float *state_of(struct fibres *f, uint32_t axon, uint32_t segment)
{
    return f->state + ((size_t)axon * f->plan.n_segments + segment) * f->n_states;
}

static size_t cell_index(const struct fibres *f, uint32_t group, uint32_t segment)
{
    return (size_t)group * f->plan.n_segments + segment;
}

static float *cell_of(struct fibres *f, uint32_t group, uint32_t segment)
{
    return f->cell + cell_index(f, group, segment) * f->n_cell_states;
}

/* ---- life ---- */

static engram_code create_arrays(struct fibres *f, const struct network *net, const struct projection *p,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *purpose = TEXT("myelin of '%s'", p->name);
    uint64_t n_segments = (uint64_t)f->plan.n * f->plan.n_segments,
             n_cells = (uint64_t)f->plan.n_groups * f->plan.n_segments;
    TRY(memory_new(&f->state, n_segments * f->n_states, sizeof *f->state, purpose, status));
    TRY(memory_new(&f->cell, n_cells * f->n_cell_states, sizeof *f->cell, purpose, status));
    TRY(memory_new(&f->last, n_cells, sizeof *f->last, purpose, status));
    TRY(memory_new(&f->offset, n_segments, sizeof *f->offset, purpose, status));
    TRY(memory_new(&f->came, n_segments, sizeof *f->came, purpose, status));
    TRY(memory_new(&f->n_spikes, f->plan.n, sizeof *f->n_spikes, purpose, status));
    TRY(memory_new(&f->passages, (uint64_t)f->plan.most + 1, sizeof *f->passages, purpose, status));
    if (p->myelin->decay_param >= 0) {
        double tau = p->myelin_params[p->myelin->decay_param];
        f->n_decay = decay_table_length(tau, net->dt_ms);
        TRY(memory_new(&f->decay, f->n_decay, sizeof *f->decay, purpose, status));
        decay_table_fill(tau, net->dt_ms, f->decay, f->n_decay);
    }
cleanup:
    return code;
}

/* Where the cells of an axon lie for the spikes to come, and how slow it is. */
static uint32_t conduct(struct fibres *f, uint32_t axon)
{
    const struct myelin_plan *m = &f->plan;
    const struct model *rule = f->rule;
    float sum = 0;
    if (rule->delay_state < 0) {
        float velocity = state_of(f, axon, 0)[rule->velocity_state];
        return slowness_within(velocity > 0 ? m->scale * recip_(velocity) : (float)m->slow, m->fast, m->slow);
    }
    for (uint32_t segment = 0; segment < m->n_segments; segment++) {
        f->offset[(size_t)axon * m->n_segments + segment] = cell_offset(sum, m->steps_per_ms, m->most);
        sum += state_of(f, axon, segment)[rule->delay_state];
    }
    return slowness_within(m->scale * sum, m->fast, m->slow);
}

engram_code fibres_create(const struct network *net, const struct projection *p, struct fibres **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct model *rule = p->myelin;
    struct fibres *f = NULL;
    *out = NULL;
    TRY(memory_new(&f, 1, sizeof *f, "myelin", status));
    TRY(reference_myelin_entry(rule, &f->entry, status));
    f->net = net;
    f->p = p;
    f->rule = rule;
    f->plan = projection_myelin(net, p);
    f->n_states = rule->n_variables;
    f->n_cell_states = rule->n_cells;
    TRY(create_arrays(f, net, p, status));
    for (size_t k = 0; k < rule->n_values; k++)
        f->values[k] = (float)model_value(rule, k, p->myelin_params, net->dt_ms);
    for (uint32_t segment = 0; segment < f->plan.n_segments; segment++) {
        for (uint32_t axon = 0; axon < f->plan.n; axon++)
            for (size_t k = 0; k < f->n_states; k++)
                state_of(f, axon, segment)[k] = myelin_state(net, p, k, axon);
        for (uint32_t group = 0; group < f->plan.n_groups; group++)
            for (size_t k = 0; k < f->n_cell_states; k++)
                cell_of(f, group, segment)[k] = myelin_cell(net, p, k);
    }
    for (uint32_t axon = 0; axon < f->plan.n; axon++)
        conduct(f, axon);
    *out = f;
    f = NULL;
cleanup:
    fibres_free(f);
    return code;
}

void fibres_free(struct fibres *f)
{
    if (!f)
        return;
    for (uint32_t b = 0; f->passages && b <= f->plan.most; b++)
        free(f->passages[b].events);
    free(f->passages);
    free(f->state);
    free(f->cell);
    free(f->last);
    free(f->offset);
    free(f->came);
    free(f->n_spikes);
    free(f->decay);
    free(f);
}

/* ---- spikes ---- */

static engram_code passage_push(struct passage_bucket *bucket, struct passage passage, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (bucket->n == bucket->room) {
        uint32_t room = bucket->room ? 2 * bucket->room : 16;
        TRY(memory_resize(&bucket->events, room, sizeof *bucket->events, "spikes at cells", status));
        bucket->room = room;
    }
    bucket->events[bucket->n++] = passage;
cleanup:
    return code;
}

engram_code fibres_emit(struct fibres *f, uint32_t axon, uint64_t stamp, uint32_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    f->n_spikes[axon] += n;
    if (!f->entry->on_arrival)
        return ENGRAM_OK;
    for (uint32_t segment = 0; segment < f->plan.n_segments; segment++) {
        uint64_t at = stamp + f->offset[(size_t)axon * f->plan.n_segments + segment];
        TRY(passage_push(&f->passages[at % (f->plan.most + 1u)], (struct passage){axon, segment, n}, status));
    }
cleanup:
    return code;
}

/* All that reach one cell in this step see it as it was before. */
static void cell_step(struct fibres *f, uint32_t group, uint32_t segment, uint64_t stamp)
{
    const struct myelin_plan *m = &f->plan;
    uint32_t begin = group * m->group, end = begin + m->group < m->n ? begin + m->group : m->n, total = 0;
    float *cell = cell_of(f, group, segment);
    uint64_t *last = &f->last[cell_index(f, group, segment)], age = stamp - *last;
    f->entry->on_elapsed(cell, f->decay[age < f->n_decay ? age : f->n_decay - 1u], f->values);
    for (uint32_t axon = begin; axon < end; axon++) {
        uint32_t *came = &f->came[(size_t)axon * m->n_segments + segment];
        for (uint32_t k = 0; k < *came; k++)
            f->entry->on_arrival(state_of(f, axon, segment), cell, f->values);
        total += *came;
        *came = 0;
    }
    f->entry->on_arrived(cell, (float)total, f->values);
    *last = stamp;
}

void fibres_step(struct fibres *f, uint64_t stamp)
{
    struct passage_bucket *bucket = &f->passages[stamp % (f->plan.most + 1u)];
    for (uint32_t e = 0; e < bucket->n; e++)
        f->came[(size_t)bucket->events[e].axon * f->plan.n_segments + bucket->events[e].segment] +=
            bucket->events[e].n;
    for (uint32_t e = 0; e < bucket->n; e++) {
        const struct passage *passage = &bucket->events[e];
        if (f->came[(size_t)passage->axon * f->plan.n_segments + passage->segment])
            cell_step(f, passage->axon / f->plan.group, passage->segment, stamp);
    }
    bucket->n = 0;
}

bool fibres_are_empty(const struct fibres *f)
{
    for (uint32_t b = 0; b <= f->plan.most; b++)
        if (f->passages[b].n)
            return false;
    return true;
}

/* ---- ticks ---- */

static void cell_tick(struct fibres *f, uint32_t group, uint32_t segment)
{
    const struct myelin_plan *m = &f->plan;
    uint32_t begin = group * m->group, end = begin + m->group < m->n ? begin + m->group : m->n;
    float *cell = cell_of(f, group, segment), sum = 0;
    for (uint32_t axon = begin; axon < end; axon++) {
        f->entry->on_tick(state_of(f, axon, segment), 0, cell, f->values);
        sum += state_of(f, axon, segment)[f->rule->delay_state];
    }
    f->entry->on_cell_tick(cell, sum * recip_((float)(end - begin)), f->values);
}

static uint32_t damaged(const struct fibres *f, uint32_t axon, uint64_t stamp, uint32_t own)
{
    return slowness_damaged(own, axon_slowdown(f->net, f->p, axon, stamp), f->plan.slowest,
                            f->plan.blocked_above);
}

void fibres_tick(struct fibres *f, uint64_t stamp, uint32_t *slowness)
{
    const struct myelin_plan *m = &f->plan;
    if (stamp % m->tick)
        return;
    for (uint32_t group = 0; f->entry->on_arrival && group < m->n_groups; group++)
        for (uint32_t segment = 0; segment < m->n_segments; segment++)
            cell_tick(f, group, segment);
    for (uint32_t axon = 0; axon < m->n; axon++) {
        if (!f->entry->on_arrival)
            f->entry->on_tick(state_of(f, axon, 0), (float)f->n_spikes[axon], NULL, f->values);
        f->n_spikes[axon] = 0;
        slowness[axon] = damaged(f, axon, stamp, conduct(f, axon));
    }
}
