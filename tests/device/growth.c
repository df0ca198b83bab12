/* Calcium and elements on the device: the same bits as the reference however the work is cut, also what structural ticks ask of them. */
#include "store/growth.h"
#include "device/bank.h"
#include "engine/simulation.h"
#include "experiment/experiment.h"
#include "reference/parts.h"
#include "structure/growth.h"
#include "support/structure.h"

#include <engram/engram.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

TestSuite(growth, .init = structure_begin, .fini = structure_end);

/* Ticks that meet and ticks that do not, sizes that fill no vector, all curves and both signs. */
static const char NETWORK[] =
    "name: growing\n"
    "seed: 7\n"
    "duration: 60 ms\n"
    "populations:\n"
    "  E: {model: iaf_psc_exp, size: 137, params: {t_ref: 1 ms}, poisson: {exc: {rate: 9 kHz, weight: 60}},\n"
    "      calcium: {tau_Ca: 30 ms, beta_Ca: 0.1, tick: 3 ms, initial: 0.5}}\n"
    "  P: {model: poisson_generator, size: 21, params: {rate: 150}, calcium: {tau_Ca: 10 ms, beta_Ca: 0.1, "
    "tick: 0.7 ms}}\n"
    "  Q: {model: poisson_generator, size: 33, params: {rate: 50}}\n"
    "projections:\n"
    "  PE: {source: P, target: E, connect: {fixed_indegree: 5}, weight: 20, delay: 1 ms, structure: {tick: "
    "20 ms, growth: "
    "{\n"
    "       axon: {growth_rate: 2000, eta: 0.02, eps: 0.3, initial: 3.5}, dendrite: {curve: linear, eps: "
    "0.2, "
    "growth_rate: -100}}}}\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 3}, weight: 20, delay: 0.5 ms, structure: "
    "{tick: 15 ms, growth: {\n"
    "       vacant_decay: 0.3, axon: {curve: sigmoid, growth_rate: 0.01 Hz, eps: 0.2, psi: 0.05, initial: "
    "10},\n"
    "       dendrite: {eta: 0.9, eps: 0.4, growth_rate: 500, initial: 2}}}}\n"
    "  QE: {source: Q, target: E, connect: {fixed_indegree: 3}, weight: 20, delay: 0.5 ms}\n";

static const struct network *network_of(engram_experiment **experiment)
{
    const struct network *net = NULL;
    structure_must(engram_experiment_parse("growing", NETWORK, experiment, structure_status));
    structure_must(experiment_network(*experiment, &net, structure_status));
    return net;
}

/* What this has given since the day it was written down. A commit that changes it says why. */
static const uint64_t DIGEST = 0x70e6cc6a8cbfc593;

static void expect_equal(const engram_options *options, const char *how, uint32_t a)
{
    engram_experiment *experiment = NULL;
    engram_validation v = {0};
    structure_must(engram_experiment_parse("growing", NETWORK, &experiment, structure_status));
    structure_must(engram_validate(experiment, options, 0, &v, structure_status));
    cr_expect(v.equal, "%s %u: %s", how, a, v.difference);
    cr_expect_eq(v.device.total, DIGEST, "%s %u: 0x%016" PRIx64, how, a, v.device.total);
    engram_experiment_free(experiment);
}

Test(growth, device_and_reference_agree_however_the_work_is_cut)
{
    static const char *const widths[] = {"1", "4", "8", "16"};
    for (uint32_t group = 1; group <= 64; group *= 8) {
        expect_equal(&(engram_options){.work_group = group, .delivery = "chunks"}, "chunks, group", group);
        expect_equal(&(engram_options){.work_group = group, .delivery = "tiles"}, "tiles, group", group);
    }
    for (uint32_t tiles = 1; tiles <= 6; tiles += 5)
        for (uint32_t window = 0; window <= 1; window++)
            expect_equal(&(engram_options){.tiles = tiles, .window = window, .flush_every = window},
                         "window, tiles", tiles);
    for (uint32_t i = 0; i < 4; i++) {
        setenv("ENGRAM_VW", widths[i], 1);
        expect_equal(&(engram_options){0}, widths[i], i);
    }
}

/* ---- what structural ticks ask ---- */

struct sides { /* of one side of a projection, on the device and in the reference */
    struct store *store;
    const struct store_elements *device;
    struct elements *reference;
    uint32_t n, *bound;
    cl_mem device_bound, out;
};

