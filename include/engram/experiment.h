/**
 * @file experiment.h
 * Load or build an experiment and check it. Nothing here needs a device.
 *
 * An experiment is a tree of keys, as documented in docs/experiment.md (generated: `engram schema --markdown`). A YAML file, a JSON file, a SONATA
 * simulation config and calls of engram_experiment_set() all make the same tree, checked by the same table.
 */
#ifndef ENGRAM_EXPERIMENT_H
#define ENGRAM_EXPERIMENT_H
#include <engram/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct engram_experiment engram_experiment;

/**
 * Read an experiment file (Engram YAML, or a SONATA config). Relative paths in it are relative to the file.
 * @param overrides    [n_overrides] "path.to.key=value" as for `--set`, applied before checking; may be NULL if n_overrides is 0
 * @return ENGRAM_OK and *out owned by the caller; E_USAGE (file:line:column in where), E_INPUT, E_RESOURCES
 */
ENGRAM_API engram_code engram_experiment_load(const char *path, const char *const *overrides,
                                              size_t n_overrides, engram_experiment **out,
                                              engram_status *status);
/** The same from text; `name` is shown in errors in place of a path, and relative paths are relative to the working directory. */
ENGRAM_API engram_code engram_experiment_parse(const char *name, const char *text, engram_experiment **out,
                                               engram_status *status);
/** An empty experiment to be filled with engram_experiment_set(). */
ENGRAM_API engram_code engram_experiment_create(engram_experiment **out, engram_status *status);
/**
 * Set one key: engram_experiment_set(e, "populations.E.model", "iaf_psc_exp", status). The value is YAML, so "{normal: {mean: 35 pA, sd: 3 pA}}" works.
 * Maps on the way are created. Keys and values are checked by engram_experiment_check() or when the experiment is used.
 */
ENGRAM_API engram_code engram_experiment_set(engram_experiment *experiment, const char *path,
                                             const char *value, engram_status *status);
/** Check everything and resolve it to a network; done automatically by whatever uses the experiment. Afterwards it can be queried below. */
ENGRAM_API engram_code engram_experiment_check(engram_experiment *experiment, engram_status *status);
/**
 * What it is going to do, as text for readers: populations, projections and what acts on each of them, the schedule in order of time, and what is recorded.
 * Checks first if need be. *out is owned by the caller (free()).
 */
ENGRAM_API engram_code engram_experiment_describe(engram_experiment *experiment, char **out,
                                                  engram_status *status);
ENGRAM_API void engram_experiment_free(engram_experiment *experiment);

/** Queries, valid after a successful check; names are borrowed until the experiment is freed or changed. */
ENGRAM_API const char *engram_experiment_name(const engram_experiment *experiment);
ENGRAM_API double engram_experiment_dt_ms(const engram_experiment *experiment);
ENGRAM_API double engram_experiment_duration_ms(const engram_experiment *experiment);
/** Of an experiment with `oscillators` in place of populations (oscillators.h); 0: it is a network of neurons. */
ENGRAM_API uint32_t engram_experiment_n_oscillators(const engram_experiment *experiment);
ENGRAM_API size_t engram_experiment_n_populations(const engram_experiment *experiment);
ENGRAM_API const char *engram_experiment_population_name(const engram_experiment *experiment, size_t i);
ENGRAM_API uint64_t engram_experiment_population_size(const engram_experiment *experiment, size_t i);
ENGRAM_API const char *engram_experiment_population_model(const engram_experiment *experiment, size_t i);
ENGRAM_API size_t engram_experiment_n_projections(const engram_experiment *experiment);
ENGRAM_API const char *engram_experiment_projection_name(const engram_experiment *experiment, size_t i);
ENGRAM_API const char *engram_experiment_projection_rule(const engram_experiment *experiment, size_t i);
/** Expected number of synapses (exact for all builders but the probabilistic ones). */
ENGRAM_API double engram_experiment_projection_synapses(const engram_experiment *experiment, size_t i);

#ifdef __cplusplus
}
#endif
#endif
