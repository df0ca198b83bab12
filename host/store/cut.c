/* Synapses that the schedule takes away. How many is known exactly, and so the largest number that goes is found by halving: a pass over the projection each
 * time, without any list. */
#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "store/structure.h"
#include "structure/surplus.h"

#include <stdlib.h>

struct cutting {
    struct store *store;
    struct store_structure *st;
    const struct cut *cut;
    uint64_t salt;
    cl_mem sources, targets, sums; /* u8 [neurons]: is selected */
};

static engram_code select_neurons(struct cutting *c, uint32_t population, const struct selection *which,
                                  uint32_t side, cl_mem *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = c->store->net;
    const struct population *p = &net->populations[population];
    uint8_t *is_selected = NULL;
    TRY(memory_new(&is_selected, p->n, sizeof *is_selected, "lost synapses", status));
    for (uint32_t i = 0; i < p->n; i++)
        is_selected[i] = selection_has(which, p, net->seed, cut_draw(c->cut->begin, side), i);
    TRY(bank_alloc_copy(c->store->dev, is_selected, p->n, "lost synapses", out, status));
cleanup:
    free(is_selected);
    return code;
}

static struct arguments bind(const struct cutting *c, const struct store_bank *bank, cl_kernel kernel,
                             uint64_t limit)
{
    struct arguments a = {.kernel = kernel};
    const struct projection *p = &c->store->net->projections[c->st->projection];
    cl_ulong salt = c->salt, most = limit;
    argument_u32(&a, bank->first_tile);
    argument_u32(&a, bank->n_tiles);
    argument_u32(&a, c->st->class->layout->n_axons);
    argument_mem(&a, c->st->class->rows);
    argument_mem(&a, bank->target);
    argument_mem(&a, bank->length);
    argument_mem(&a, bank->weight);
    argument_u32(&a, weight_bits(p->storage.width));
    argument(&a, sizeof p->storage.grid, &p->storage.grid);
    argument_u32(&a, structure_first_axon(c->store, c->st));
    argument_u32(&a, c->store->net->populations[p->source].n);
    argument_u32(&a, (uint32_t)c->cut->order);
    argument(&a, sizeof salt, &salt);
    argument_mem(&a, c->sources);
    argument_mem(&a, c->targets);
    argument(&a, sizeof most, &most);
    return a;
}

/* Selected synapses whose numbers are not above `limit`. */
static engram_code count_up_to(struct cutting *c, uint64_t limit, uint64_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = c->store;
    size_t n_items = device_fill(s->dev);
    uint64_t *sums = NULL;
    *n = 0;
    TRY(memory_new(&sums, n_items, sizeof *sums, "lost synapses", status));
    for (uint32_t b = 0; b < c->st->class->n_banks; b++) {
        struct arguments a = bind(c, &c->st->class->banks[b], s->surplus.count_cut, limit);
        argument_mem(&a, c->sums);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, a.kernel, n_items, 1, "count_cut", status));
        TRY(bank_read(s->dev, c->sums, 0, sums, n_items * sizeof *sums, status));
        for (size_t k = 0; k < n_items; k++)
            *n += sums[k];
    }
cleanup:
    free(sums);
    return code;
}

/* The smallest limit that takes as many as the cut wants. */
static engram_code find_limit(struct cutting *c, uint64_t *limit, uint64_t *n_wanted, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t low = 0, high = UINT64_MAX, n = 0;
    TRY(count_up_to(c, UINT64_MAX, &n, status));
    *n_wanted = cut_size(c->cut, n);
    while (*n_wanted && low != high) {
        uint64_t middle = low + (high - low) / 2;
        TRY(count_up_to(c, middle, &n, status));
        if (n >= *n_wanted)
            high = middle;
        else
            low = middle + 1;
    }
    *limit = high;
cleanup:
    return code;
}

static engram_code mark(struct cutting *c, uint64_t limit, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = c->store;
    for (uint32_t b = 0; b < c->st->class->n_banks; b++) {
        struct arguments a = bind(c, &c->st->class->banks[b], s->surplus.mark_cut, limit);
        argument_mem(&a, c->st->out_degree);
        argument_mem(&a, c->st->in_degree);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, a.kernel, device_fill(s->dev), store_group(s, ROW_GROUP), "mark_cut", status));
    }
cleanup:
    return code;
}

engram_code cut_mark(struct store *s, struct store_structure *st, uint32_t k, uint64_t step,
                     engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    struct cutting c = {.store = s, .st = st, .cut = &p->structure->cuts[k]};
    uint64_t limit = 0, n_wanted = 0;
    c.salt = cut_salt(s->net->seed, p->owner, (uint32_t)step, k);
    TRY(select_neurons(&c, p->source, &c.cut->sources, 0, &c.sources, status));
    TRY(select_neurons(&c, p->target, &c.cut->targets, 1, &c.targets, status));
    TRY(bank_alloc(s->dev, device_fill(s->dev) * sizeof(uint64_t), "lost synapses", &c.sums, status));
    TRY(find_limit(&c, &limit, &n_wanted, status));
    if (n_wanted)
        TRY(mark(&c, limit, status));
cleanup:
    bank_free(s->dev, &c.sources);
    bank_free(s->dev, &c.targets);
    bank_free(s->dev, &c.sums);
    return code;
}
