/* Rounds of proposals as loops: every vacant axonal element asks for a dendritic element, and of those that ask for the same one the largest priority gets it. */
#include "reference/matching.h"

#include "core/memory.h"

#include <stdlib.h>

static uint64_t sum_of(const uint32_t *counts, uint32_t n)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += counts[i];
    return sum;
}

/* ---- dendritic elements of a round ---- */

engram_code dendritic_create(const struct matching_plan *plan, const uint32_t *vacant, struct dendritic *d,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    static const char purpose[] = "vacant dendritic elements";
    *d = (struct dendritic){0};
    TRY(memory_new(&d->cell_begin, (uint64_t)plan->n_cells + 1, sizeof *d->cell_begin, purpose, status));
    TRY(memory_new(&d->place, sum_of(vacant, plan->n_targets), sizeof *d->place, purpose, status));
    for (uint32_t cell = 0; cell < plan->n_cells; cell++) {
        d->cell_begin[cell] = d->n;
        for (uint32_t k = plan->cell_begin[cell]; k < plan->cell_begin[cell + 1]; k++)
            for (uint32_t i = 0; i < vacant[k]; i++)
                d->place[d->n++] = k;
        uint32_t here = d->n - d->cell_begin[cell];
        d->most = here > d->most ? here : d->most;
    }
    d->cell_begin[plan->n_cells] = d->n;
cleanup:
    return code;
}

void dendritic_free(struct dendritic *d)
{
    free(d->cell_begin);
    free(d->place);
    *d = (struct dendritic){0};
}

uint32_t dendritic_propose(const struct matching_plan *plan, const struct dendritic *d, uint64_t step,
                           uint32_t round, uint32_t element, uint32_t source)
{
    const matching_law *law = &plan->law;
    matching_place from = plan->sources ? plan->sources[source] : (matching_place){{0, 0, 0}};
    for (uint32_t attempt = 0; attempt < law->tries; attempt++) {
        matching_draw draw = matching_drawn(*law, step, round, element, attempt);
        uint32_t cell = matching_landing(*law, from, draw);
        if (cell == MATCHING_NOWHERE)
            continue;
        uint32_t ticket = (uint32_t)((uint64_t)draw.ticket * d->most >> 32);
        if (ticket >= d->cell_begin[cell + 1] - d->cell_begin[cell])
            continue;
        uint32_t wanted = d->cell_begin[cell] + ticket, place = d->place[wanted];
        bool is_self = law->skips_self && plan->order[place] == source;
        if (!is_self && (matching_takes_any(*law) || matching_takes(*law, from, plan->targets[place], draw)))
            return wanted;
    }
    return MATCHING_NOWHERE;
}

/* ---- a round ---- */

struct round {
    const struct matching_plan *plan;
    uint64_t step;
    uint32_t number, n_axonal;
    uint32_t *source;   /* [n_axonal] whose each element is */
    uint32_t *proposal; /* [n_axonal] */
    uint32_t *winner;   /* [dendritic.n] the axonal element that gets each, or MATCHING_NOWHERE */
    struct dendritic dendritic;
};

static engram_code round_begin(struct round *r, const uint32_t *vacant_axons, const uint32_t *vacant,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    static const char purpose[] = "vacant axonal elements";
    uint64_t n = sum_of(vacant_axons, r->plan->n_sources);
    TRY(dendritic_create(r->plan, vacant, &r->dendritic, status));
    TRY(memory_new(&r->source, n, sizeof *r->source, purpose, status));
    TRY(memory_new(&r->proposal, n, sizeof *r->proposal, purpose, status));
    TRY(memory_new(&r->winner, r->dendritic.n, sizeof *r->winner, purpose, status));
    for (uint32_t s = 0; s < r->plan->n_sources; s++)
        for (uint32_t i = 0; i < vacant_axons[s]; i++)
            r->source[r->n_axonal++] = s;
    for (uint32_t e = 0; e < r->dendritic.n; e++)
        r->winner[e] = MATCHING_NOWHERE;
cleanup:
    return code;
}

static void round_end(struct round *r)
{
    dendritic_free(&r->dendritic);
    free(r->source);
    free(r->proposal);
    free(r->winner);
}

static void let_all_propose(struct round *r)
{
    for (uint32_t a = 0; a < r->n_axonal; a++) {
        uint32_t wanted = r->proposal[a] =
            dendritic_propose(r->plan, &r->dendritic, r->step, r->number, a, r->source[a]);
        if (wanted == MATCHING_NOWHERE)
            continue;
        uint32_t rival = r->winner[wanted];
        if (rival == MATCHING_NOWHERE || matching_priority(r->plan->law, r->step, r->number, a) >
                                             matching_priority(r->plan->law, r->step, r->number, rival))
            r->winner[wanted] = a;
    }
}

/* ---- all rounds ---- */

/* How many elements each target takes, in plan->order. */
static void limit(const struct matching_plan *plan, const uint32_t *vacant_dendrites,
                  const uint32_t *in_degree, uint32_t *vacant)
{
    for (uint32_t k = 0; k < plan->n_targets; k++) {
        uint32_t target = plan->order[k], has = in_degree ? in_degree[target] : 0,
                 room = has < plan->max_in_degree ? plan->max_in_degree - has : 0;
        vacant[k] = vacant_dendrites[target] < room ? vacant_dendrites[target] : room;
    }
}

static engram_code run_round(struct round *r, uint32_t *vacant_axons, uint32_t *vacant_dendrites,
                             uint32_t *vacant, matching_pair *pairs, uint32_t *n_pairs, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(round_begin(r, vacant_axons, vacant, status));
    let_all_propose(r);
    for (uint32_t a = 0; a < r->n_axonal; a++) {
        if (r->proposal[a] == MATCHING_NOWHERE || r->winner[r->proposal[a]] != a)
            continue;
        uint32_t place = r->dendritic.place[r->proposal[a]], target = r->plan->order[place];
        pairs[(*n_pairs)++] = (matching_pair){r->source[a], target};
        vacant_axons[r->source[a]]--;
        vacant_dendrites[target]--;
        vacant[place]--;
    }
cleanup:
    round_end(r);
    return code;
}

engram_code reference_match(const struct matching_plan *plan, uint64_t step, uint32_t *vacant_axons,
                            uint32_t *vacant_dendrites, const uint32_t *in_degree, matching_pair **pairs,
                            uint32_t *n_pairs, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *vacant = NULL;
    *pairs = NULL;
    *n_pairs = 0;
    TRY(memory_new(&vacant, plan->n_targets, sizeof *vacant, "vacant dendritic elements", status));
    limit(plan, vacant_dendrites, in_degree, vacant);
    uint64_t axonal = sum_of(vacant_axons, plan->n_sources), dendritic = sum_of(vacant, plan->n_targets),
             possible = axonal < dendritic ? axonal : dendritic;
    TRY(memory_new(pairs, possible, sizeof **pairs, "pairs", status));
    for (uint32_t number = 0; number < plan->law.rounds; number++) {
        struct round r = {.plan = plan, .step = step, .number = number};
        uint32_t before = *n_pairs;
        if (matching_is_done(possible, possible - *n_pairs))
            break;
        TRY(run_round(&r, vacant_axons, vacant_dendrites, vacant, *pairs, n_pairs, status));
        if (*n_pairs == before)
            break;
    }
cleanup:
    free(vacant);
    return code;
}
