/* Everything a run writes: a results folder of closed segments, written by a thread of its own.
 *
 *   engine --recorder_*()--> bounded queue --> writer thread --> open segment of each stream --(full, old, or end)--> final name
 *
 * A stream is one population's spikes, one projection's weights, one state record, one variable of a projection's axons, its delays, how its synapses came and went, all together or one by one, the cells of a population that are born and die, or the rates. Its segments are numbered from 0 and hold consecutive
 * times. Memory is bounded: data are copied into the queue (large snapshots in parts), and a full queue blocks the caller until the disk has caught up.
 * A failure of the writer thread is reported by the next call (any of them); data handed over later are dropped, what was closed before stays.
 * All functions belong to one calling thread. docs/files.md describes every file. */
#ifndef ENGRAM_IO_RECORDER_H
#define ENGRAM_IO_RECORDER_H
#include "network/conduction.h"
#include "network/neurogenesis.h"
#include "network/structure.h"

#include <engram/numbers.h>
#include <stdbool.h>
#include <stdint.h>

/* Zero means: choose for me. No choice changes what is recorded, only how it is cut into files. */
struct recorder_options {
    uint64_t segment_bytes; /* close a segment at this size (default 64 MiB of values) */
    double segment_seconds; /* ... or at this age: what a killed process can lose (default 30 s) */
    uint64_t queue_bytes;   /* default 64 MiB */
    uint32_t most_open;     /* segments open at once; one more, and the oldest is closed (default 256) */
    bool sorting_as_enum;   /* spell the attribute `sorting` as libsonata wants it, instead of as text */
};

struct recorder;

/* Refuse a folder that exists and is not empty; create nothing. Call it before an expensive build. NULL is refused. */
engram_code recorder_check_folder(const char *folder, engram_status *status);
/* Create the folder, write experiment.yaml and run.json, start the writer. `network` is borrowed until close or abort. E_USAGE: the folder exists and is not
 * empty, or a name cannot be a file name; E_RESOURCES: it cannot be written. */
engram_code recorder_open(const char *folder, const struct network *network,
                          const struct recorder_options *options, struct recorder **out,
                          engram_status *status);

/* Spikes of one population, whole steps at a time, steps never decreasing from call to call. Within a step they are brought into order of neurons here.
 * A neuron that spiked k times in a step appears k times. */
engram_code recorder_spikes(struct recorder *recorder, uint32_t population, uint64_t n,
                            const uint32_t *neurons, const uint64_t *steps, engram_status *status);

/* The recorded synapses of one projection. Which synapses is fixed by the first snapshot; later ones must have the same n and may leave the other arrays NULL. */
struct weight_snapshot {
    uint64_t n;
    const uint64_t *synapse;         /* [n] ascending positions in canonical order; NULL: 0 ... n-1 */
    const uint32_t *source, *target; /* [n] */
    const float *delay_ms;           /* [n] total delay, or NULL */
    const float *weight;             /* [n] in the unit of the receptor */
    uint64_t n_existing;             /* synapses of the projection */
};
/* Of a projection with `structure` every snapshot has its own synapses, and all arrays but `synapse` are needed; n_existing: how many synapses there are, recorded or not. */
engram_code recorder_weights(struct recorder *recorder, uint32_t projection, uint64_t step,
                             const struct weight_snapshot *snapshot, engram_status *status);
/* Which synapses a sample holds: n_sample of n, one from each of n_sample equal stretches of the canonical order, keyed by the seed and the projection.
 * out [min(n, n_sample)], ascending; n_sample 0 or >= n: all. Returns how many. */
uint64_t recorder_sample(uint64_t seed, const struct projection *projection, uint64_t n, uint64_t n_sample,
                         uint64_t *out);

/* One row of network->state_records[record]: its n_neurons values at `step`; rows come at multiples of the record's interval. */
engram_code recorder_states(struct recorder *recorder, uint32_t record, uint64_t step, const float *values,
                            engram_status *status);
