/* Synapses that come and go: at a tick, every row of a projection is written anew. */
#include "network/structure.h"
#include "core/memory.h"
#include "reference/parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- spikes under way ---- */

engram_code departures_add(struct departures *d, const struct sent *sent, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (d->n == d->room) {
        uint32_t room = d->room ? 2 * d->room : 4;
        TRY(memory_resize(&d->sent, room, sizeof *d->sent, "spikes in flight", status));
        d->room = room;
    }
    d->sent[d->n++] = *sent;
cleanup:
    return code;
}

/* Forget those that have arrived everywhere and acted late, but for the latest of them. */
static void forget_departures(struct departures *d, uint64_t stamp, uint32_t longest)
{
    uint32_t first = 0;
    while (first + 1 < d->n && d->sent[first + 1].stamp + longest <= stamp)
        first++;
    if (first == 0) /* also of an axon that has never sent any, for which there is no memory */
        return;
    memmove(d->sent, d->sent + first, (d->n - first) * sizeof *d->sent);
    d->n -= first;
}

/* What a synapse onto `target` that is born at `stamp` remembers: the latest spikes that would have reached it. */
static struct memory_of_arrival remembered(const struct synapses *s, uint32_t source, uint32_t target,
                                           uint16_t length, uint64_t stamp)
{
    const struct departures *d = &s->departures[source];
    struct memory_of_arrival memory = {0};
    for (uint32_t k = 0; k < d->n; k++) {
        uint64_t arrival = d->sent[k].stamp + projection_axonal_steps(s->p, length, d->sent[k].slowness);
        if (arrival > stamp)
            break;
        memory.stamp = arrival;
        memcpy(memory.x, d->sent[k].x, sizeof memory.x);
        if (s->entry->on_arrival)
            memory.event = arrival;
    }
    for (uint32_t k = 0; s->entry->on_late_arrival && k < d->n; k++) {
        uint64_t late =
            d->sent[k].stamp + s->late + projection_axonal_steps(s->p, length, d->sent[k].slowness);
        if (late <= stamp && late > memory.event)
            memory.event = late;
    }
    if ((s->entry->on_post_spike || s->entry->on_mark) && s->post_arrived[target].stamp > memory.event)
        memory.event = s->post_arrived[target].stamp;
    if (s->ticked > memory.event)
        memory.event = s->ticked;
    return memory;
}

/* Arrivals were planned for rows as they were: plan those to come again. */
static engram_code plan_arrivals(struct synapses *s, uint32_t projection, uint64_t stamp,
                                 struct arrival_bucket *arrivals, uint32_t n_buckets, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t b = 0; b < n_buckets; b++) {
        uint32_t kept = 0;
        for (uint32_t e = 0; e < arrivals[b].n; e++)
            if (arrivals[b].events[e].projection != projection)
                arrivals[b].events[kept++] = arrivals[b].events[e];
        arrivals[b].n = kept;
    }
    for (uint32_t source = 0; source < s->n_sources; source++)
        for (uint32_t k = 0; k < s->departures[source].n; k++)
            TRY(synapses_plan(s, projection, source, &s->departures[source].sent[k], stamp, arrivals,
                              n_buckets, status));
cleanup:
    return code;
}

/* ---- rows ---- */

/* A row that is being written: numbers of old synapses, or BORN + numbers of new ones. */
struct row {
    uint32_t *item;
    bool *refused; /* scratch */
    uint32_t n, room;
};
static const uint32_t BORN = 0x80000000u;

static bool comes_after(const struct synapses *s, const struct births *b, uint32_t item, uint32_t born)
{
    uint16_t length = item & BORN ? b->length[item & ~BORN] : s->length[item];
    uint32_t target = item & BORN ? b->target[item & ~BORN] : s->target[item];
    return length > b->length[born] || (length == b->length[born] && target > b->target[born]);
}

static engram_code row_add(struct row *row, uint32_t at, uint32_t item, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (row->n == row->room) {
        uint32_t room = row->room ? 2 * row->room : 64;
        TRY(memory_resize(&row->item, room, sizeof *row->item, "rows", status));
        TRY(memory_resize(&row->refused, room, sizeof *row->refused, "rows", status));
        row->room = room;
    }
    memmove(row->item + at + 1, row->item + at, (row->n++ - at) * sizeof *row->item);
    row->item[at] = item;
cleanup:
    return code;
}

static uint32_t target_of(const struct synapses *s, const struct births *b, uint32_t item)
{
    return item & BORN ? b->target[item & ~BORN] : s->target[item];
}

/* New synapses whose pair has an old one, or another new one before them, are not made. */
static void refuse_doubles(const struct synapses *s, const struct births *b, struct row *row)
{
    uint32_t n = 0;
    bool *refused = row->refused;
    for (uint32_t i = 0; i < row->n; i++) {
        refused[i] = false;
        for (uint32_t k = 0; (row->item[i] & BORN) && k < row->n; k++)
            refused[i] |= target_of(s, b, row->item[k]) == target_of(s, b, row->item[i]) &&
                          (!(row->item[k] & BORN) || k < i);
    }
    for (uint32_t i = 0; i < row->n; i++)
        if (!refused[i])
            row->item[n++] = row->item[i];
    row->n = n;
}

