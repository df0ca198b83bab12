#include "network/structure.h"

#include "core/memory.h"
#include "core/parallel.h"
#include "network/growth.h"
#include "structure/records.h"

#include <math.h>
#include <stdlib.h>

void structure_free_description(struct structure *s)
{
    if (!s)
        return;
    quantity_free(&s->weight);
    free(s->turnover_params);
    growth_description_free(s->growth);
    for (size_t i = 0; i < s->n_cuts; i++) {
        selection_free(&s->cuts[i].sources);
        selection_free(&s->cuts[i].targets);
    }
    for (size_t i = 0; i < s->n_adjustments; i++)
        free(s->adjustments[i].turnover_params);
    free(s->cuts);
    free(s->adjustments);
    free(s);
}

/* ---- events ---- */

double structure_formation_factor(const struct structure *s, uint64_t step)
{
    double factor = 1;
    for (size_t i = 0; i < s->n_adjustments && s->adjustments[i].begin < step; i++)
        factor = s->adjustments[i].formation >= 0 ? s->adjustments[i].formation : factor;
    return factor;
}

const double *structure_turnover_params(const struct structure *s, uint64_t step)
{
    const double *params = s->turnover_params;
    for (size_t i = 0; i < s->n_adjustments && s->adjustments[i].begin < step; i++)
        params = s->adjustments[i].turnover_params ? s->adjustments[i].turnover_params : params;
    return params;
}

bool cut_is_due(const struct structure *s, const struct cut *cut, uint64_t step)
{
    if (step < cut->begin)
        return false;
    uint64_t since = step - cut->begin; /* of the latest time it falls due, less than a tick ago */
    return (cut->every ? since % cut->every : since) < s->tick;
}

uint64_t cut_size(const struct cut *cut, uint64_t n)
{
    uint64_t size = (uint64_t)(cut->fraction * (double)n + 0.5);
    return size < n ? size : n;
}

/* ---- activity ---- */

bool structure_asks_activity(const struct structure *s)
{
    return s && s->turnover && s->turnover->asks_activity;
}

bool network_asks_activity(const struct network *net, uint32_t population)
{
    for (size_t i = 0; i < net->n_projections; i++) {
        const struct projection *p = &net->projections[i];
        if ((p->source == population || p->target == population) && structure_asks_activity(p->structure))
            return true;
    }
    return false;
}

float structure_hz_of_spike(const struct network *net, const struct structure *s)
{
    return (float)(1000.0 / ((double)s->tick * net->dt_ms));
}

/* ---- births ---- */

_Static_assert(ENGRAM_CAUSE_TURNOVER == CAUSE_TURNOVER && ENGRAM_CAUSE_AXON == CAUSE_AXON &&
                   ENGRAM_CAUSE_DENDRITE == CAUSE_DENDRITE && ENGRAM_CAUSE_LESION == CAUSE_LESION &&
                   ENGRAM_N_CAUSES == N_CAUSES,
               "causes are numbered alike for readers and for kernels");

const char *engram_cause_name(unsigned cause)
{
    static const char *const names[ENGRAM_N_CAUSES] = {"turnover", "axon", "dendrite", "lesion"};
    return cause < ENGRAM_N_CAUSES ? names[cause] : NULL;
}

const char *engram_event_name(unsigned event)
{
    return event == ENGRAM_EVENT_START  ? "start"
           : event == ENGRAM_EVENT_BORN ? "born"
                                        : engram_cause_name(event - ENGRAM_EVENT_DIED);
}

uint64_t engram_structure_n_died(const engram_structure *structure)
{
    uint64_t n = 0;
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        n += structure->n_died[k];
    return n;
}

bool network_has_structure(const struct network *net)
{
    for (size_t i = 0; i < net->n_projections; i++)
        if (net->projections[i].structure)
            return true;
    return false;
}

void births_free(struct births *births)
{
    free(births->source);
    free(births->target);
    free(births->length);
    free(births->weight);
    *births = (struct births){0};
}

engram_code births_add(struct births *b, uint32_t source, uint32_t target, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (b->n == b->room) {
        uint64_t room = b->room ? 2 * b->room : 256;
        TRY(memory_resize(&b->source, room, sizeof *b->source, "new synapses", status));
        TRY(memory_resize(&b->target, room, sizeof *b->target, "new synapses", status));
        b->room = room;
    }
    b->source[b->n] = source;
    b->target[b->n++] = target;
cleanup:
    return code;
}

bool absence_is_due(const struct network *net, const struct projection *p, uint64_t step)
{
    const struct neurogenesis *of[] = {net->populations[p->source].neurogenesis,
                                       net->populations[p->target].neurogenesis};
    bool is_due = false;
    for (int k = 0; k < 2; k++)
        is_due = is_due || (of[k] && (step % of[k]->day == 0 || step == p->structure->tick));
    return is_due;
}

/* Synapses that are drawn at a time, and that are worth a thread. */
enum { PART = 256, SHARE = 64 * PART };

struct drawing {
    const struct network *net;
    const struct projection *p;
    uint64_t n_before;
    struct births *births;
};

static engram_code draw_share(void *context, uint32_t item, engram_status *status)
{
    (void)status;
    const struct drawing *d = context;
    struct births *b = d->births;
    struct edge edges[PART];
    uint64_t begin = (uint64_t)item * SHARE, end = begin + SHARE < b->n ? begin + SHARE : b->n;
    for (uint64_t done = begin; done < end; done += PART) {
        size_t n = end - done < PART ? (size_t)(end - done) : PART;
        for (size_t i = 0; i < n; i++) {
            uint64_t number = d->n_before + done + i;
            edges[i] = (struct edge){
                b->source[done + i], b->target[done + i], {(uint32_t)number, (uint32_t)(number >> 32)}, 0};
        }
        projection_born_weights(d->net, d->p, edges, n, b->weight + done);
        projection_born_length_codes(d->net, d->p, edges, n, b->length + done);
    }
    return ENGRAM_OK;
}

engram_code births_draw(const struct network *net, const struct projection *p, uint64_t n_before,
                        struct births *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct drawing drawing = {net, p, n_before, b};
    TRY(memory_resize(&b->weight, b->room, sizeof *b->weight, "new synapses", status));
    TRY(memory_resize(&b->length, b->room, sizeof *b->length, "new synapses", status));
    TRY(parallel_for((uint32_t)((b->n + SHARE - 1) / SHARE), draw_share, &drawing, status));
cleanup:
    return code;
}
