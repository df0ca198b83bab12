/**
 * @file results.h
 * Walk the results folder of a run: spikes, rates, weights, axons, delays, states, how synapses came and went, and what the run was.
 *
 * A folder is readable while its run goes on and after it was killed: closed segments are complete, and only they are seen. docs/files.md describes the
 * files themselves. Texts and arrays returned by pointer are borrowed until engram_results_free().
 */
#ifndef ENGRAM_RESULTS_H
#define ENGRAM_RESULTS_H
#include <engram/status.h>
#include <engram/structure.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct engram_results engram_results;

/**
 * Open a results folder. What it holds is listed now; segments closed later are not seen.
 * @return E_INPUT: no results folder, or a file in it is damaged; E_RESOURCES
 */
ENGRAM_API engram_code engram_results_open(const char *folder, engram_results **out, engram_status *status);
/** NULL is fine. */
ENGRAM_API void engram_results_free(engram_results *results);

/** Did the run end by itself? False while it runs, after a kill, and after it was stopped early. */
ENGRAM_API bool engram_results_finished(const engram_results *results);
/**
 * One value of manifest.json (or of run.json, while there is no manifest) as text: "name", "seed", "device", "digest.total", "run_s" ...
 * @return NULL if there is no such value
 */
ENGRAM_API const char *engram_results_fact(const engram_results *results, const char *key);
ENGRAM_API double engram_results_dt_ms(const engram_results *results);
/** What was simulated; of a run without manifest: what was planned. */
ENGRAM_API double engram_results_duration_ms(const engram_results *results);

/** A population and its recorded spikes. */
typedef struct engram_results_population {
    const char *name, *model;
    uint64_t n_neurons;
    int sign;       /**< 1: excitatory, -1: inhibitory, 0: neither or both */
    bool generator; /**< a spike source */
    bool has_positions;
    uint64_t n_spikes; /**< recorded */
} engram_results_population;
ENGRAM_API size_t engram_results_n_populations(const engram_results *results);
ENGRAM_API const engram_results_population *engram_results_population_at(const engram_results *results,
                                                                         size_t i);
/** Where its neurons lie: [n_neurons][3] um. @return E_STATE: it has no positions */
ENGRAM_API engram_code engram_results_positions(engram_results *results, size_t i, float *xyz_um,
                                                engram_status *status);
/** Spikes [begin, begin + n) of population i, in order of time, then neuron. Either array may be NULL. */
ENGRAM_API engram_code engram_results_spikes(engram_results *results, size_t i, uint64_t begin, uint64_t n,
                                             uint32_t *neuron, double *time_ms, engram_status *status);

/** Rates of all populations in bins. */
typedef struct engram_results_rates {
    uint64_t n_bins;
    double bin_ms;
    size_t n_populations; /**< in the order of engram_results_population_at() */
} engram_results_rates;
ENGRAM_API const engram_results_rates *engram_results_rates_shape(const engram_results *results);
/** Bins [begin, begin + n): end of each bin (ms) [n], and rates (Hz) [n][n_populations]. Either may be NULL. */
ENGRAM_API engram_code engram_results_rates_read(engram_results *results, uint64_t begin, uint64_t n,
                                                 double *time_ms, double *rate_hz, engram_status *status);

/** Recorded synapses of a projection. */
typedef struct engram_results_weights {
    const char *projection, *source, *target, *rule, *unit;
    bool plastic;
    bool structure;                   /**< synapses come and go: each snapshot has its own */
    double weight_limit;              /**< largest weight there can be; not finite: unknown */
    uint64_t n_synapses, n_snapshots; /**< n_synapses: most of any snapshot */
    const double *time_ms;            /**< [n_snapshots] */
    const uint64_t *n_recorded;       /**< [n_snapshots] synapses of each snapshot */
    const uint64_t *
        n_existing; /**< [n_snapshots] synapses that the projection had, recorded or not; NULL if they stay */
} engram_results_weights;
ENGRAM_API size_t engram_results_n_weights(const engram_results *results);
ENGRAM_API const engram_results_weights *engram_results_weights_at(const engram_results *results, size_t i);
/** Weights [n_recorded] of one snapshot. */
ENGRAM_API engram_code engram_results_weights_read(engram_results *results, size_t i, uint64_t snapshot,
                                                   float *weights, engram_status *status);
/** Which synapses they are: position in canonical order, both ends, total delay; [n_synapses] each, any may be NULL. delay_ms becomes NAN if not recorded.
 *  @return E_STATE: synapses come and go, ask for those of a snapshot */
