/* Reading a simulation back: the query half of include/engram/simulation.h. */
#include "core/memory.h"
#include "device/launch.h"
#include "engine/simulation.h"
#include "network/neuron_state.h"

#include <stdlib.h>
#include <string.h>

double engram_simulation_time_ms(const engram_simulation *sim)
{
    return (double)sim->clock.step * sim->net->dt_ms;
}

double engram_simulation_run_seconds(const engram_simulation *sim)
{
    return sim->run_s;
}

double engram_simulation_build_seconds(const engram_simulation *sim)
{
    return sim->build_s;
}

uint64_t engram_simulation_n_spikes(const engram_simulation *sim)
{
    uint64_t n = 0;
    store_n_spikes(sim->store, &n, NULL);
    return n;
}

uint64_t engram_simulation_n_events(const engram_simulation *sim)
{
    uint64_t n = 0;
    store_n_events(sim->store, false, &n, NULL);
    return n;
}

uint64_t engram_simulation_n_plastic_events(const engram_simulation *sim)
{
    uint64_t n = 0;
    store_n_events(sim->store, true, &n, NULL);
    return n;
}

/* The clock's copy of the control block is that of the end of the last batch, so of now. */
static uint64_t counted(const engram_simulation *sim, size_t word)
{
    return (uint64_t)sim->clock.control[word + 1] << 32 | sim->clock.control[word];
}

uint64_t engram_simulation_n_held(const engram_simulation *sim)
{
    return counted(sim, CONTROL_HELD);
}

uint64_t engram_simulation_n_blocked(const engram_simulation *sim)
{
    return counted(sim, CONTROL_BLOCKED);
}

uint64_t engram_simulation_n_dropped(const engram_simulation *sim)
{
    return counted(sim, CONTROL_DROPPED);
}

uint64_t engram_simulation_n_unborn(const engram_simulation *sim)
{
    uint64_t n = 0, n_days = 0;
    for (uint32_t i = 0; i < sim->net->n_populations; i++) {
        const struct cell_counts *days = store_cells(sim->store, i, &n_days);
        for (uint64_t d = 0; d < n_days; d++)
            n += days[d].unborn;
    }
    return n;
}

engram_code simulation_digest(struct engram_simulation *sim, struct digest *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(fast_clock_flush(&sim->clock, status));
    TRY(store_digest(sim->store, out, status));
cleanup:
    return code;
}

engram_code engram_simulation_digest(engram_simulation *sim, engram_digest *out, engram_status *status)
{
    struct digest d = {0};
    engram_code code = simulation_digest(sim, &d, status);
    *out = (engram_digest){d.spikes, d.topology, d.weights, d.delays, d.total};
    return code;
}

static engram_code find_projection(const engram_simulation *sim, const char *name, uint32_t *index,
                                   engram_status *status)
{
    int found = network_find_projection(sim->net, name);
    if (found < 0)
        return FAIL(ENGRAM_E_NAME, .what = TEXT("there is no projection '%s'", name),
                    .where = TEXT("experiment '%s'", sim->net->name), .why = "no projection has that name",
                    .hint = "names are those under `projections:`");
    *index = (uint32_t)found;
    return ENGRAM_OK;
}

static engram_code wrong_shape(const char *what, uint64_t given, uint64_t needed, engram_status *status)
{
    return FAIL(ENGRAM_E_SHAPE, .what = "an array has the wrong length", .where = what,
                .why = TEXT("%llu elements given, %llu needed", (unsigned long long)given,
                            (unsigned long long)needed));
}

static engram_code find_population(const engram_simulation *sim, const char *name, uint32_t *index,
                                   engram_status *status)
{
    int found = network_find_population(sim->net, name);
    if (found < 0)
        return FAIL(ENGRAM_E_NAME, .what = TEXT("there is no population '%s'", name),
                    .where = TEXT("experiment '%s'", sim->net->name), .why = "no population has that name",
                    .hint = "names are those under `populations:`");
    *index = (uint32_t)found;
    return ENGRAM_OK;
}

static void add_structure(const engram_simulation *sim, uint32_t projection, engram_structure *sum)
{
    engram_structure of = store_structure_so_far(sim->store, projection);
    sum->n_born += of.n_born;
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        sum->n_died[k] += of.n_died[k];
}

