/* A run of oscillators: what engine/oscillators.c measures, oscillators_results.c writes. */
#ifndef ENGRAM_ENGINE_OSCILLATORS_H
#define ENGRAM_ENGINE_OSCILLATORS_H
#include "device/device.h"
#include "io/disk.h"
#include "oscillators/oscillators.h"

#include <engram/oscillators.h>

enum { N_SNAPSHOTS = 3 };
extern const char *const snapshot_names[N_SNAPSHOTS]; /* start, before (the insult), end */

struct oscillators_run {
    const struct oscillators *o;
    const engram_options *options;
    struct device *dev;
    struct oscillation adaptive, control; /* control: empty without one */
    bool in_control;
    double *delay_ms;      /* [n_delays] mean delay, one per record */
    double *delay_time_ms; /* [n_delays] */
    uint64_t n_delays, n_delays_most;
    uint64_t *histogram[N_SNAPSHOTS]; /* [longest_delay + 1] each, NULL: not taken */
    double number[N_NUMBERS];
    double begun_s, build_s, run_s;
};

/* ---- oscillators_results.c ---- */
enum { N_RESULTS_BEGUN = 2 };
/* Make the folder and write experiment.yaml and run.json; the names of the records are the caller's. */
engram_code oscillators_results_begin(const struct oscillators_run *run, struct disk_record *records,
                                      engram_status *status);
/* oscillators.h5, numbers.json, and manifest.json last. */
engram_code oscillators_results_end(const struct oscillators_run *run, const engram_oscillation *outcome,
                                    const struct disk_record *begun, engram_status *status);

/* ---- oscillators_validate.c ---- */
/* Device and reference over n_steps (0: all). E_MISMATCH: out->difference says where they part. */
engram_code oscillators_validate(const struct oscillators *o, const engram_options *options, uint64_t n_steps,
                                 engram_validation *out, engram_status *status);
/* A miniature with the same law on this device; E_DEVICE if it differs from the reference. */
engram_code oscillators_start_test(struct device *dev, const struct oscillators *o, size_t work_group,
                                   engram_status *status);
#endif