ENGRAM_API engram_code engram_results_weights_mapping(engram_results *results, size_t i, uint64_t *synapse,
                                                      uint32_t *source, uint32_t *target, float *delay_ms,
                                                      engram_status *status);

/** Which synapses one snapshot holds: both ends, total delay, weight; [n_recorded] each, any may be NULL. For synapses that stay, too. */
ENGRAM_API engram_code engram_results_weights_synapses(engram_results *results, size_t i, uint64_t snapshot,
                                                       uint32_t *source, uint32_t *target, float *delay_ms,
                                                       float *weight, engram_status *status);

/** One variable of some axons of a projection: their velocity, or a state of the projection's myelin rule. */
typedef struct engram_results_axons {
    const char *projection, *source, *target;
    const char *variable, *unit;
    uint64_t n_axons, n_segments; /**< values per axon: 1, or one for each segment along it */
    uint64_t n_snapshots;
    const double *time_ms; /**< [n_snapshots] */
} engram_results_axons;
/** Variables of all projections; those of one follow each other, the velocity first. */
ENGRAM_API size_t engram_results_n_axons(const engram_results *results);
ENGRAM_API const engram_results_axons *engram_results_axons_at(const engram_results *results, size_t i);
/** Values [n_axons][n_segments] of one snapshot. */
ENGRAM_API engram_code engram_results_axons_read(engram_results *results, size_t i, uint64_t snapshot,
                                                 float *values, engram_status *status);
/** Which axons they are, by their source neurons: [n_axons]. */
ENGRAM_API engram_code engram_results_axons_neurons(engram_results *results, size_t i, uint32_t *neurons,
                                                    engram_status *status);

/** How many synapses of a projection have which delay, axonal and dendritic together. Of several projections recorded together, their common name, and ends of "". */
typedef struct engram_results_delays {
    const char *projection, *source, *target;
    uint64_t n_bins;
    const double *edge_ms; /**< [n_bins + 1] */
    uint64_t n_snapshots;
    const double *time_ms; /**< [n_snapshots] */
} engram_results_delays;
ENGRAM_API size_t engram_results_n_delays(const engram_results *results);
ENGRAM_API const engram_results_delays *engram_results_delays_at(const engram_results *results, size_t i);
/** Synapses in each bin [n_bins] at one snapshot. */
ENGRAM_API engram_code engram_results_delays_read(engram_results *results, size_t i, uint64_t snapshot,
                                                  uint64_t *n_synapses, engram_status *status);

/** How the synapses of a projection came and went: a row for each structural tick, and one for the start. */
typedef struct engram_results_structure {
    const char *projection, *source, *target;
    uint64_t n_rows;
    double tick_ms; /**< between two structural ticks */
} engram_results_structure;
ENGRAM_API size_t engram_results_n_structure(const engram_results *results);
ENGRAM_API const engram_results_structure *engram_results_structure_at(const engram_results *results,
                                                                       size_t i);
/** Rows [begin, begin + n): time, synapses after the tick, and those that came and went at it; [n] each, any may be NULL. */
ENGRAM_API engram_code engram_results_structure_read(engram_results *results, size_t i, uint64_t begin,
                                                     uint64_t n, double *time_ms, uint64_t *n_synapses,
                                                     engram_structure *change, engram_status *status);

/** A log of the synapses of a projection: those there are at the start, and then, tick by tick, those that died and those that were born. */
typedef struct engram_results_topology {
    const char *projection, *source, *target;
    uint64_t n_events;
    double length_per_code;  /**< what a length code is worth */
    const char *length_unit; /**< "um": of path; "ms": of axonal delay */
} engram_results_topology;
ENGRAM_API size_t engram_results_n_topology(const engram_results *results);
ENGRAM_API const engram_results_topology *engram_results_topology_at(const engram_results *results, size_t i);
/** Events [begin, begin + n): step, both ends, length code, and what happened (engram_event); [n] each, any may be NULL. */
ENGRAM_API engram_code engram_results_topology_read(engram_results *results, size_t i, uint64_t begin,
                                                    uint64_t n, uint64_t *step, uint32_t *source,
                                                    uint32_t *target, uint16_t *length, uint8_t *event,
                                                    engram_status *status);