engram_code engram_simulation_structure(const engram_simulation *sim, const char *projection,
                                        engram_structure *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t index = 0;
    *out = (engram_structure){0};
    if (projection) {
        TRY(find_projection(sim, projection, &index, status));
        add_structure(sim, index, out);
    }
    for (uint32_t i = 0; !projection && i < sim->net->n_projections; i++)
        add_structure(sim, i, out);
cleanup:
    return code;
}

engram_code engram_simulation_population_spikes(engram_simulation *sim, const char *population, uint64_t *n,
                                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t p = 0;
    TRY(find_population(sim, population, &p, status));
    TRY(store_population_spikes(sim->store, p, n, status));
cleanup:
    return code;
}

engram_code engram_simulation_state(engram_simulation *sim, const char *population, const char *variable,
                                    float *values, uint64_t n_values, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t p = 0;
    TRY(find_population(sim, population, &p, status));
    int v = population_find_state(sim->net, p, variable);
    if (v < 0)
        TRY(FAIL(ENGRAM_E_NAME, .what = TEXT("there is no state variable '%s'", variable),
                 .where = TEXT("population '%s'", population),
                 .why = TEXT("model '%s' has none of that name", sim->net->populations[p].model->name),
                 .hint = "engram neurons MODEL lists the variables of a model"));
    if (n_values != sim->net->populations[p].n)
        TRY(wrong_shape("values", n_values, sim->net->populations[p].n, status));
    TRY(store_state(sim->store, p, (uint32_t)v, values, status));
cleanup:
    return code;
}

engram_code engram_simulation_n_synapses(engram_simulation *sim, const char *projection, uint64_t *n,
                                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t index = 0;
    TRY(find_projection(sim, projection, &index, status));
    *n = store_n_synapses(sim->store, index);
cleanup:
    return code;
}

engram_code engram_simulation_synapses(engram_simulation *sim, const char *projection, uint32_t *sources,
                                       uint32_t *targets, float *weights, float *delays_ms, uint64_t n,
                                       engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t index = 0;
    struct synapse_table t = {0};
    TRY(find_projection(sim, projection, &index, status));
    if (n != store_n_synapses(sim->store, index))
        TRY(wrong_shape(projection, n, store_n_synapses(sim->store, index), status));
    TRY(fast_clock_flush(&sim->clock, status));
    TRY(store_synapses(sim->store, index, &t, status));
    const struct projection *p = &sim->net->projections[index];
    if (sources)
        memcpy(sources, t.source, n * sizeof *sources);
    if (targets)
        memcpy(targets, t.target, n * sizeof *targets);
    if (weights)
        memcpy(weights, t.weight, n * sizeof *weights);
    for (uint64_t i = 0; delays_ms && i < n; i++)
        delays_ms[i] =
            (float)((projection_axonal_steps(p, t.length[i], t.slowness[t.source[i]]) + p->dendritic_steps) *
                    sim->net->dt_ms);
cleanup:
    synapse_table_free(&t);
    return code;
}

engram_code engram_simulation_numbers(const engram_simulation *sim, const engram_number **out, size_t *n,
                                      engram_status *status)
{
    if (!sim->is_finished)
        return FAIL(ENGRAM_E_STATE, .what = "the run has no numbers yet",
                    .where = "engram_simulation_numbers", .why = "some are only known at its end",
                    .hint = "call engram_simulation_finish() first");
    *out = sim->numbers;
    *n = sim->net->n_measures;
    return ENGRAM_OK;
}

engram_code engram_simulation_profile(engram_simulation *sim, engram_kernel_profile **out, size_t *n,
                                      engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct kernel_time *times = NULL;
    *out = NULL;
    TRY(device_profile(sim->dev, &times, n, status));
    TRY(memory_new(out, *n, sizeof **out, "profile", status));
    for (size_t i = 0; i < *n; i++) {
        memcpy((*out)[i].name, times[i].name, sizeof(*out)[i].name);
        (*out)[i].launches = times[i].launches;
        (*out)[i].bytes = times[i].bytes;
        (*out)[i].seconds = times[i].seconds;
    }
cleanup:
    free(times);
    return code;
}
