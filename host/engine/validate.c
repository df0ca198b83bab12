#include "engine/validate.h"

#include "core/memory.h"
#include "engine/oscillators_validate.h"
#include "engine/simulation.h"
#include "experiment/experiment.h"
#include "network/neuron_state.h"
#include "reference/reference.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRETCH = 100 }; /* steps between comparisons; a difference of states is then located step by step */

struct spike_log {
    struct recorded_spike *spikes;
    size_t n, room;
};

struct twins {
    const struct network *net;
    struct engram_simulation *device;
    struct reference *reference;
    struct spike_log device_log, reference_log;
    engram_code log_code;
    engram_status *status;
    engram_validation *out;
};

/* ---- collecting spikes ---- */

static engram_code log_add(struct spike_log *log, uint32_t stamp, uint32_t id, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (log->n == log->room) {
        size_t room = log->room ? 2 * log->room : 4096;
        TRY(memory_resize(&log->spikes, room, sizeof *log->spikes, "spike log", status));
        log->room = room;
    }
    log->spikes[log->n++] = (struct recorded_spike){stamp, id};
cleanup:
    return code;
}

static engram_code device_spikes(void *context, const struct recorded_spike *spikes, size_t n,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct twins *t = context;
    for (size_t i = 0; i < n; i++)
        TRY(log_add(&t->device_log, spikes[i].stamp, spikes[i].id, status));
cleanup:
    return code;
}

static uint32_t first_id(const struct network *net, uint32_t population)
{
    uint32_t id = 0;
    for (uint32_t i = 0; i < population; i++)
        id += net->populations[i].n;
    return id;
}

static void reference_spike(void *context, uint32_t population, uint32_t neuron, uint64_t step, uint32_t n)
{
    struct twins *t = context;
    for (uint32_t k = 0; k < n && t->log_code == ENGRAM_OK; k++)
        t->log_code =
            log_add(&t->reference_log, (uint32_t)step, first_id(t->net, population) + neuron, t->status);
}

/* ---- comparing; each returns true if equal, else fills out->difference ---- */

