/* Given spikes of a list generator, from the experiment or from a SONATA file; volleys are drawn in resolve_volleys.c. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"
#include "io/sonata_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct spike {
    uint32_t neuron;
    uint64_t step;
};

static int by_neuron_and_step(const void *a, const void *b)
{
    const struct spike *x = a, *y = b;
    if (x->neuron != y->neuron)
        return x->neuron < y->neuron ? -1 : 1;
    return x->step < y->step ? -1 : x->step > y->step;
}

static engram_code too_early(struct resolver *r, const struct node *node, double ms)
{
    engram_status *status = r->status;
    return FAIL(
        ENGRAM_E_USAGE, .what = "a spike comes too early", .where = node_where(status, node),
        .why = TEXT("%g ms is before the end of the first step (dt = %g ms); time 0 is the initial state", ms,
                    r->net->dt_ms),
        .hint = TEXT("give times of at least %g ms", r->net->dt_ms));
}

/* Spikes of a population in one place, so that the two arrays can be sorted as one. */
static engram_code gather(struct resolver *r, const struct node *node, const struct population *p,
                          const uint32_t *neurons, const double *times_ms, uint64_t n, struct spike **out)
{
    engram_code code = ENGRAM_OK;
    const struct spike_list *old = &p->spikes;
    TRY(memory_new(out, old->n + n, sizeof **out, "spikes", r->status));
    for (uint64_t i = 0; i < old->n; i++)
        (*out)[i] = (struct spike){old->neuron[i], old->step[i]};
    for (uint64_t i = 0; i < n; i++) {
        uint64_t step = times_ms[i] < 0 ? 0 : steps_of(r, times_ms[i]);
        if (step < 1)
            TRY(too_early(r, node, times_ms[i]));
        (*out)[old->n + i] = (struct spike){neurons[i], step};
    }
    qsort(*out, old->n + n, sizeof **out, by_neuron_and_step);

cleanup:
    return code;
}

engram_code spikes_add(struct resolver *r, const struct node *node, struct population *p,
                       const uint32_t *neurons, const double *times_ms, uint64_t n)
{
    engram_code code = ENGRAM_OK;
    struct spike *all = NULL;
    struct spike_list *list = &p->spikes;
    uint64_t total = list->n + n;

    TRY(gather(r, node, p, neurons, times_ms, n, &all));
    TRY(memory_resize(&list->neuron, total, sizeof *list->neuron, "spikes", r->status));
    TRY(memory_resize(&list->step, total, sizeof *list->step, "spikes", r->status));
    for (uint64_t i = 0; i < total; i++) {
        list->neuron[i] = all[i].neuron;
        list->step[i] = all[i].step;
    }
    list->n = total;

cleanup:
    free(all);
    return code;
}

/* Spikes under way from the text of an experiment to a population. */
struct spikes {
    uint32_t *neurons;
    double *ms;
    uint64_t n, room;
};

static engram_code add_time(struct resolver *r, const struct node *node, uint32_t neuron, double ms,
                            struct spikes *spikes)
{
    engram_code code = ENGRAM_OK;
    if (ms < 0 || steps_of(r, ms) < 1)
        return too_early(r, node, ms);
    if (spikes->n == spikes->room) {
        uint64_t room = spikes->room ? 2 * spikes->room : 64;
        TRY(memory_resize(&spikes->neurons, room, sizeof *spikes->neurons, "spikes", r->status));
        TRY(memory_resize(&spikes->ms, room, sizeof *spikes->ms, "spikes", r->status));
        spikes->room = room;
    }
    spikes->neurons[spikes->n] = neuron;
    spikes->ms[spikes->n++] = ms;

cleanup:
    return code;
}

/* {at: times, every: interval, n: repeats}: a pattern of spikes that is repeated. Whose it is besides, `neurons` says: see many_of(). */
static engram_code add_train(struct resolver *r, const struct node *train, uint32_t neuron,
                             struct spikes *spikes)
{
    static const char *const keys[] = {"at", "every", "n", "neurons"};
    enum { MOST_REPEATS = 100000000 };
    struct wanted time = wanted_any("spike time", "ms"), interval = wanted_any("every", "ms");
    struct node *at = NULL, *node = NULL;
    uint64_t n = 0;
    double every = 0, ms = 0;
    engram_code code = ENGRAM_OK;

    TRY(node_only(train, keys, 4, "a train of spikes", r->status));
    TRY(node_need(train, "at", "a train of spikes", &at, r->status));
    TRY(node_need(train, "n", "a train of spikes", &node, r->status));
    TRY(node_integer(node, "n of a train", 1, MOST_REPEATS, &n, r->status));
    TRY(node_need(train, "every", "a train of spikes", &node, r->status));
    interval.min = 0;
    interval.min_excluded = true;
    TRY(resolve_constant(node, &interval, &every, r->status));
    for (uint64_t k = 0; k < n; k++)
        for (size_t i = 0; i < (at->kind == NODE_LIST ? at->n : 1); i++) {
            const struct node *first = at->kind == NODE_LIST ? at->items[i] : at;
            TRY(resolve_constant(first, &time, &ms, r->status));
            TRY(add_time(r, first, neuron, ms + (double)k * every, spikes));
        }

cleanup:
    return code;
}

