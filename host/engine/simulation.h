/* A running experiment: the object behind include/engram/simulation.h. */
#ifndef ENGRAM_ENGINE_SIMULATION_H
#define ENGRAM_ENGINE_SIMULATION_H
#include "engine/fast_clock.h"
#include "engine/recording.h"
#include "engine/rewards.h"

#include <engram/simulation.h>

/* Rates for the progress line, over the time since the last report. */
struct progress_meter {
    const char *phase;
    double begin, reported;            /* wall s */
    uint64_t step, n_spikes, n_events; /* at the last report */
    double awake_s, resting_s;         /* wall s that a step takes; 0 as long as none was taken */
};

struct engram_simulation {
    const struct network *net; /* borrowed from the experiment */
    engram_options options;    /* texts in it are borrowed only while creating */
    struct device *dev;
    struct store *store;
    struct fast_clock clock;
    struct recording *recording;
    struct rewards *rewards; /* NULL: there are none */
    struct progress_meter meter;
    spike_sink watch; /* validation: sees all spikes; NULL otherwise */
    void *watch_context;
    double build_s, run_s;
    uint64_t n_neurons_driven;     /* neurons that are not generators */
    const engram_number *numbers;  /* [net->n_measures] once it is finished */
    uint64_t n_structures_checked; /* structural ticks after which the rows were checked */
    bool is_finished;
};

/* How an engram_options becomes a layout. */
struct layout_options simulation_layout_options(const struct device *dev, const engram_options *options,
                                                bool record_all);
/* Like engram_simulation_create, from a network. `watch` gets the spikes of all populations; the start-up test is left out if `is_test`. */
engram_code simulation_create(const struct network *net, const engram_options *options, spike_sink watch,
                              void *watch_context, bool is_test, struct engram_simulation **out,
                              engram_status *status);
engram_code simulation_run_to(struct engram_simulation *sim, uint64_t step, engram_status *status);
/* Flush, then everything below reads the present. */
engram_code simulation_digest(struct engram_simulation *sim, struct digest *out, engram_status *status);

/* ---- progress.c ---- */
void progress_begin(struct engram_simulation *sim, const char *phase);
/* Report if it is time to (or `now`); false: the caller wants to stop. */
bool progress_report(struct engram_simulation *sim, uint64_t step, bool now);
#endif
