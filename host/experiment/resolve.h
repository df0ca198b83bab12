/* From a checked tree to a network, one file per part of the experiment. Everything here reports at the node it comes from. */
#ifndef ENGRAM_EXPERIMENT_RESOLVE_H
#define ENGRAM_EXPERIMENT_RESOLVE_H
#include "experiment/schema.h"
#include "network/measure.h"
#include "network/network.h"
#include "oscillators/oscillators.h"

/* Stamps are compared with 32-bit differences and delays are added to them: a run has fewer steps. */
#define MOST_STEPS (UINT64_C(1) << 30)

struct resolver {
    struct network *net;
    const char *
        folder; /* relative paths are relative to it: "" for the working directory, else with a slash at the end */
    const struct node *schedule; /* or NULL */
    engram_status *status;
};

/* Check and resolve the whole tree; *out is owned by the caller (network_free). `default_name` is used if the experiment gives none. */
engram_code resolve_experiment(const struct node *root, const char *folder, const char *default_name,
                               struct network **out, engram_status *status);

/* A network with a name and a registry, which the caller owns also after a failure; then seed, time step and length of the run. */
engram_code resolve_begin(struct resolver *r, const struct node *root, const char *default_name);
engram_code resolve_clock(struct resolver *r, const struct node *root);

/* ---- resolve_oscillators.c: the same for an experiment with `oscillators` in place of `populations` ---- */
engram_code resolve_oscillators(const struct node *root, const char *folder, const char *default_name,
                                struct oscillators **out, engram_status *status);

/* ---- resolve_population.c, resolve_places.c, resolve_spikes.c, resolve_volleys.c ---- */
engram_code resolve_population(struct resolver *r, const struct node *key, const struct node *map,
                               struct population *out);
engram_code resolve_places(struct resolver *r, const struct node *map, struct population *out);
engram_code resolve_spike_times(struct resolver *r, struct node *node, struct population *out);
/* Spikes of a SONATA file, sorted, as stamps; `population` "" or NULL: its only one. `node` is the place for messages. */
engram_code resolve_spike_file(struct resolver *r, const struct node *node, const char *path,
                               const char *population, struct population *out);
engram_code resolve_volleys(struct resolver *r, const struct node *map, struct population *out);
/* Add spikes (times in ms) to a list generator and keep it sorted by neuron, then stamp. */
engram_code spikes_add(struct resolver *r, const struct node *node, struct population *p,
                       const uint32_t *neurons, const double *times_ms, uint64_t n);

/* ---- resolve_scaling.c ---- */
engram_code resolve_scaling(struct resolver *r, const struct node *map, struct population *out);

/* ---- resolve_calcium.c ---- */
engram_code resolve_calcium(struct resolver *r, const struct node *map, struct population *out);

/* ---- resolve_projection.c, resolve_weight.c, resolve_connect.c, resolve_delay.c, resolve_axon.c ---- */
/* What explicit edges bring along beside sources and targets; arrays are owned, NULL where not given. */
struct edge_columns {
    double *weight, *delay_ms; /* [n] */
    uint64_t n;
};
engram_code resolve_projection(struct resolver *r, const struct node *key, const struct node *map,
                               struct projection *out);
engram_code resolve_connect(struct resolver *r, const struct node *map, struct projection *out,
                            struct edge_columns *columns);
engram_code resolve_rule(struct resolver *r, const struct node *map, struct projection *out);
engram_code resolve_myelin(struct resolver *r, const struct node *map, struct projection *out);
engram_code resolve_weight(struct resolver *r, const struct node *map, struct projection *out,
                           struct edge_columns *columns);
/* Of new synapses; `map` is the projection's, `structure` the one below it. May raise weight_limit. */
engram_code resolve_born_weight(struct resolver *r, const struct node *map, const struct node *structure,
                                struct projection *out);
engram_code resolve_delay(struct resolver *r, const struct node *map, struct projection *out,
                          struct edge_columns *columns);
