#include "common/mix.h"
#include "core/memory.h"
#include "oscillators/oscillators.h"

#include <stdlib.h>
#include <string.h>

engram_code oscillation_init(const struct oscillators *o, uint64_t n_steps, struct oscillation *out,
                             engram_status *status)
{
    static const char purpose[] = "what oscillators did";
    engram_code code = ENGRAM_OK;
    *out = (struct oscillation){.n_steps = n_steps};
    TRY(memory_new(&out->resultant, 2 * n_steps, sizeof *out->resultant, purpose, status));
    TRY(memory_new(&out->phase, o->n, sizeof *out->phase, purpose, status));
    TRY(memory_new(&out->velocity, o->n_connections, sizeof *out->velocity, purpose, status));
    TRY(memory_new(&out->weight, o->n_connections, sizeof *out->weight, purpose, status));
    for (uint32_t i = 0; i < o->n; i++)
        out->phase[i] = initial_phase(o, i);
    for (uint32_t k = 0; k < o->n_connections; k++)
        out->velocity[k] = o->law.slowest;
    if (o->n_connections)
        memcpy(out->weight, o->weight, o->n_connections * sizeof *out->weight);

cleanup:
    if (code != ENGRAM_OK)
        oscillation_clear(out);
    return code;
}

void oscillation_clear(struct oscillation *trace)
{
    free(trace->resultant);
    free(trace->phase);
    free(trace->velocity);
    free(trace->weight);
    *trace = (struct oscillation){0};
}

static u64 mix_floats(const float *values, u64 n, u64 seed)
{
    u64 sum = 0;
    for (u64 i = 0; i < n; i++)
        sum += mix_pair(mix_pair(seed, i), (u32)real_bits(values[i]));
    return sum;
}

struct digest oscillation_digest(const struct oscillators *o, const struct oscillation *trace)
{
    u64 resultants = mix_floats(trace->resultant, 2 * trace->n_steps, 1),
        phases = mix_floats(trace->phase, o->n, 2), graph = mix_floats(o->length, o->n_connections, 3);
    for (uint32_t i = 0; i < o->n; i++)
        for (uint32_t k = o->begin[i]; k < o->begin[i + 1]; k++)
            graph += mix_pair((u64)i << 32 | o->source[k], k);
    struct digest d = {.spikes = mix_pair(resultants, phases),
                       .topology = graph,
                       .weights = mix_floats(trace->weight, o->n_connections, 4),
                       .delays = mix_floats(trace->velocity, o->n_connections, 5)};
    digest_close(&d);
    return d;
}
