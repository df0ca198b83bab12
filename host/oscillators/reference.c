#include "core/memory.h"
#include "oscillators/oscillators.h"

#include <stdlib.h>
#include <string.h>

/* phase[step][oscillator], all of them; before step 0 every oscillator stood where it began. */
static float phase_at(const struct oscillators *o, const float *phase, uint64_t step, uint32_t delay,
                      uint32_t i)
{
    return phase[(step > delay ? step - delay : 0) * o->n + i];
}

/* What the others do to oscillator i at `step`, and what that does to its connections. */
static float pull_on(const struct oscillators *o, const float *phase, uint64_t step, uint32_t i,
                     struct oscillation *out)
{
    float own = phase_at(o, phase, step, 0, i), pull = 0;
    for (uint32_t k = o->begin[i]; k < o->begin[i + 1]; k++) {
        float weight = out->weight[k], *velocity = &out->velocity[k];
        uint32_t j = o->source[k];
        if (weight == 0)
            continue;
        uint32_t delay = delay_steps(o->length[k], *velocity);
        pull = pull + phase_pull(weight, phase_at(o, phase, step, delay, j), own);
        *velocity =
            velocity_next(*velocity, o->length[k], weight, phase_at(o, phase, step, 0, j), own, o->law);
    }
    return pull;
}

static void insult(const struct oscillators *o, float *now, struct oscillation *out)
{
    for (uint32_t i = 0; i < o->n; i++) {
        now[i] = insult_phase(o, i);
        for (uint32_t k = o->begin[i]; k < o->begin[i + 1]; k++)
            if (insult_cuts(o, i, o->source[k]))
                out->weight[k] = 0;
    }
}

engram_code oscillators_reference(const struct oscillators *o, uint64_t n_steps, struct oscillation *out,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float *phase = NULL;
    TRY(oscillation_init(o, n_steps, out, status));
    TRY(memory_new(&phase, (n_steps + 1) * o->n, sizeof *phase, "every phase of the reference", status));
    memcpy(phase, out->phase, o->n * sizeof *phase);
    for (uint64_t step = 0; step < n_steps; step++) {
        if (o->has_insult && step == o->insult_step)
            insult(o, phase + step * o->n, out);
        for (uint32_t i = 0; i < o->n; i++) {
            float own = phase_at(o, phase, step, 0, i), pull = pull_on(o, phase, step, i, out),
                  next = phase_next(own, pull, o->law);
            phase[(step + 1) * o->n + i] = next;
            out->resultant[2 * step] = out->resultant[2 * step] + phase_real(next);
            out->resultant[2 * step + 1] = out->resultant[2 * step + 1] + phase_imaginary(next);
        }
    }
    memcpy(out->phase, phase + n_steps * o->n, o->n * sizeof *phase);

cleanup:
    free(phase);
    if (code != ENGRAM_OK)
        oscillation_clear(out);
    return code;
}