/* Parameters of a model. others: what those have that are not given; NULL: the model's defaults. *out: [model->n_params], owned by the caller. */
engram_code resolve_model_params(struct resolver *r, const struct node *node, const struct node *params,
                                 const struct projection *p, const struct model *model, const char *what,
                                 const double *others, double **out);
/* ---- resolve_structure_event.c ---- */
/* cut and adjust. */
engram_code resolve_structure_event(struct resolver *r, const struct node *item, const struct node *key,
                                    const struct node *map);
/* What becomes of the synapses on a tick; `map` is that of `structure`. */
engram_code resolve_turnover(struct resolver *r, const struct node *map, struct projection *out);
/* Once both are known: do weights of new synapses suit the turnover rule? */
engram_code resolve_turnover_births(struct resolver *r, const struct node *structure,
                                    const struct projection *p);
/* ---- resolve_gate.c ---- */
/* The key `gates` of the experiment, `gate` of a projection, and `gate` in the schedule. */
engram_code resolve_gates(struct resolver *r, const struct node *map);
engram_code resolve_gate(struct resolver *r, const struct node *map, struct projection *out);
/* Of the structure of a projection, once its turnover rule is known. */
engram_code resolve_pruning_gate(struct resolver *r, const struct node *map, struct projection *out);
engram_code resolve_gate_event(struct resolver *r, const struct node *item, const struct node *key,
                               const struct node *map);
engram_code resolve_gate_patterns(struct resolver *r, const struct node *patterns, uint32_t **out, size_t *n);
/* ---- resolve_short_term.c ---- */
engram_code resolve_short_term(struct resolver *r, const struct node *map, struct projection *out);
/* ---- resolve_structure.c ---- */
/* Synapses that come and go; needs all else of the projection. */
engram_code resolve_structure(struct resolver *r, const struct node *map, struct projection *out);
/* ---- resolve_growth.c: the part of it that follows calcium ---- */
engram_code resolve_growth(struct resolver *r, const struct node *map, struct projection *out);

/* ---- resolve_weight_storage.c ---- */
/* Needs all else of the projection. */
engram_code resolve_weight_storage(struct resolver *r, const struct node *map, struct projection *out);

/* What the velocity of the axons follows from. */
engram_code resolve_axon(struct resolver *r, const struct node *map, struct projection *out);
/* Make windows as long as they can be, when all projections are there. */
void resolve_early(struct network *net);
bool projection_is_plastic(const struct projection *p);
/* Unit of a projection's weights: its receptor's; pA onto a generator, which ignores its input. */
const char *projection_weight_unit(const struct network *net, const struct projection *p);

/* ---- resolve_schedule.c ---- */
engram_code resolve_schedule(struct resolver *r);

/* ---- resolve_damage.c ---- */
/* The events that concern the axons of a projection, which is described by `map`; needed before its delays. */
engram_code resolve_damages(struct resolver *r, const struct node *map, struct projection *out);
/* Such an event must concern something. Of an item of the schedule: `key` says what happens, `map` how. */
engram_code check_damage(struct resolver *r, const struct node *item, const struct node *key,
                         const struct node *map);

/* ---- resolve_neuron_event.c ---- */
engram_code resolve_neuron_event(struct resolver *r, const struct node *item, const struct node *key,
                                 const struct node *map);

/* ---- resolve_neurogenesis.c ---- */
engram_code resolve_neurogenesis(struct resolver *r, const struct node *map, struct population *p);
/* Once there are projections. */
engram_code check_plasticity_by_age(struct resolver *r, const struct node *populations);
/* An event of the schedule. */
engram_code resolve_region(struct resolver *r, const struct node *item, const struct node *key,
                           const struct node *map);

