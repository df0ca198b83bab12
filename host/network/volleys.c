#include "network/volleys.h"

#include "core/memory.h"
#include "network/draw.h"
#include "network/elementary.h"

#include <math.h>
#include <stdlib.h>

/* The neuron of a process that all have in common. */
#define ALL_NEURONS UINT32_MAX

static double interval_ms(const struct network *net, const struct population *p, double rate_hz,
                          uint32_t neuron, uint32_t k)
{
    philox_block b = draw_block(&(struct draw_key){net->seed, p->owner, STREAM_VOLLEY, neuron, k}, 0);
    return -1e3 / rate_hz * elementary_log(draw_uniform(b.v[0], b.v[1]));
}

/* Times of the volleys of one neuron, or of all: [returned], into times if that is not NULL. */
static uint64_t volley_times(const struct network *net, const struct population *p,
                             const struct volley_law *law, uint32_t neuron, double *times_ms)
{
    uint32_t n = 0;
    double t = law->begin_ms + interval_ms(net, p, law->rate_hz, neuron, 0);
    while (t < law->end_ms) {
        if (times_ms)
            times_ms[n] = t;
        n++;
        t += interval_ms(net, p, law->rate_hz, neuron, n);
    }
    return n;
}

static double normal(const struct network *net, const struct population *p, uint32_t stream, double sd,
                     uint32_t neuron, uint32_t k)
{
    const struct quantity q = {.kind = QUANTITY_NORMAL, .b = sd, .min = -INFINITY, .max = INFINITY};
    return sd > 0 ? quantity_value(&q, &(struct draw_key){net->seed, p->owner, stream, neuron, k}, 0) : 0;
}

static void draw_offsets(const struct network *net, const struct population *p, double spread_ms,
                         double *offset_ms)
{
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < p->n; i++)
        sum += offset_ms[i] = normal(net, p, STREAM_OFFSET, spread_ms, i, 0);
    for (uint32_t i = 0; i < p->n; i++) {
        offset_ms[i] -= sum / p->n;
        squares += offset_ms[i] * offset_ms[i];
    }
    double scale = squares > 0 ? spread_ms / sqrt(squares / p->n) : 0;
    for (uint32_t i = 0; i < p->n; i++)
        offset_ms[i] *= scale;
}

static void add_spikes(const struct network *net, const struct population *p, const struct volley_law *law,
                       uint32_t neuron, const double *times_ms, uint64_t n, struct volley_spikes *out)
{
    for (uint32_t k = 0; k < n; k++, out->n++) {
        double t = times_ms[k] + p->volleys.offset_ms[neuron] +
                   normal(net, p, STREAM_JITTER, law->jitter_ms, neuron, k);
        out->neuron[out->n] = neuron;
        out->time_ms[out->n] = t > net->dt_ms ? t : net->dt_ms;
    }
}

static engram_code keep_volleys(const struct network *net, struct population *p, const double *times_ms,
                                uint64_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&p->volleys.step, n, sizeof *p->volleys.step, "volleys", status));
    p->volleys.n = n;
    for (uint64_t k = 0; k < n; k++)
        p->volleys.step[k] = (uint64_t)llround(times_ms[k] / net->dt_ms);
cleanup:
    return code;
}

engram_code volleys_draw(const struct network *net, struct population *p, const struct volley_law *law,
                         struct volley_spikes *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n = 0, longest = 0;
    double *times = NULL;
    for (uint32_t i = 0; i < (law->independent ? p->n : 1); i++) {
        uint64_t own = volley_times(net, p, law, law->independent ? i : ALL_NEURONS, NULL);
        longest = own > longest ? own : longest;
        n += law->independent ? own : own * p->n;
    }
    TRY(memory_new(&p->volleys.offset_ms, p->n, sizeof *p->volleys.offset_ms, "volleys", status));
    TRY(memory_new(&out->neuron, n, sizeof *out->neuron, "spikes of volleys", status));
    TRY(memory_new(&out->time_ms, n, sizeof *out->time_ms, "spikes of volleys", status));
    TRY(memory_new(&times, longest, sizeof *times, "volleys", status));
    draw_offsets(net, p, law->spread_ms, p->volleys.offset_ms);
    for (uint32_t i = 0; i < p->n; i++) {
        if (law->independent || i == 0)
            n = volley_times(net, p, law, law->independent ? i : ALL_NEURONS, times);
        add_spikes(net, p, law, i, times, n, out);
    }
    if (!law->independent)
        TRY(keep_volleys(net, p, times, n, status));
cleanup:
    free(times);
    return code;
}

void volley_spikes_free(struct volley_spikes *spikes)
{
    free(spikes->neuron);
    free(spikes->time_ms);
}

void volleys_clear(struct volleys *volleys)
{
    free(volleys->step);
    free(volleys->offset_ms);
}