static void expect_z(const struct sides *s, const char *what)
{
    int64_t *z = calloc(s->n, sizeof *z);
    structure_must(store_elements(s->store, s->device->projection, s->device->side, z, structure_status));
    for (uint32_t i = 0; i < s->n; i++)
        cr_assert_eq(z[i], s->reference->z[s->device->side][i], "%s, neuron %u: %" PRId64 ", not %" PRId64,
                     what, i, z[i], s->reference->z[s->device->side][i]);
    free(z);
}

static void set_bound(struct sides *s, uint32_t below)
{
    for (uint32_t i = 0; i < s->n; i++)
        s->bound[i] = (i * 2654435761u >> 9) % below;
    structure_must(
        bank_write(s->store->dev, s->device_bound, 0, s->bound, s->n * sizeof *s->bound, structure_status));
}

static uint32_t most_elements(const struct sides *s)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t whole = elements_whole(s->reference->z[s->device->side][i]);
        most = whole > most ? whole : most;
    }
    return most;
}

static void expect_counts(const struct sides *s)
{
    uint32_t *surplus = calloc(s->n, sizeof *surplus), *vacant = calloc(s->n, sizeof *vacant),
             *got = calloc(s->n, sizeof *got), n_surplus = 0, n_vacant = 0;
    elements_count(s->reference, s->device->side, s->bound, surplus, vacant);
    structure_must(growth_surplus(s->store, s->device, s->device_bound, s->out, structure_status));
    structure_must(bank_read(s->store->dev, s->out, 0, got, s->n * sizeof *got, structure_status));
    for (uint32_t i = 0; i < s->n; n_surplus += surplus[i++])
        cr_assert_eq(got[i], surplus[i], "surplus of neuron %u", i);
    structure_must(growth_vacant(s->store, s->device, s->device_bound, s->out, structure_status));
    structure_must(bank_read(s->store->dev, s->out, 0, got, s->n * sizeof *got, structure_status));
    for (uint32_t i = 0; i < s->n; n_vacant += vacant[i++])
        cr_assert_eq(got[i], vacant[i], "vacant elements of neuron %u", i);
    cr_expect(n_surplus > 0 && n_vacant > 0, "both must be there to be compared");
    free(surplus);
    free(vacant);
    free(got);
}

static void expect_side(struct store *store, struct reference *reference, uint32_t projection, enum side side)
{
    struct sides s = {.store = store,
                      .device = store_elements_of(store, projection, side),
                      .reference = &reference->elements[projection]};
    s.n = s.device->n;
    s.bound = calloc(s.n, sizeof *s.bound);
    structure_must(
        bank_alloc_zero(store->dev, s.n * sizeof *s.bound, "test", &s.device_bound, structure_status));
    structure_must(bank_alloc_zero(store->dev, s.n * sizeof *s.bound, "test", &s.out, structure_status));
    expect_z(&s, "growth");
    set_bound(&s, 7);
    elements_bind(s.reference, side, s.bound);
    structure_must(growth_bind(store, s.device, s.device_bound, structure_status));
    expect_z(&s, "bind");
    set_bound(&s, 2 * most_elements(&s) + 2);
    expect_counts(&s);
    elements_decay(s.reference, side, s.bound);
    structure_must(growth_decay(store, s.device, s.device_bound, structure_status));
    expect_z(&s, "decay");
    bank_free(store->dev, &s.device_bound);
    bank_free(store->dev, &s.out);
    free(s.bound);
}

Test(growth, structural_ticks_hear_the_same_from_device_and_reference)
{
    for (uint32_t group = 0; group <= 32; group += 32) {
        engram_experiment *experiment = NULL;
        struct engram_simulation *sim = NULL;
        struct reference *reference = NULL;
        const struct network *net = network_of(&experiment);
        structure_must(simulation_create(net, &(engram_options){.work_group = group}, NULL, NULL, true, &sim,
                                         structure_status));
        structure_must(reference_create(net, &reference, structure_status));
        structure_must(simulation_run_to(sim, 100, structure_status));
        structure_must(reference_run(reference, 100, structure_status));
        for (uint32_t j = 0; j < 2; j++)
            for (enum side side = 0; side < N_SIDES; side++)
                expect_side(sim->store, reference, j, side);
        reference_free(reference);
        engram_simulation_free(sim);
        engram_experiment_free(experiment);
    }
}
