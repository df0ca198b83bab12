#include "engine/oscillators_validate.h"

#include "device/selftest.h"
#include "engine/oscillators_device.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Position of the first difference, n if there is none. */
static uint64_t first_difference(const float *a, const float *b, uint64_t n)
{
    uint64_t i = 0;
    while (i < n && real_bits(a[i]) == real_bits(b[i]))
        i++;
    return i;
}

static const char *both(float device, float reference, engram_status *status)
{
    return TEXT("device 0x%08" PRIx32 " (%.9g), reference 0x%08" PRIx32 " (%.9g)",
                (uint32_t)real_bits(device), (double)device, (uint32_t)real_bits(reference),
                (double)reference);
}

static const char *connection_name(const struct oscillators *o, uint64_t k, engram_status *status)
{
    uint32_t target = 0;
    while (o->begin[target + 1] <= k)
        target++;
    return TEXT("connection %" PRIu32 " -> %" PRIu32 " (%.6g mm)", o->source[k], target,
                (double)o->length[k]);
}

/* NULL: they are equal. Sums of all phases come first, because they tell the step. */
static const char *difference(const struct oscillators *o, const struct oscillation *device,
                              const struct oscillation *reference, engram_status *status)
{
    uint64_t n_steps = device->n_steps, n = o->n_connections;
    uint64_t k = first_difference(device->resultant, reference->resultant, 2 * n_steps);
    if (k < 2 * n_steps)
        return TEXT("order parameter at step %" PRIu64 ", sum of %s: %s", k / 2 + 1, k % 2 ? "sin" : "cos",
                    both(device->resultant[k], reference->resultant[k], status));
    if ((k = first_difference(device->phase, reference->phase, o->n)) < o->n)
        return TEXT("phase of oscillator %" PRIu64 " after step %" PRIu64 ": %s", k, n_steps,
                    both(device->phase[k], reference->phase[k], status));
    if ((k = first_difference(device->weight, reference->weight, n)) < n)
        return TEXT("weight of %s after step %" PRIu64 ": %s", connection_name(o, k, status), n_steps,
                    both(device->weight[k], reference->weight[k], status));
    if ((k = first_difference(device->velocity, reference->velocity, n)) < n)
        return TEXT("velocity of %s after step %" PRIu64 ": %s", connection_name(o, k, status), n_steps,
                    both(device->velocity[k], reference->velocity[k], status));
    return NULL;
}

static engram_code compare(struct device *dev, const struct oscillators *o, uint64_t n_steps,
                           size_t work_group, engram_validation *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct oscillation device = {0}, reference = {0};
    TRY(oscillators_on_device(dev, o, n_steps, work_group, NULL, NULL, &device, status));
    TRY(oscillators_reference(o, n_steps, &reference, status));
    struct digest d = oscillation_digest(o, &device), r = oscillation_digest(o, &reference);
    const char *where = difference(o, &device, &reference, status);
    *out = (engram_validation){.equal = !where,
                               .n_steps = n_steps,
                               .n_synapses = o->n_connections,
                               .device = {d.spikes, d.topology, d.weights, d.delays, d.total},
                               .reference = {r.spikes, r.topology, r.weights, r.delays, r.total}};
    snprintf(out->difference, sizeof out->difference, "%s", where ? where : "");

cleanup:
    oscillation_clear(&device);
    oscillation_clear(&reference);
    return code;
}

engram_code oscillators_validate(const struct oscillators *o, const engram_options *options, uint64_t n_steps,
                                 engram_validation *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = NULL;
    *out = (engram_validation){0};
    n_steps = n_steps && n_steps < o->run->n_steps ? n_steps : o->run->n_steps;
    TRY(device_open(options->device, false, &dev, status));
    device_limit_memory(dev, options->memory_limit);
    TRY(device_selftest(dev, status));
    TRY(compare(dev, o, n_steps, options->work_group, out, status));
    if (!out->equal)
        code = FAIL(ENGRAM_E_MISMATCH, .what = "device and reference differ", .where = dev->shown,
                    .why = out->difference,
                    .hint = "choose another device (engram devices), or update its driver");

cleanup:
    device_close(dev);
    return code;
}

engram_code oscillators_start_test(struct device *dev, const struct oscillators *o, size_t work_group,
                                   engram_status *status)
{
    enum { SIZE = 24, STEPS = 100 };
    engram_code code = ENGRAM_OK;
    engram_validation result = {0};
    double longest_um = o->law.per_longest > 0 ? 1e3 / (double)o->law.per_longest : 0;
    struct quantity length = {.kind = QUANTITY_UNIFORM, .b = longest_um, .max = longest_um};
    struct oscillators mini = {.run = o->run,
                               .n = SIZE,
                               .law = o->law,
                               .has_insult = true,
                               .insult_step = STEPS / 2,
                               .insult_fraction = 0.5,
                               .delay_interval = STEPS};
    mini.law.gain = (float)((double)o->law.gain * o->n / SIZE);
    TRY(graph_random(&mini, 0.5, &length, "start-up test", status));
    TRY(compare(dev, &mini, STEPS, work_group, &result, status));
    if (!result.equal)
        code = FAIL(ENGRAM_E_DEVICE, .what = "the device computes wrongly",
                    .where = "start-up test (a few oscillators against the CPU reference)",
                    .why = result.difference,
                    .hint = "choose another device (engram devices), or update its driver");

cleanup:
    mini.run = NULL; /* borrowed */
    free(mini.begin);
    free(mini.source);
    free(mini.length);
    free(mini.weight);
    return code;
}