static void differ(struct twins *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void differ(struct twins *t, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(t->out->difference, sizeof t->out->difference, format, arguments);
    va_end(arguments);
}

static void differ_in_spike(struct twins *t, const struct recorded_spike *s, const char *who,
                            const char *other)
{
    uint32_t population = 0;
    while (population + 1 < t->net->n_populations && first_id(t->net, population + 1) <= s->id)
        population++;
    differ(t,
           "spike of neuron %" PRIu32 " of population '%s' at step %" PRIu32
           " (%g ms): only the %s has it, the %s does not",
           s->id - first_id(t->net, population), t->net->populations[population].name, s->stamp,
           s->stamp * t->net->dt_ms, who, other);
}

static bool spikes_equal(struct twins *t)
{
    const struct spike_log *d = &t->device_log, *r = &t->reference_log;
    for (size_t i = 0; i < d->n || i < r->n; i++) {
        uint64_t a = i < d->n ? (uint64_t)d->spikes[i].stamp << 32 | d->spikes[i].id : UINT64_MAX;
        uint64_t b = i < r->n ? (uint64_t)r->spikes[i].stamp << 32 | r->spikes[i].id : UINT64_MAX;
        if (a < b)
            differ_in_spike(t, &d->spikes[i], "device", "reference");
        else if (b < a)
            differ_in_spike(t, &r->spikes[i], "reference", "device");
        if (a != b)
            return false;
    }
    return true;
}

static uint32_t bits(float x)
{
    uint32_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

static engram_code states_equal(struct twins *t, uint64_t equal_at, bool *equal, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float *values = NULL;
    for (uint32_t i = 0; i < t->net->n_populations && *equal; i++) {
        const struct population *p = &t->net->populations[i];
        TRY(memory_resize(&values, p->n, sizeof *values, "comparison", status));
        for (uint32_t k = 0; k < population_n_states(t->net, i) && *equal; k++) {
            const float *expected = reference_state(t->reference, i, k);
            TRY(store_state(t->device->store, i, k, values, status));
            for (uint32_t j = 0; j < p->n && *equal; j++)
                if (bits(values[j]) != bits(expected[j])) {
                    *equal = false;
                    differ(t,
                           "%s of neuron %" PRIu32 " of population '%s' at step %" PRIu64
                           ": device 0x%08x (%.9g), reference 0x%08x (%.9g); last equal at step %" PRIu64,
                           population_state_at(t->net, i, k).name, j, p->name, t->device->clock.step,
                           bits(values[j]), (double)values[j], bits(expected[j]), (double)expected[j],
                           equal_at);
                }
        }
    }
cleanup:
    free(values);
    return code;
}

static bool table_equal(struct twins *t, const struct projection *p, const struct synapse_table *d,
                        const struct synapse_table *r)
{
    uint64_t step = t->device->clock.step;
    if (d->n != r->n) {
        differ(t, "projection '%s' has %" PRIu64 " synapses on the device and %" PRIu64 " in the reference",
               p->name, d->n, r->n);
        return false;
    }
    for (uint64_t i = 0; i < d->n; i++) {
        if (d->source[i] != r->source[i] || d->target[i] != r->target[i] || d->length[i] != r->length[i]) {
            differ(
                t,
                "synapse %" PRIu64
                " of projection '%s' (source, target, length): device (%u, %u, %u), reference (%u, %u, %u)",
                i, p->name, d->source[i], d->target[i], d->length[i], r->source[i], r->target[i],
                r->length[i]);
            return false;
        }
        float a = d->weight[i], b = r->weight[i];
        const char *what = "weight";
        for (size_t k = 0; k < projection_n_columns(p) && bits(a) == bits(b); k++) {
            what = projection_column_name(p, k);
            a = d->columns[k][i];
            b = r->columns[k][i];
        }
        if (bits(a) != bits(b)) {
            differ(t,
                   "%s of projection '%s' (source %u, target %u, length %u) at step %" PRIu64
                   ": device 0x%08x (%.9g), reference 0x%08x (%.9g)",
                   what, p->name, d->source[i], d->target[i], d->length[i], step, bits(a), (double)a, bits(b),
                   (double)b);
            return false;
        }
    }
    for (uint32_t i = 0; i < t->net->populations[p->source].n; i++)
        if (d->slowness[i] != r->slowness[i]) {
            differ(t,
                   "slowness of axon %" PRIu32 " of projection '%s' at step %" PRIu64 ": device %" PRIu32
                   ", reference %" PRIu32,
                   i, p->name, step, d->slowness[i], r->slowness[i]);
            return false;
        }
    return true;
}

static engram_code synapses_equal(struct twins *t, bool *equal, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct synapse_table device = {0}, reference = {0};
    TRY(fast_clock_flush(&t->device->clock, status));
    for (uint32_t j = 0; j < t->net->n_projections && *equal; j++) {
        TRY(store_synapses(t->device->store, j, &device, status));
        TRY(reference_synapses(t->reference, j, &reference, status));
        *equal = table_equal(t, &t->net->projections[j], &device, &reference);
        t->out->n_synapses += device.n;
        synapse_table_free(&device);
        synapse_table_free(&reference);
    }
cleanup:
    synapse_table_free(&device);
    synapse_table_free(&reference);
    return code;
}

/* ---- running ---- */

static engram_code advance(struct twins *t, uint64_t stop, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    t->device_log.n = t->reference_log.n = 0;
    uint64_t step = t->device->clock.step;
    TRY(simulation_run_to(t->device, stop, status));
    TRY(reference_run(t->reference, stop - step, status));
    TRY(t->log_code);
    t->out->n_spikes += t->device_log.n;
cleanup:
    return code;
}

static void twins_free(struct twins *t)
{
    engram_simulation_free(t->device);
    reference_free(t->reference);
    free(t->device_log.spikes);
    free(t->reference_log.spikes);
}

static void compare_count(struct twins *t, const char *what, uint64_t device, uint64_t reference)
{
    if (!t->out->equal || device == reference)
        return;
    t->out->equal = false;
    differ(t, "%s: %" PRIu64 " on the device, %" PRIu64 " in the reference", what, device, reference);
}

static void compare_structure(struct twins *t)
{
    engram_status *status = t->status;
    for (uint32_t i = 0; i < t->net->n_projections; i++) {
        const char *name = t->net->projections[i].name;
        engram_structure device = store_structure_so_far(t->device->store, i),
                         reference = reference_structure(t->reference, i);
        compare_count(t, TEXT("synapses of projection '%s' that were born", name), device.n_born,
                      reference.n_born);
        for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
            compare_count(t, TEXT("synapses of projection '%s' that died (%s)", name, engram_cause_name(k)),
                          device.n_died[k], reference.n_died[k]);
    }
}

static void compare_cells(struct twins *t, uint32_t population)
{
    uint64_t n_days = 0;
    const struct cell_counts *days = store_cells(t->device->store, population, &n_days);
    struct cell_counts sum = {0}, r = reference_cells(t->reference, population);
    for (uint64_t d = 0; d < n_days; d++) {
        sum.born += days[d].born;
        sum.unborn += days[d].unborn;
        sum.matured += days[d].matured;
        sum.died_young += days[d].died_young;
        sum.died_mature += days[d].died_mature;
    }
    compare_count(t, "neurons born", sum.born, r.born);
    compare_count(t, "births without a slot", sum.unborn, r.unborn);
    compare_count(t, "neurons that matured", sum.matured, r.matured);
    compare_count(t, "young neurons that died", sum.died_young, r.died_young);
    compare_count(t, "mature neurons that died", sum.died_mature, r.died_mature);
}

static engram_code compare_ends(struct twins *t, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct digest device = {0}, reference = {0};
    TRY(synapses_equal(t, &t->out->equal, status));
    TRY(simulation_digest(t->device, &device, status));
    t->out->device =
        (engram_digest){device.spikes, device.topology, device.weights, device.delays, device.total};
    reference_digest(t->reference, &reference);
    t->out->reference = (engram_digest){reference.spikes, reference.topology, reference.weights,
                                        reference.delays, reference.total};
    t->out->n_structural_ticks = t->device->n_structures_checked;
    t->out->n_held = engram_simulation_n_held(t->device);
    t->out->n_blocked = engram_simulation_n_blocked(t->device);
    t->out->n_dropped = engram_simulation_n_dropped(t->device);
    compare_count(t, "spikes that were held back", t->out->n_held, reference_n_held(t->reference));
    compare_count(t, "spikes that were blocked", t->out->n_blocked, reference_n_blocked(t->reference));
    for (uint32_t i = 0; i < t->device->net->n_populations; i++)
        compare_cells(t, i);
    compare_count(t, "inputs that came to silent neurons", t->out->n_dropped,
                  reference_n_dropped(t->reference));
    TRY(engram_simulation_structure(t->device, NULL, &t->out->structure, status));
    compare_structure(t);
    if (t->out->equal && memcmp(&device, &reference, sizeof device)) {
        t->out->equal = false;
        differ(t,
               "all values agree, but not the digests: total %016" PRIx64 " on the device, %016" PRIx64
               " in the reference",
               device.total, reference.total);
    }
cleanup:
    return code;
}

/* One run of both. From step `fine` on (0: never) states are compared after every step; *unequal_after: last step at which they agreed. */
static engram_code validate_pass(const struct network *net, const engram_options *options, uint64_t n_steps,
                                 bool is_test, uint64_t fine, uint64_t *unequal_after, engram_validation *out,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct twins t = {.net = net, .out = out, .status = status};
    uint64_t step = 0;
    *out = (engram_validation){.equal = true};
    TRY(simulation_create(net, options, device_spikes, &t, is_test, &t.device, status));
    TRY(reference_create(net, &t.reference, status));
    reference_on_spike(t.reference, reference_spike, &t);
    while (step < n_steps && out->equal) {
        const struct rest *rest = rest_after(net, step);
        uint64_t next = fine && step >= fine ? step + 1 : step + STRETCH;
        if (rest && rest->end > next && !fine)
            next = rest->end;
        TRY(advance(&t, next < n_steps ? next : n_steps, status));
        out->equal = spikes_equal(&t);
        TRY(states_equal(&t, step, &out->equal, status));
        *unequal_after = step;
        step = t.device->clock.step;
    }
    out->n_steps = step;
    if (out->equal)
        TRY(compare_ends(&t, status));
cleanup:
    twins_free(&t);
    return code;
}

engram_code validate_network(const struct network *net, const engram_options *options, uint64_t n_steps,
                             bool is_test, engram_validation *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_options quiet = options ? *options : (engram_options){0};
    uint64_t equal_at = 0, ignored = 0, steps = n_steps && n_steps < net->n_steps ? n_steps : net->n_steps;
    quiet.output = NULL;
    TRY(validate_pass(net, &quiet, steps, is_test, 0, &equal_at, out, status));
    if (!out->equal && out->n_steps < steps) /* again, slowly, to say exactly where */
        TRY(validate_pass(net, &quiet, out->n_steps, is_test, equal_at ? equal_at : 1, &ignored, out,
                          status));
    if (!out->equal)
        code = FAIL(ENGRAM_E_MISMATCH, .what = "device and reference differ",
                    .where = TEXT("experiment '%s'", net->name), .why = out->difference,
                    .hint = "try another device (--device cpu) and driver; if that is equal, the device or "
                            "its driver computes wrongly");
cleanup:
    return code;
}

engram_code engram_validate(engram_experiment *experiment, const engram_options *options, uint64_t n_steps,
                            engram_validation *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = NULL;
    const struct oscillators *oscillators = NULL;
    TRY(engram_experiment_check(experiment, status));
    if (engram_experiment_n_oscillators(experiment)) {
        TRY(experiment_oscillators(experiment, &oscillators, status));
        return oscillators_validate(oscillators, options ? options : &(engram_options){0}, n_steps, out,
                                    status);
    }
    TRY(experiment_network(experiment, &net, status));
    TRY(validate_network(net, options, n_steps, true, out,
                         status)); /* the start-up test would only repeat a part of it */
cleanup:
    return code;
}
