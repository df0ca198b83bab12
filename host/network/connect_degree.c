/* Fixed in-degree and fixed out-degree: partners of one neuron, drawn with or without replacement. */
#include "core/memory.h"
#include "network/degree.h"
#include "network/walk.h"
#include "network/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- with replacement: four partners from each block, many blocks at a time ---- */

static void emit_lane(struct replaced *r, const philox_lanes *lanes, unsigned lane)
{
    struct walk *w = r->walk;
    uint32_t self = r->entity[lane], first = 4 * r->block[lane];
    for (unsigned i = 0; i < r->count[lane]; i++) {
        uint32_t partner = walk_partner(w, draw_below(lanes->v[i][lane], r->n_candidates), self);
        if (r->from_source) {
            if (partner >= w->begin && partner < w->end)
                walk_edge(w, self, partner, first + i, self);
        } else {
            walk_edge(w, partner, self, first + i, self);
        }
    }
}

void replaced_flush(struct replaced *r)
{
    philox_lanes lanes;
    for (unsigned l = 0; l < DRAW_LANES; l++) {
        lanes.v[0][l] = l < r->n ? r->block[l] : 0;
        lanes.v[1][l] = l < r->n ? r->entity[l] : 0;
        lanes.v[2][l] = r->walk->p->owner;
        lanes.v[3][l] = STREAM_CONNECT << 24;
    }
    draw_lanes(&lanes, r->walk->net->seed);
    for (unsigned l = 0; l < r->n; l++)
        emit_lane(r, &lanes, l);
    r->n = 0;
}

void replaced_partners(struct replaced *r, uint32_t entity, uint64_t degree)
{
    for (uint64_t k = 0; k < degree; k += 4) {
        r->entity[r->n] = entity;
        r->block[r->n] = (uint32_t)(k / 4);
        r->count[r->n] = degree - k < 4 ? (unsigned)(degree - k) : 4;
        if (++r->n == DRAW_LANES)
            replaced_flush(r);
    }
}

/* ---- without replacement: draw again what was drawn already; where most are wanted, draw those that are not ---- */

engram_code distinct_create(struct distinct *d, const struct walk *w, uint32_t n_candidates, uint64_t most,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *purpose = TEXT("choosing partners for '%s'", w->p->name);
    *d = (struct distinct){.n_candidates = n_candidates};
    if (most > n_candidates)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "more partners wanted than there are",
                 .where = TEXT("projection '%s'", w->p->name),
                 .why = TEXT("%" PRIu64 " different partners for a neuron, of %" PRIu32, most, n_candidates),
                 .hint = "lower the degree, or allow multapses"));
    TRY(memory_new(&d->stamp, n_candidates, sizeof *d->stamp, purpose, status));
    TRY(memory_new(&d->chosen, most, sizeof *d->chosen, purpose, status));
cleanup:
    return code;
}

void distinct_free(struct distinct *d)
{
    free(d->stamp);
    free(d->chosen);
}

static uint32_t distinct_round(struct distinct *d)
{
    if (++d->round == 0) { /* 2^32 rounds later old stamps would look new */
        memset(d->stamp, 0, d->n_candidates * sizeof *d->stamp);
        d->round = 1;
    }
    return d->round;
}

void distinct_choose(struct distinct *d, struct draw_key key, uint64_t degree)
{
    uint32_t round = distinct_round(d), n = d->n_candidates;
    bool complement = degree > n / 2;
    uint64_t n_drawn = complement ? n - degree : degree;
    struct words words = words_begin(key, 0);
    for (uint64_t k = 0; k < n_drawn;) {
        uint32_t candidate = draw_below(words_next(&words), n);
        if (d->stamp[candidate] == round)
            continue;
        d->stamp[candidate] = round;
        if (!complement)
            d->chosen[k] = candidate;
        k++;
    }
    uint64_t k = 0;
    for (uint32_t candidate = 0; complement && candidate < n; candidate++)
        if (d->stamp[candidate] != round)
            d->chosen[k++] = candidate;
}

/* ---- the builders ---- */

static engram_code nobody_there(const struct walk *w, engram_status *status)
{
    return FAIL(ENGRAM_E_USAGE, .what = "there is nobody to connect to",
                .where = TEXT("projection '%s'", w->p->name),
                .why = "the only neuron of the population may not connect to itself",
                .hint = "allow autapses, or make the population larger");
}

engram_code walk_in_degree(struct walk *w, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct distinct d = {0};
    struct replaced r = {.walk = w, .n_candidates = w->n_sources - w->skip_self};
    uint64_t degree = w->connect->n;
    if (degree && !r.n_candidates)
        return nobody_there(w, status);
    if (w->connect->multapses) {
        for (uint32_t target = w->begin; target < w->end; target++)
            replaced_partners(&r, target, degree);
        replaced_flush(&r);
        return ENGRAM_OK;
    }
    TRY(distinct_create(&d, w, r.n_candidates, degree, status));
    for (uint32_t target = w->begin; target < w->end; target++) {
        distinct_choose(&d, walk_key(w, target), degree);
        for (uint64_t k = 0; k < degree; k++)
            walk_edge(w, walk_partner(w, d.chosen[k], target), target, (uint32_t)k, target);
    }
cleanup:
    distinct_free(&d);
    return code;
}

engram_code walk_out_degree(struct walk *w, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct distinct d = {0};
    struct replaced r = {.walk = w, .n_candidates = w->n_targets - w->skip_self, .from_source = true};
    uint64_t degree = w->connect->n;
    if (degree && !r.n_candidates)
        return nobody_there(w, status);
    if (w->connect->multapses) {
        for (uint32_t source = w->source_begin; source < w->source_end; source++)
            replaced_partners(&r, source, degree);
        replaced_flush(&r);
        return ENGRAM_OK;
    }
    TRY(distinct_create(&d, w, r.n_candidates, degree, status));
    for (uint32_t source = w->source_begin; source < w->source_end; source++) {
        distinct_choose(&d, walk_key(w, source), degree);
        for (uint64_t k = 0; k < degree; k++) {
            uint32_t target = walk_partner(w, d.chosen[k], source);
            if (target >= w->begin && target < w->end)
                walk_edge(w, source, target, (uint32_t)k, source);
        }
    }
cleanup:
    distinct_free(&d);
    return code;
}