static engram_code add_item(struct resolver *r, const struct node *item, uint32_t neuron,
                            struct spikes *spikes)
{
    struct wanted w = wanted_any("spike time", "ms");
    double ms = 0;
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    if (item->kind == NODE_MAP && node_get(item, "neurons"))
        TRY(FAIL(
            ENGRAM_E_USAGE, .what = "a train within the list of a neuron cannot be that of several",
            .where = node_where(status, node_key(item, "neurons")), .why = "the list belongs to one neuron",
            .hint = "remove  neurons, or let the train stand in place of the list: {at: ..., neurons: ...}"));
    if (item->kind == NODE_MAP)
        return add_train(r, item, neuron, spikes);
    TRY(resolve_constant(item, &w, &ms, r->status));
    TRY(add_time(r, item, neuron, ms, spikes));

cleanup:
    return code;
}

/* Neurons, one after the other, that have this list or train. */
static engram_code many_of(struct resolver *r, const struct node *list, uint64_t *n)
{
    const struct node *neurons = list->kind == NODE_MAP ? node_get(list, "neurons") : NULL;
    *n = 1;
    return neurons ? node_integer(neurons, "neurons of a train", 1, UINT32_MAX, n, r->status) : ENGRAM_OK;
}

/* What has been added from `begin` on, once more for each of the n - 1 neurons that follow. */
static engram_code repeat_for(struct resolver *r, const struct node *node, uint64_t begin, uint64_t n,
                              struct spikes *spikes)
{
    engram_code code = ENGRAM_OK;
    uint64_t end = spikes->n;
    for (uint32_t k = 1; k < n; k++)
        for (uint64_t i = begin; i < end; i++)
            TRY(add_time(r, node, spikes->neurons[i] + k, spikes->ms[i], spikes));

cleanup:
    return code;
}

/* [n_lists] lists or trains, for the neurons in their order. */
static engram_code add_lists(struct resolver *r, const struct node *where, struct node *const *lists,
                             size_t n_lists, struct population *p)
{
    engram_code code = ENGRAM_OK;
    struct spikes spikes = {0};
    uint32_t neuron = 0;

    for (size_t i = 0; i < n_lists; i++) {
        uint64_t begin = spikes.n, many = 1;
        TRY(many_of(r, lists[i], &many));
        if (lists[i]->kind == NODE_MAP)
            TRY(add_train(r, lists[i], neuron, &spikes));
        else
            TRY(node_require(lists[i], NODE_LIST, "the spike times of a neuron", r->status));
        for (size_t k = 0; lists[i]->kind == NODE_LIST && k < lists[i]->n; k++)
            TRY(add_item(r, lists[i]->items[k], neuron, &spikes));
        TRY(repeat_for(r, lists[i], begin, many, &spikes));
        neuron += (uint32_t)many;
    }
    TRY(spikes_add(r, where, p, spikes.neurons, spikes.ms, spikes.n));

cleanup:
    free(spikes.neurons);
    free(spikes.ms);
    return code;
}

static engram_code listed_times(struct resolver *r, struct node *list, struct population *p)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    uint64_t n = 0, many = 1;
    bool flat = p->n == 1 && (list->n == 0 || list->items[0]->kind != NODE_LIST);
    if (flat && !(list->n && node_get(list->items[0], "neurons"))) /* the times of the only neuron */
        return add_lists(r, list, &list, 1, p);
    for (size_t i = 0; i < list->n; i++, n += many)
        TRY(many_of(r, list->items[i], &many));
    if (n == p->n)
        return add_lists(r, list, list->items, list->n, p);
    TRY(FAIL(ENGRAM_E_USAGE, .what = "spike_times do not fit the population",
             .where = node_where(status, list),
             .why = TEXT("there are lists of times for %" PRIu64 " neurons; population '%s' has %" PRIu32, n,
                         p->name, p->n),
             .hint = "give one list for each neuron; [] for one that stays silent"));

cleanup:
    return code;
}

engram_code resolve_spike_file(struct resolver *r, const struct node *node, const char *path,
                               const char *population, struct population *p)
{
    engram_code code = ENGRAM_OK;
    struct sonata_spikes spikes = {0};
    char *full = NULL;
    TRY(resolve_path(r, path, &full));
    TRY(sonata_spikes_read(full, population && population[0] ? population : NULL, p->n, &spikes, r->status));
    TRY(spikes_add(r, node, p, spikes.neuron, spikes.time_ms, spikes.n));

cleanup:
    sonata_spikes_free(&spikes);
    free(full);
    return code;
}

static engram_code only_volleys(struct resolver *r, const struct node *node, struct population *p)
{
    engram_status *status = r->status;
    if (node_key(node, "population"))
        return FAIL(ENGRAM_E_USAGE, .what = "population has no meaning with volleys",
                    .where = node_where(status, node_key(node, "population")),
                    .why = "it chooses from a spike file, and there is none", .hint = "remove it");
    return resolve_volleys(r, node_get(node, "volleys"), p);
}

engram_code resolve_spike_times(struct resolver *r, struct node *node, struct population *p)
{
    engram_code code = ENGRAM_OK;
    const char *path = NULL, *population = "";
    if (node->kind == NODE_LIST)
        return listed_times(r, node, p);
    TRY(node_require(node, NODE_MAP, "spike_times", r->status));
    if (node_get(node, "volleys"))
        return only_volleys(r, node, p);
    TRY(node_text(node_get(node, "file"), "file", &path, r->status));
    if (node_get(node, "population"))
        TRY(node_text(node_get(node, "population"), "population", &population, r->status));
    TRY(resolve_spike_file(r, node_get(node, "file"), path, population, p));

cleanup:
    return code;
}