/** Neurons of a population that are born, mature and die: what there is at the end of a day, and what happened on it. */
typedef struct engram_cells {
    uint64_t young, mature;
    uint64_t born, unborn, matured, died_young, died_mature; /**< unborn: found no free slot */
    double bdnf, cortisol;                                   /**< levels; 0.3 at rest */
} engram_cells;
typedef struct engram_results_cells {
    const char *population;
    uint64_t n_rows; /**< the start, and each day */
    double day_ms;
} engram_results_cells;
ENGRAM_API size_t engram_results_n_cells(const engram_results *results);
ENGRAM_API const engram_results_cells *engram_results_cells_at(const engram_results *results, size_t i);
/** Rows [begin, begin + n): [n] each, any may be NULL. */
ENGRAM_API engram_code engram_results_cells_read(engram_results *results, size_t i, uint64_t begin,
                                                 uint64_t n, double *time_ms, engram_cells *cells,
                                                 engram_status *status);

/** A gate of the experiment: its level at the start, and wherever it changed. */
typedef struct engram_results_gate {
    const char *name;
    uint64_t n_rows;
} engram_results_gate;
ENGRAM_API size_t engram_results_n_gates(const engram_results *results);
ENGRAM_API const engram_results_gate *engram_results_gate_at(const engram_results *results, size_t i);
/** Rows [begin, begin + n): when (ms), and the level from then until the next row; [n] each, either may be NULL. */
ENGRAM_API engram_code engram_results_gate_read(engram_results *results, size_t i, uint64_t begin, uint64_t n,
                                                double *time_ms, double *level, engram_status *status);

/**
 * One state variable of some neurons of a population. Or one value that belongs to no neuron (of_neurons is false, n_neurons 1): variable is "modulator" and population the name of its
 * projection, or it is "baseline" and population the name of the rewards that share it.
 */
typedef struct engram_results_states {
    const char *population, *variable, *unit;
    uint64_t n_neurons, n_rows;
    double start_ms, interval_ms; /**< time of row k: start_ms + k * interval_ms */
    bool of_neurons;
} engram_results_states;
ENGRAM_API size_t engram_results_n_states(const engram_results *results);
ENGRAM_API const engram_results_states *engram_results_states_at(const engram_results *results, size_t i);
/** Rows [begin, begin + n): values [n][n_neurons]. */
ENGRAM_API engram_code engram_results_states_read(engram_results *results, size_t i, uint64_t begin,
                                                  uint64_t n, float *values, engram_status *status);
/** Which neurons they are: [n_neurons]. */
ENGRAM_API engram_code engram_results_states_neurons(engram_results *results, size_t i, uint32_t *neurons,
                                                     engram_status *status);

/**
 * Compare every file with its size and checksum (XXH3, 64 bits) in manifest.json.
 * @return E_STATE: there is no manifest (the run did not end); E_INPUT: a file is missing or differs
 */
ENGRAM_API engram_code engram_results_verify(engram_results *results, engram_status *status);
/**
 * Write the spikes of all populations into one SONATA file. Memory stays bounded.
 * @param path  must not exist
 * @param sorting_as_enum  write the attribute `sorting` as libsonata's enumeration instead of as text
 */
ENGRAM_API engram_code engram_results_export_spikes(engram_results *results, const char *path,
                                                    bool sorting_as_enum, engram_status *status);
/**
 * Write everything recorded of the axons of a projection as a table (CSV): a line for each time, axon and segment, a column for each variable.
 * @param path  must not exist
 * @return E_NAME: nothing was recorded of such a projection
 */
ENGRAM_API engram_code engram_results_export_axons(engram_results *results, const char *projection,
                                                   const char *path, engram_status *status);
/** The same for its delays: a line for each time and each bin that holds synapses. */
ENGRAM_API engram_code engram_results_export_delays(engram_results *results, const char *projection,
                                                    const char *path, engram_status *status);
/** Cells of a population with neurogenesis: a line for the start and for each day. */
ENGRAM_API engram_code engram_results_export_cells(engram_results *results, const char *population,
                                                   const char *path, engram_status *status);
/** Levels of a gate: a line for the start and for each time at which it changed. */
ENGRAM_API engram_code engram_results_export_gate(engram_results *results, const char *gate, const char *path,
                                                  engram_status *status);
/** How its synapses came and went: a line for the start and for each tick, with how many there are then, and how many were born and have died by each cause. */
ENGRAM_API engram_code engram_results_export_structure(engram_results *results, const char *projection,
                                                       const char *path, engram_status *status);

#ifdef __cplusplus
}
#endif
#endif
