/* What synapses that come and go do to memory. That they are the right ones: tests/property. */
#include "engine/simulation.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <math.h>
#include <string.h>

static const char TURNOVER[] =
    "duration: 1001 ms\npopulations:\n  E: {model: iaf_psc_exp, size: 300}\nprojections:\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 200}, weight: 1, rule: {stdp: {w_max: 2}},\n"
    "       structure: {tick: 1 ms, formation: {rate: 2 kHz}, turnover: {random: {hazard: 10 1/s}}}}\n";

static const char GROWTH[] =
    "duration: 1 s\npopulations:\n  E: {model: iaf_psc_exp, size: 300}\nprojections:\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 10}, weight: 1,\n"
    "       structure: {tick: 10 ms, max_in_degree: 100000, formation: {rate: 20 kHz}}}\n"
    "schedule:\n  - {at: 505 ms, cut: {projections: [EE], fraction: 0.9}}\n"
    "  - {at: 505 ms, adjust: {projections: [EE], formation: 0}}\n";

/* Neurons come and go as well: the dead lose their synapses, the newborn get some. */
static const char RENEWAL[] =
    "duration: 200 ms\npopulations:\n"
    "  E: {model: iaf_psc_exp, size: 200, poisson: {exc: {rate: 4 kHz, weight: 45}},\n"
    "      neurogenesis: {day: 2 ms, alive: 120, births: 3, lifetime: 30}}\nprojections:\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 20}, weight: 35, rule: {stdp: {w_max: 70}},\n"
    "       delay: {uniform: {low: 1, high: 5}}, dendritic_delay: 0.5 ms,\n"
    "       structure: {tick: 1 ms, formation: {rate: 50 Hz}}}\n";

static engram_simulation *simulation(const char *text, const engram_options *options,
                                     engram_experiment **experiment, engram_status *status)
{
    engram_simulation *sim = NULL;
    cr_assert(engram_experiment_parse("structure", text, experiment, status) == ENGRAM_OK, "%s; %s",
              engram_status_what(status), engram_status_why(status));
    cr_assert(engram_simulation_create(*experiment, options, &sim, status) == ENGRAM_OK, "%s; %s",
              engram_status_what(status), engram_status_why(status));
    return sim;
}

static void run(engram_simulation *sim, double ms, engram_status *status)
{
    cr_assert(engram_simulation_run(sim, ms, status) == ENGRAM_OK, "%s; %s", engram_status_what(status),
              engram_status_why(status));
}

/* A tenth of all synapses is replaced every 10 ticks; 1,000 ticks on, what they take is what it was. */
Test(structure, balanced_turnover_takes_no_more_and_more_memory)
{
    static const char *const kinds[] = {"tiles", "chunks"};
    for (int i = 0; i < 2; i++) {
        engram_status *status = engram_status_create();
        engram_experiment *experiment = NULL;
        engram_simulation *sim =
            simulation(TURNOVER, &(engram_options){.delivery = kinds[i], .tiles = 3}, &experiment, status);
        run(sim, 1, status);
        double bytes = (double)sim->dev->bytes_used, n = (double)sim->store->n_synapses;
        run(sim, 1000, status);
        cr_expect(fabs((double)sim->store->n_synapses / n - 1) < 0.05, "synapses: %g of the start",
                  (double)sim->store->n_synapses / n);
        cr_expect(fabs((double)sim->dev->bytes_used / bytes - 1) < 0.1, "%s: %g of the bytes of the start",
                  kinds[i], (double)sim->dev->bytes_used / bytes);
        engram_simulation_free(sim);
        engram_experiment_free(experiment);
        engram_status_free(status);
    }
}

/* Rows outgrow their places a hundred times over; when most synapses are cut, their memory is given back. */
Test(structure, memory_follows_the_number_of_synapses)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_simulation *sim = simulation(GROWTH, &(engram_options){0}, &experiment, status);
    uint64_t bytes = sim->dev->bytes_used, n = sim->store->n_synapses;
    run(sim, 500, status);
    uint64_t grown = sim->dev->bytes_used, n_grown = sim->store->n_synapses;
    cr_expect(n_grown > 100 * n, "%llu synapses", (unsigned long long)n_grown);
    cr_expect(grown - bytes < 10 * (n_grown + n_grown / 2), "%g bytes per synapse",
              (double)(grown - bytes) / (double)n_grown);
    run(sim, 100, status);
    cr_expect(sim->store->n_synapses < n_grown / 9);
    cr_expect(sim->dev->bytes_used - bytes < (grown - bytes) / 2, "%llu bytes are kept of %llu",
              (unsigned long long)(sim->dev->bytes_used - bytes), (unsigned long long)(grown - bytes));
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    engram_status_free(status);
}

/* A network that outgrows its device stops and says so; what it had it still has. */
Test(structure, growth_beyond_the_memory_is_refused_with_nothing_lost)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_simulation *sim = simulation(GROWTH, &(engram_options){0}, &experiment, status);
    device_limit_memory(sim->dev, sim->dev->bytes_used + (8 << 20));
    engram_code code = engram_simulation_run(sim, 500, status);
    cr_expect(code == ENGRAM_E_RESOURCES);
    cr_expect(strstr(engram_status_what(status), "new synapses"), "%s", engram_status_what(status));
    engram_digest d = {0};
    uint64_t n = sim->store->n_synapses;
    cr_expect(n > 3000);
    cr_expect(engram_simulation_digest(sim, &d, status) == ENGRAM_OK);
    cr_expect(structure_check(sim->store, sim->clock.step, status) == ENGRAM_OK, "%s",
              engram_status_what(status));
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    engram_status_free(status);
}

Test(structure, dies_and_is_born_with_neurons)
{
    static const char *const kinds[] = {"tiles", "chunks"};
    for (int i = 0; i < 2; i++) {
        engram_status *status = engram_status_create();
        engram_experiment *experiment = NULL;
        engram_validation v = {0};
        cr_assert(engram_experiment_parse("renewal", RENEWAL, &experiment, status) == ENGRAM_OK, "%s; %s",
                  engram_status_what(status), engram_status_why(status));
        cr_expect(engram_validate(experiment, &(engram_options){.delivery = kinds[i], .tiles = 3}, 0, &v,
                                  status) == ENGRAM_OK,
                  "%s", engram_status_why(status));
        cr_expect(v.n_structural_ticks == 200 && v.n_synapses > 50 && v.n_synapses < 2000);
        engram_experiment_free(experiment);
        engram_status_free(status);
    }
}