/* Those of `source` that live, then every new one after those that do not come after it. next: the next new synapse of the same source. */
static engram_code write_row(const struct synapses *s, uint32_t source, const bool *dies,
                             const struct births *b, const uint32_t *first, const uint32_t *next,
                             struct row *row, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    row->n = 0;
    for (uint32_t i = s->row[source]; i < s->row[source + 1u]; i++)
        if (!dies[i])
            TRY(row_add(row, row->n, i, status));
    for (uint32_t k = first[source]; k != UINT32_MAX; k = next[k]) {
        uint32_t at = row->n;
        while (at > 0 && comes_after(s, b, row->item[at - 1], k))
            at--;
        TRY(row_add(row, at, BORN | k, status));
    }
    if (!s->p->structure->multapses)
        refuse_doubles(s, b, row);
cleanup:
    return code;
}

/* New synapses by source, in the order of their births. */
static void chain_births(const struct births *b, uint32_t n_sources, uint32_t *first, uint32_t *next)
{
    for (uint32_t i = 0; i < n_sources; i++)
        first[i] = UINT32_MAX;
    for (uint64_t k = b->n; k-- > 0;) {
        next[k] = first[b->source[k]];
        first[b->source[k]] = (uint32_t)k;
    }
}

/* Copy what an item of a row is to synapse `to` of `n`. */
static void put(const struct synapses *s, const struct births *b, uint32_t source, uint32_t item,
                uint64_t stamp, struct synapses *n, uint32_t to)
{
    size_t n_columns = projection_n_columns(s->p);
    uint32_t k = item & ~BORN;
    bool is_born = item & BORN;
    n->target[to] = is_born ? b->target[k] : s->target[k];
    n->length[to] = is_born ? b->length[k] : s->length[k];
    n->weight[to] = is_born ? b->weight[k] : s->weight[k];
    for (size_t c = 0; c < n_columns; c++)
        n->columns[to * n_columns + c] =
            is_born ? projection_born_column(s->p, c) : s->columns[k * n_columns + c];
    if (s->entry)
        n->arrived[to] = is_born ? remembered(s, source, b->target[k], b->length[k], stamp) : s->arrived[k];
}

static engram_code new_arrays(const struct synapses *s, uint64_t n, struct synapses *out,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *purpose = TEXT("synapses of '%s'", s->p->name);
    TRY(memory_new(&out->row, (uint64_t)s->n_sources + 1, sizeof *out->row, purpose, status));
    TRY(memory_new(&out->target, n, sizeof *out->target, purpose, status));
    TRY(memory_new(&out->length, n, sizeof *out->length, purpose, status));
    TRY(memory_new(&out->weight, n, sizeof *out->weight, purpose, status));
    TRY(memory_new(&out->columns, n * projection_n_columns(s->p), sizeof *out->columns, purpose, status));
    if (s->entry)
        TRY(memory_new(&out->arrived, n, sizeof *out->arrived, purpose, status));
cleanup:
    return code;
}

static void free_arrays(struct synapses *s)
{
    free(s->row);
    free(s->target);
    free(s->length);
    free(s->weight);
    free(s->columns);
    free(s->arrived);
}

/* Take the arrays of `from`, and give it one's own. */
static void exchange_arrays(struct synapses *s, struct synapses *from)
{
    struct synapses old = *s;
    s->row = from->row;
    s->target = from->target;
    s->length = from->length;
    s->weight = from->weight;
    s->columns = from->columns;
    s->arrived = from->arrived;
    *from = old;
}

static engram_code write_rows(struct synapses *s, const bool *dies, const struct births *b, uint64_t stamp,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct synapses n = {0};
    struct row row = {0};
    uint32_t *first = NULL, *next = NULL, n_written = 0;
    TRY(memory_new(&first, s->n_sources, sizeof *first, "new synapses", status));
    TRY(memory_new(&next, b->n, sizeof *next, "new synapses", status));
    chain_births(b, s->n_sources, first, next);
    TRY(new_arrays(s, s->n + b->n, &n, status));
    for (uint32_t source = 0; source < s->n_sources; source++) {
        TRY(write_row(s, source, dies, b, first, next, &row, status));
        for (uint32_t i = 0; i < row.n; i++)
            put(s, b, source, row.item[i], stamp, &n, n_written++);
        n.row[source + 1u] = n_written;
    }
    exchange_arrays(s, &n);
    s->n = n_written;
cleanup:
    free_arrays(&n);
    free(row.item);
    free(row.refused);
    free(first);
    free(next);
    return code;
}

/* ---- ticks ---- */

/* Those that have come to be dead since this was last asked died of `cause`. */
static void blame(struct synapses *s, const bool *dies, unsigned cause, uint64_t *n_dead)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        n += dies[i];
    s->so_far.n_died[cause] += n - *n_dead;
    *n_dead = n;
}

