/* Drive the device through the windows of the fast clock.
 *
 * The host enqueues windows in batches and looks at the control block only between batches. The device itself decides how far it may go: a window that
 * lacks room (rings, recorded spikes) or needs a flush does not open, the rest of the batch does nothing, and the host mends the cause and goes on.
 * So a batch can be as long as is convenient, and nothing ever overflows. */
#ifndef ENGRAM_ENGINE_FAST_CLOCK_H
#define ENGRAM_ENGINE_FAST_CLOCK_H
#include "store/store.h"

/* Spikes that reached the host, sorted by stamp, then id; borrowed for the call. id counts neurons over all populations in order. */
struct recorded_spike {
    uint32_t stamp, id;
};
typedef engram_code (*spike_sink)(void *context, const struct recorded_spike *spikes, size_t n,
                                  engram_status *status);
/* Called after every batch; false stops the run. */
typedef bool (*batch_sink)(void *context, uint64_t step);

struct fast_clock {
    struct store *store;  /* borrowed */
    uint64_t step;        /* stamp up to which everything is done */
    uint32_t flush_every; /* windows; 0: only when needed */
    uint32_t batch;       /* windows per batch, adapted to take about 40 ms */
    uint32_t control
        [CONTROL_WORDS]; /* the device's control block as of the last batch; always written back whole */
    spike_sink on_spikes;
    batch_sink on_batch;
    void *context;
    struct recorded_spike *spikes, *spare; /* scratch, owned */
};
void fast_clock_open(struct fast_clock *clock, struct store *store);
void fast_clock_close(struct fast_clock *clock);
/* Advance to stamp `stop`. Fails with ENGRAM_E_INTERRUPTED when on_batch says so: the clock then stands at some earlier step and may go on. */
engram_code fast_clock_run(struct fast_clock *clock, uint64_t stop, engram_status *status);
/* Move on to stamp `stop` without a step. Nothing may be under way, and nobody may fire until then. May fail like fast_clock_run. */
engram_code fast_clock_pass_over(struct fast_clock *clock, uint64_t stop, engram_status *status);
/* Apply all pending post spikes. Never changes a later result. */
engram_code fast_clock_flush(struct fast_clock *clock, engram_status *status);
#endif
