#include "engine/plan.h"

#include "core/memory.h"
#include "engine/simulation.h"
#include "experiment/experiment.h"
#include "network/nursery.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static engram_code describe(const struct device *dev, const struct store *store, const struct layout *layout,
                            engram_plan *plan, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t synapse_bytes = 0;
    TRY(memory_new(&plan->items, dev->n_ledger, sizeof *plan->items, "plan", status));
    for (size_t i = 0; i < dev->n_ledger; i++) {
        memcpy(plan->items[i].name, dev->ledger[i].purpose, sizeof plan->items[i].name);
        plan->items[i].bytes = dev->ledger[i].bytes;
        if (!strncmp(dev->ledger[i].purpose, "synapses", strlen("synapses")))
            synapse_bytes += dev->ledger[i].bytes;
    }
    plan->n_items = dev->n_ledger;
    plan->device_bytes = dev->bytes_used;
    plan->host_bytes = store->host_bytes;
    plan->n_neurons = layout->n_neurons;
    plan->n_synapses = (double)store->n_synapses;
    plan->bytes_per_synapse = store->n_synapses ? (double)synapse_bytes / (double)store->n_synapses : 0;
    plan->device_memory = dev->memory_limit;
    plan->max_allocation = dev->max_alloc;
    plan->n_tiles = layout->n_tiles;
    plan->window = layout->window;
    plan->fits = plan->device_bytes <= dev->memory_limit;
cleanup:
    return code;
}

/* What synapses that come may need at most; rows are laid out with an eighth of room. */
static void foresee_synapses(const struct store *store, engram_plan *plan)
{
    double bytes = (double)plan->device_bytes;
    plan->most_synapses = plan->n_synapses;
    for (uint32_t i = 0; i < store->net->n_projections; i++) {
        const struct projection *p = &store->net->projections[i];
        uint32_t place = 0;
        if (!p->structure)
            continue;
        double most = (double)p->structure->max_in_degree * store->net->populations[p->target].n,
               more = fmax(0, most - (double)store_n_synapses(store, i));
        plan->most_synapses += more;
        bytes += 1.125 * more * (double)layout_synapse_bytes(layout_class_of(store->layout, i, &place));
    }
    plan->most_bytes = network_has_structure(store->net) ? (uint64_t)bytes : 0;
}

static engram_code foresee_slots(const struct network *net, engram_plan *plan, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&plan->slots, net->n_populations, sizeof *plan->slots, "plan", status));
    for (size_t i = 0; i < net->n_populations; i++) {
        const struct population *p = &net->populations[i];
        engram_plan_slots *slots = &plan->slots[plan->n_slots];
        if (!p->neurogenesis)
            continue;
        snprintf(slots->population, sizeof slots->population, "%s", p->name);
        slots->slots = p->n;
        slots->at_most = p->neurogenesis->calcium_half > 0;
        TRY(nursery_need(net, p, &slots->needed, status));
        plan->n_slots++;
    }
cleanup:
    return code;
}

static engram_code plan_network(struct device *dev, const struct network *net, const engram_options *options,
                                engram_plan *plan, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct layout *layout = NULL;
    struct store *store = NULL;
    struct layout_options layout_options = simulation_layout_options(dev, options, false);
    dev->is_dry = true;
    TRY(layout_create(net, &layout_options, &layout, status));
    TRY(store_plan(dev, layout, &store, status));
    TRY(describe(dev, store, layout, plan, status));
    foresee_synapses(store, plan);
cleanup:
    store_free(store);
    dev->is_dry = false;
    dev->n_ledger = 0;
    dev->bytes_used = dev->bytes_peak = 0;
    return code;
}

engram_code plan_require(struct device *dev, const struct network *net, const engram_options *options,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_plan plan = {0};
    TRY(plan_network(dev, net, options, &plan, status));
    if (!plan.fits)
        TRY(FAIL(ENGRAM_E_RESOURCES, .what = "the network does not fit the device", .where = dev->shown,
                 .why = TEXT("it needs %" PRIu64 " bytes; %" PRIu64 " may be used", plan.device_bytes,
                             plan.device_memory),
                 .hint = "engram plan FILE shows where the bytes go; choose another device, or make the "
                         "network smaller"));
cleanup:
    free(plan.items);
    return code;
}

engram_code engram_plan_create(engram_experiment *experiment, const engram_options *options,
                               engram_plan **out, engram_status *status)
{
    const engram_options chosen = options ? *options : (engram_options){0};
    engram_code code = ENGRAM_OK;
    const struct network *net = NULL;
    struct device *dev = NULL;
    engram_plan *plan = NULL;
    *out = NULL;
    TRY(experiment_network(experiment, &net, status));
    TRY(device_open(chosen.device, false, &dev, status));
    device_limit_memory(dev, chosen.memory_limit);
    TRY(memory_new(&plan, 1, sizeof *plan, "plan", status));
    TRY(plan_network(dev, net, &chosen, plan, status));
    TRY(foresee_slots(net, plan, status));
    *out = plan;
    plan = NULL;
cleanup:
    engram_plan_free(plan);
    device_close(dev);
    return code;
}

void engram_plan_free(engram_plan *plan)
{
    if (plan) {
        free(plan->items);
        free(plan->slots);
    }
    free(plan);
}