/* Neurons of a population that are not born yet, or dead. *out: [neurons], owned by the caller; NULL if all are there for ever. */
static engram_code absent_of(const struct neurons *n, bool **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *out = NULL;
    if (!n->p->neurogenesis)
        return ENGRAM_OK;
    TRY(memory_new(out, n->p->n, sizeof **out, "absent neurons", status));
    for (uint32_t i = 0; i < n->p->n; i++)
        (*out)[i] = slot_is_empty(n, i);
cleanup:
    return code;
}

static engram_code density_of(const struct neurons *n, uint64_t stamp, float **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *out = NULL;
    if (!n->p->neurogenesis)
        return ENGRAM_OK;
    TRY(memory_new(out, n->p->n, sizeof **out, "young neurons", status));
    for (uint32_t i = 0; i < n->p->n; i++)
        (*out)[i] = slot_input_density(n, stamp, i);
cleanup:
    return code;
}

/* They have no synapses. */
static void lose_absent(const struct synapses *s, const struct absence *absent, bool *dies)
{
    for (uint32_t r = 0; r < s->n_sources; r++)
        for (uint32_t i = s->row[r]; i < s->row[r + 1u]; i++)
            dies[i] = dies[i] || (absent->source && absent->source[r]) ||
                      (absent->target && absent->target[s->target[i]]);
}

/* Who dies, and who is born. */
static engram_code decide(struct synapses *s, struct elements *e, const struct neurons *neurons,
                          uint64_t stamp, bool *dies, struct births *births, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *in_degree = NULL;
    bool *source = NULL, *target = NULL;
    float *density = NULL;
    uint64_t n_dead = 0;
    TRY(memory_new(&in_degree, s->n_targets, sizeof *in_degree, "degrees", status));
    TRY(absent_of(&neurons[s->p->source], &source, status));
    TRY(absent_of(&neurons[s->p->target], &target, status));
    TRY(density_of(&neurons[s->p->target], stamp, &density, status));
    struct absence absent = {source, target, density};
    if (absence_is_due(s->net, s->p, stamp))
        lose_absent(s, &absent, dies);
    blame(s, dies, ENGRAM_CAUSE_LESION, &n_dead);
    if (s->turnover)
        synapses_turn_over(s, neurons, stamp, dies);
    blame(s, dies, ENGRAM_CAUSE_TURNOVER, &n_dead);
    for (size_t k = 0; k < s->p->structure->n_cuts; k++)
        if (cut_is_due(s->p->structure, &s->p->structure->cuts[k], stamp))
            TRY(synapses_cut(s, (uint32_t)k, stamp, dies, status));
    blame(s, dies, ENGRAM_CAUSE_LESION, &n_dead);
    for (enum side side = 0; projection_growth(s->p) && side < N_SIDES; side++) {
        elements_clear(e, side, &neurons[projection_side(s->p, side)]);
        TRY(synapses_choose_surplus(s, e, side, stamp, dies, status));
        blame(s, dies, side == SIDE_AXON ? ENGRAM_CAUSE_AXON : ENGRAM_CAUSE_DENDRITE, &n_dead);
    }
    if (projection_growth(s->p))
        TRY(synapses_pair_vacant(s, e, stamp, dies, births, status));
    synapses_degrees(s, SIDE_DENDRITE, dies, in_degree);
    TRY(formation_draw(s->net, s->p, stamp, &absent, in_degree, births, status));
    TRY(births_draw(s->net, s->p, s->n_drawn, births, status));
    s->n_drawn += births->n;
cleanup:
    free(in_degree);
    free(source);
    free(target);
    free(density);
    return code;
}

static engram_code change(struct synapses *s, struct elements *e, const struct neurons *neurons,
                          uint64_t stamp, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct births births = {0};
    bool *dies = NULL;
    TRY(memory_new(&dies, s->n, sizeof *dies, "dead synapses", status));
    uint64_t n_living = s->n;
    TRY(decide(s, e, neurons, stamp, dies, &births, status));
    for (uint32_t i = 0; i < s->n; i++)
        n_living -= dies[i];
    TRY(write_rows(s, dies, &births, stamp, status));
    s->so_far.n_born += s->n - n_living;
    if (s->entry) {
        free(s->column);
        free(s->into);
        s->column = s->into = NULL;
        TRY(synapses_index_targets(s, status));
    }
    if (projection_growth(s->p))
        TRY(synapses_decay_elements(s, e, status));
cleanup:
    births_free(&births);
    free(dies);
    return code;
}

engram_code synapses_restructure(struct synapses *s, struct elements *e, const struct neurons *neurons,
                                 uint32_t projection, uint64_t stamp, struct arrival_bucket *arrivals,
                                 uint32_t n_buckets, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!s->p->structure || stamp % s->p->structure->tick != 0)
        return ENGRAM_OK;
    for (uint32_t i = 0; i < s->n_sources; i++)
        forget_departures(&s->departures[i], stamp, s->max_axonal + s->late);
    TRY(change(s, e, neurons, stamp, status));
    TRY(plan_arrivals(s, projection, stamp, arrivals, n_buckets, status));
cleanup:
    return code;
}