/* ---- resolve_reward.c ---- */
/* The control clock; `root` is the experiment's. */
engram_code resolve_control(struct resolver *r, const struct node *root);
/* An event of the schedule. */
engram_code resolve_reward(struct resolver *r, const struct node *item, const struct node *key,
                           const struct node *map);

/* ---- resolve_relearn.c ---- */
/* Events from a file of RELeARN. */
engram_code resolve_relearn(struct resolver *r, const struct node *item, const struct node *key,
                            const struct node *map);

/* ---- resolve_selection.c ---- */
/* Which neurons of p a map below the row `path` selects; *out is owned by the caller. */
engram_code resolve_selection(struct resolver *r, const struct node *map, const char *path,
                              const struct population *p, struct selection *out);

/* ---- resolve_record.c ---- */
engram_code resolve_record(struct resolver *r, const struct node *record);

/* ---- resolve_measures.c ---- */
/* [lowest, highest] in `unit`; `name` is that of the number. */
engram_code resolve_band(const struct node *node, const char *name, const char *unit, struct band *out,
                         engram_status *status);
engram_code resolve_measures(struct resolver *r, const struct node *measures);
/* ---- resolve_curves.c ---- */
engram_code resolve_curves(struct resolver *r, const struct node *map);
/* Times within which something is counted; `end` is the end of the run if it is not given. A run may be shorter, and then the number is not measured. */
engram_code resolve_window(struct resolver *r, const struct node *map, const char *begin_path,
                           const char *end_path, struct measure *m);
/* ---- resolve_synapse_measures.c: kinds of numbers, each by the map below its key ---- */
engram_code resolve_synapses_measure(struct resolver *r, const struct node *map, struct measure *m);
engram_code resolve_weights_measure(struct resolver *r, const struct node *map, struct measure *m);
engram_code resolve_peak_measure(struct resolver *r, const struct node *map, struct measure *m);
engram_code resolve_turnover_measure(struct resolver *r, const struct node *map, struct measure *m);
engram_code resolve_survival_measure(struct resolver *r, const struct node *map, struct measure *m);
engram_code resolve_persistence_measure(struct resolver *r, const struct node *map, struct measure *m);
engram_code resolve_change_measure(struct resolver *r, const struct node *map, struct measure *m);

/* ---- names.c ---- */
/* Letters, digits, and _ - + inside; not empty, not longer than 64 bytes. */
engram_code name_check(const char *name, const struct node *node, engram_status *status);
/* Every population and projection must have a hash of its own. */
engram_code name_check_hashes(const struct network *net, const struct node *root, engram_status *status);
engram_code resolve_population_name(struct resolver *r, const struct node *node, const char *name,
                                    uint32_t *out);
/* The projection that a node's text names. */
engram_code resolve_projection_name(struct resolver *r, const struct node *node, uint32_t *out);
/* Those whose names match one of the patterns (a text or a list of texts; *, ?, [a-z]), in the order of the network; each pattern must match something. *out: [*n], owned by the
 * caller. */
engram_code resolve_population_patterns(struct resolver *r, const struct node *patterns, uint32_t **out,
                                        size_t *n);
engram_code resolve_projection_patterns(struct resolver *r, const struct node *patterns, uint32_t **out,
                                        size_t *n);
/* Is there a neuron of that number? */
engram_code check_neuron(struct resolver *r, const struct node *node, const struct population *p,
                         uint64_t neuron);
/* folder + path, or path if it is absolute; owned by the caller. */
engram_code resolve_path(struct resolver *r, const char *path, char **out);
/* The length of the run in steps; `node` is the place of its duration. */
engram_code resolve_steps(struct resolver *r, const struct node *node, double duration_ms);
/* Steps closest to a time. */
uint64_t steps_of(const struct resolver *r, double ms);

/* ---- resolve_sonata.c ---- */
/* Is this a SONATA simulation or circuit config, or the small file that names the two? */
bool sonata_is_config(const struct node *root);
engram_code resolve_sonata(struct resolver *r, const struct node *root);
#endif