/* One variable (conduction.h) of the axons of network->axon_records[record]: values [n_axons][n_segments] of it. All variables at the same steps. */
engram_code recorder_axons(struct recorder *recorder, uint32_t record, uint32_t variable, uint64_t step,
                           const float *values, engram_status *status);
/* How many synapses have which delay, as counts of the record's bins: of the projection of an axon record, or of those of network->delay_records, which are numbered after
 * all axon records. */
const struct delay_bins *recorder_delay_bins(const struct recorder *recorder, uint32_t record);
engram_code recorder_delays(struct recorder *recorder, uint32_t record, uint64_t step, const uint64_t *counts,
                            engram_status *status);
/* The concentration of the modulator of a projection; rows come at multiples of network->modulator_interval. */
engram_code recorder_modulator(struct recorder *recorder, uint32_t projection, uint64_t step, float value,
                               engram_status *status);
/* The mean of network->baselines[baseline]; rows come at multiples of network->baseline_interval. */
engram_code recorder_baseline(struct recorder *recorder, size_t baseline, uint64_t step, float value,
                              engram_status *status);
/* Spikes of each population (all of them, in order: [n_populations]) in the bin that ends with `step` (included). Bins are network->rate_bin long, the last may be shorter. */
engram_code recorder_rates(struct recorder *recorder, uint64_t step, const uint64_t *n_spikes,
                           engram_status *status);

/* Synapses of a projection with `structure`: how many there are after the tick at `step`, and how many came and went since the call before; the first call, before any tick,
 * says how many there are at the start. */
engram_code recorder_structure(struct recorder *recorder, uint32_t projection, uint64_t step,
                               uint64_t n_synapses, const engram_structure *change, engram_status *status);

/* Events of network->topology_records[record] at `step`, in the order in which they are to stand. */
engram_code recorder_topology(struct recorder *recorder, uint32_t record, uint64_t step,
                              const struct topology_event *events, uint64_t n, engram_status *status);

/* Cells of a population with neurogenesis at the end of the day that ends with `step`; the first call, at the start, says how many there are. */
engram_code recorder_cells(struct recorder *recorder, uint32_t population, uint64_t step,
                           const struct cell_day *day, engram_status *status);

/* The level of a gate after `step`: at the start, and where it changes. */
engram_code recorder_gate(struct recorder *recorder, uint32_t gate, uint64_t step, double level,
                          engram_status *status);

/* What the manifest says about a run beyond the network. Texts are borrowed for the call; NULL becomes "". */
struct run_summary {
    bool finished;    /* false: stopped early, by request; the results are whole up to n_steps */
    uint64_t n_steps; /* simulated */
    const char *device, *driver, *platform; /* names as listed by `engram devices` */
    uint64_t digest[5];                     /* spikes, topology, weights, delays, total: struct digest */
    double build_s, run_s;                  /* wall time */
    uint64_t n_spikes, n_events, n_synapses;
    uint64_t n_held, n_blocked; /* spikes of axons that change speed */
    uint64_t n_dropped;         /* inputs to silent neurons */
    engram_structure structure; /* synapses of all projections that came and went */
    uint64_t n_unborn;          /* births that found no slot */
    double
        bio_seconds_per_sim_second; /* how much biological time one simulated second of slow change stands for; 1: no compression */
    const engram_number *numbers; /* [n_numbers] that the experiment names: numbers.json, if there are any */
    size_t n_numbers;
};
/* Write what is queued, close the segments and write manifest.json last. Frees the recorder, also on failure. */
engram_code recorder_close(struct recorder *recorder, const struct run_summary *summary,
                           engram_status *status);
/* After a failure elsewhere: write what is queued, close the segments, but write no manifest; the folder then says that the run did not finish. NULL is fine. */
void recorder_abort(struct recorder *recorder);
/* Bytes handed over but not yet written, for the progress line. */
uint64_t recorder_backlog(struct recorder *recorder);
#endif
