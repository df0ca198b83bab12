/* Which synapses came and went at a tick, for those who want to know it one by one. */
#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "store/structure.h"

#include <stdlib.h>

enum { FIRST_ROOM = 256 };

engram_code store_log_topology(struct store *s, uint32_t projection, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_topology *t = &s->topology;
    char *text = NULL;
    store_structure_of(s, projection)->is_logged = true;
    if (t->program)
        return ENGRAM_OK;
    TRY(assemble_file("structure/topology.cl", &text, status));
    TRY(program_build(s->dev, "log of synapses", text, NULL, &t->program, status));
    TRY(program_kernel(s->dev, t->program, "list_dead", &t->list_dead, status));
    TRY(bank_alloc_zero(s->dev, sizeof(uint32_t), "log of synapses", &t->n, status));
cleanup:
    free(text);
    return code;
}

void topology_free(struct store *s)
{
    struct store_topology *t = &s->topology;
    if (t->list_dead)
        clReleaseKernel(t->list_dead);
    if (t->program)
        clReleaseProgram(t->program);
    bank_free(s->dev, &t->n);
    bank_free(s->dev, &t->list);
}

/* ---- order ---- */

static int in_order(const void *left, const void *right)
{
    const struct topology_event *a = left, *b = right;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    if (a->target != b->target)
        return a->target < b->target ? -1 : 1;
    return (a->event > b->event) - (a->event < b->event);
}

/* Room for n more at the end; *out is where. */
static engram_code append(struct topology_events *e, uint64_t n, struct topology_event **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (e->n + n > e->room) {
        uint64_t room = 2 * (e->n + n);
        TRY(memory_resize(&e->event, room, sizeof *e->event, "log of synapses", status));
        e->room = room;
    }
    *out = e->event + e->n;
    e->n += n;
cleanup:
    return code;
}

/* ---- who died ---- */

static engram_code list_dead(struct store *s, const struct store_structure *st, uint32_t *n,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct store_topology *t = &s->topology;
    const struct projection *p = &s->net->projections[st->projection];
    TRY(bank_zero(s->dev, t->n, 0, sizeof *n, status));
    for (uint32_t i = 0; i < st->class->n_banks; i++) {
        const struct store_bank *bank = &st->class->banks[i];
        struct arguments a = {.kernel = t->list_dead};
        argument_u32(&a, bank->first_tile);
        argument_u32(&a, bank->n_tiles);
        argument_u32(&a, st->class->layout->n_axons);
        argument_mem(&a, st->class->rows);
        argument_mem(&a, bank->target);
        argument_mem(&a, bank->length);
        argument_u32(&a, structure_first_axon(s, st));
        argument_u32(&a, s->net->populations[p->source].n);
        argument_u32(&a, t->room);
        argument_mem(&a, t->list);
        argument_mem(&a, t->n);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, t->list_dead, device_fill(s->dev), store_group(s, ROW_GROUP), "list_dead",
                   status));
    }
    TRY(bank_read(s->dev, t->n, 0, n, sizeof *n, status));
cleanup:
    return code;
}

static engram_code make_list(struct store *s, uint32_t room, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    bank_free(s->dev, &s->topology.list);
    s->topology.room = 0;
    TRY(bank_alloc(s->dev, (uint64_t)room * sizeof(dead_synapse), "log of synapses", &s->topology.list,
                   status));
    s->topology.room = room;
cleanup:
    return code;
}

/* A list that was too short is made anew, as long as was counted: nothing has been compacted yet. */
engram_code topology_log_deaths(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    dead_synapse *dead = NULL;
    struct topology_event *out = NULL;
    uint32_t n = 0;
    if (!st->is_logged)
        return ENGRAM_OK;
    if (!s->topology.room)
        TRY(make_list(s, FIRST_ROOM, status));
    TRY(list_dead(s, st, &n, status));
    if (n > s->topology.room) {
        TRY(make_list(s, n, status));
        TRY(list_dead(s, st, &n, status));
    }
    TRY(memory_new(&dead, n, sizeof *dead, "log of synapses", status));
    if (n)
        TRY(bank_read(s->dev, s->topology.list, 0, dead, n * sizeof *dead, status));
    TRY(append(&st->events, n, &out, status));
    for (uint32_t i = 0; i < n; i++)
        out[i] =
            (struct topology_event){dead[i].source, dead[i].target & TARGET_NUMBER, (uint16_t)dead[i].length,
                                    (uint8_t)(ENGRAM_EVENT_DIED + death_cause(dead[i].target))};
    qsort(out, n, sizeof *out, in_order);
cleanup:
    free(dead);
    return code;
}

/* ---- who was born ---- */

engram_code topology_log_births(const struct store *s, struct store_structure *st,
                                const struct sorted_births *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct topology_event *out = NULL;
    uint32_t n_axons = st->class->layout->n_axons, first_axon = structure_first_axon(s, st), n = 0;
    if (!st->is_logged)
        return ENGRAM_OK;
    TRY(append(&st->events, b->n, &out, status));
    for (uint32_t r = 0; r < b->n_rows; r++)
        for (uint32_t i = b->rows[r].first; i < b->rows[r].end; i++)
            out[n++] = (struct topology_event){b->rows[r].row % n_axons - first_axon, b->target[i],
                                               b->length[i], ENGRAM_EVENT_BORN};
    qsort(out, n, sizeof *out, in_order);
cleanup:
    return code;
}

struct topology_events *store_topology_events(struct store *s, uint32_t projection)
{
    return &store_structure_of(s, projection)->events;
}
