/* What of a run reaches the disk and the callbacks, and when: between the fast clock and the recorder. */
#ifndef ENGRAM_ENGINE_RECORDING_H
#define ENGRAM_ENGINE_RECORDING_H
#include "engine/fast_clock.h"
#include "io/recorder.h"

#include <engram/simulation.h>

struct recording;
/* `folder` NULL: nothing is written, only the callback gets spikes. store and network are borrowed until recording_free. */
engram_code recording_open(const char *folder, struct store *store, engram_spike_callback on_spikes,
                           void *context, struct recording **out, engram_status *status);
/* Spikes of a batch, sorted. */
engram_code recording_spikes(struct recording *r, const struct recorded_spike *spikes, size_t n,
                             engram_status *status);
/* The next step after `step` at which a snapshot is due; UINT64_MAX if none is. */
uint64_t recording_next(const struct recording *r, uint64_t step);
/* Take the snapshots that are due at the clock's step; `is_end`: also those of the end of a run. */
engram_code recording_snapshots(struct recording *r, struct fast_clock *clock, bool is_end,
                                engram_status *status);
/* The concentrations of modulators jump at `step`: record what they were before it. */
engram_code recording_modulators(struct recording *r, uint64_t step, engram_status *status);
/* Baselines may move at `step`: record what they have been before it. */
engram_code recording_baselines(struct recording *r, uint64_t step, const double *means,
                                engram_status *status);
/* Reward k is given. */
void recording_reward(struct recording *r, size_t k, uint64_t step, double amount);
/* How many synapses came and went at the structural tick at `step`, if there was one; call it with 0, too. */
engram_code recording_structure(struct recording *r, uint64_t step, engram_status *status);
/* The numbers [net->n_measures] that the experiment asks for, after the snapshots of the end; borrowed until recording_free. */
const engram_number *recording_numbers(struct recording *r, uint64_t step);
/* Write the rest and the manifest. After this or a failure, free. */
engram_code recording_close(struct recording *r, uint64_t step, const struct run_summary *summary,
                            engram_status *status);
void recording_free(struct recording *r);
#endif
