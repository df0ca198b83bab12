/* The results folder of a run of oscillators (docs/files.md). */
#ifndef ENGRAM_IO_OSCILLATORS_RESULTS_H
#define ENGRAM_IO_OSCILLATORS_RESULTS_H
#include "io/disk.h"
#include "io/recorder.h"
#include "oscillators/oscillators.h"

enum { N_SNAPSHOTS = 3, N_RESULTS_BEGUN = 2 };
extern const char *const snapshot_names[N_SNAPSHOTS]; /* start, before (the insult), end */

/* Everything is borrowed. */
struct oscillators_results {
    const struct oscillators *o;
    const struct oscillation *trace;
    const double *order, *order_control; /* [n_steps]; control: NULL without one */
    const double *delay_ms, *delay_time_ms;
    uint64_t n_delays;
    uint64_t *histogram[N_SNAPSHOTS]; /* [longest_delay + 1], NULL: not taken */
};

/* Make the folder and write experiment.yaml and run.json; the names of the records [N_RESULTS_BEGUN] are the caller's. */
engram_code oscillators_results_begin(const char *folder, const struct oscillators *o,
                                      struct disk_record *records, engram_status *status);
/* oscillators.h5, numbers.json, and manifest.json last. */
engram_code oscillators_results_end(const char *folder, const struct oscillators_results *results,
                                    const struct run_summary *summary, const struct disk_record *begun,
                                    engram_status *status);
#endif
