/* A network as described by an experiment: what exists, never where it is stored. No OpenCL in this room.
 * Units: ms, mV, pA, pF, nS, Hz, um, m/s. Indices of neurons are 32 bits (within a population), counts of synapses 64 bits. */
#ifndef ENGRAM_NETWORK_NETWORK_H
#define ENGRAM_NETWORK_NETWORK_H
#include "core/status.h"
#include "model/model.h"
#include "network/gate.h"
#include "network/measure.h"
#include "network/neurogenesis.h"
#include "network/neuron_events.h"
#include "network/rest.h"
#include "network/reward.h"
#include "network/selection.h"
#include "network/weight_storage.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- quantity.c: a number per neuron or synapse ---- */
enum quantity_kind {
    QUANTITY_CONSTANT,
    QUANTITY_UNIFORM,
    QUANTITY_NORMAL,
    QUANTITY_LOGNORMAL,
    QUANTITY_LIST,
    QUANTITY_CHOICE
};

struct quantity {
    enum quantity_kind kind;
    double a, b; /* constant: a; uniform: [a, b); normal: mean a, SD b; lognormal: ln x has mean a, SD b */
    double min, max; /* allowed interval: values outside are drawn again (truncation), or clipped if `clip` */
    bool clip;
    double *list;  /* QUANTITY_LIST, QUANTITY_CHOICE: [n_list] values, owned */
    double *up_to; /* QUANTITY_CHOICE: [n_list] chance of this value or one before it, owned; the last is 1 */
    uint64_t n_list;
};
struct quantity quantity_constant(double value);
bool quantity_is_constant(const struct quantity *q);
/* Address of a draw, see kernels/common/philox.h. */
struct draw_key {
    uint64_t seed;
    uint32_t owner, stream, entity, index;
};
/* The value for one key; `item` indexes a list. Pure function; the same bits on any machine (own log, exp; no libm). */
double quantity_value(const struct quantity *q, const struct draw_key *key, uint64_t item);
/* The same for n keys that differ in entity and index only; several times faster than one by one. items may be NULL (all 0). */
void quantity_values(const struct quantity *q, const struct draw_key *key, const uint32_t *entity,
                     const uint32_t *index, const uint64_t *items, size_t n, double *values);
/* Bounds of what quantity_value can return (infinite where the distribution is not truncated). */
void quantity_range(const struct quantity *q, double *low, double *high);
/* Means of the value and of its magnitude. Of a normal or lognormal distribution truncation is not taken into account, but the result is kept inside it. */
double quantity_mean(const struct quantity *q);
double quantity_mean_magnitude(const struct quantity *q);
/* The same distribution with arrays of its own. */
engram_code quantity_copy(const struct quantity *q, struct quantity *out, engram_status *status);
void quantity_free(struct quantity *q);

/* ---- population.c ---- */
struct drive { /* an independent Poisson train for every neuron */
    uint32_t receptor;
    struct quantity rate;   /* Hz */
    struct quantity weight; /* unit of the receptor */
};

struct
    current { /* added to the input current of some neurons from `begin` to `end` (steps: stamps begin < s <= end) */
    uint64_t begin, end;
    struct selection which;
    struct quantity amplitude; /* pA */
};

struct spike_list { /* for a list generator; sorted by neuron, then step; equal entries are separate spikes */
    uint64_t n;
    uint32_t *neuron;
    uint64_t *step; /* stamp, >= 1 */
};

struct volleys {       /* of a list generator that spikes in volleys; see volleys.h */
    uint64_t n, *step; /* of the volleys that all neurons have in common; NULL: every neuron has its own */
    double *offset_ms; /* [neurons] when each spikes in a volley; NULL without volleys */
};

struct calcium { /* how active a neuron has been lately; see calcium.h */
    double tau_ms, beta, initial;
    uint64_t tick; /* steps */
};

struct scaling { /* of what projections bring to a receptor; see scaling.h */
    uint32_t receptor;
    double target_rate, beta, gamma;   /* Hz, 1/(s Hz), 1/(s^2 Hz) */
    double tau_a_ms, least, most;      /* bounds of the factor */
    uint64_t tick;                     /* steps */
    char *factor_name, *activity_name; /* owned; of its states */
};

struct population {
    char *name;
    uint32_t owner; /* hash of the name, for draws and digests */
    const struct model *model;
    uint32_t n;
    struct quantity *params; /* [model->n_params] */
    struct quantity *states; /* [model->n_variables] initial values */
    struct drive *drives;    /* a Poisson generator has none: its rate is a parameter named `rate` */
    size_t n_drives;
    struct current *currents;
    size_t n_currents;
    struct spike_list spikes;
    struct volleys volleys;
    struct neuron_event *events; /* [n_events] what a schedule does to its neurons, in order of time */
    size_t n_events;
    struct neurogenesis *neurogenesis; /* owned; NULL: its neurons are there from the start to the end */
    float *positions;                  /* [n][3] um, or NULL */
    double period[3];                  /* um; 0: not periodic */
    struct calcium *calcium;           /* owned; NULL: nothing follows its activity */
    struct scaling *scalings;          /* [n_scalings], of different receptors */
    size_t n_scalings;
    bool record_spikes;
    bool is_measured; /* a measure is computed from its spikes */
    bool is_watched;  /* its spikes earn rewards */
};
/* Parameter, state, drive rate or weight, for neuron i: a draw keyed by the seed and the names. */
double population_param(const struct population *p, uint64_t seed, size_t param, uint32_t i);
double population_state(const struct population *p, uint64_t seed, size_t state,
                        uint32_t i); /* a constant NAN: the parameter the model starts it from */
/* A drive's rate (Hz; NULL: of a Poisson generator) in the step that ends at `stamp` and its weight, for neuron i, and the sum of the currents that flow in the step that ends at `stamp`. */
double drive_rate(const struct network *net, const struct population *p, const struct drive *drive,
                  uint32_t i, uint64_t stamp);
/* Does it differ between neurons, now or ever? And the largest it ever is for neuron i. */
bool drive_rate_varies(const struct population *p, const struct drive *drive);
double drive_largest_rate(const struct network *net, const struct population *p, const struct drive *drive,
                          uint32_t i);
float drive_weight(const struct population *p, uint64_t seed, const struct drive *drive, uint32_t i);
float population_current(const struct population *p, uint64_t seed, uint64_t stamp, uint32_t i);
/* The first step after `step` at which a current of any population begins or ends; UINT64_MAX if none does. */
uint64_t next_current_change(const struct network *net, uint64_t step);
/* values[k] of the model for neuron i as the kernel sees it: computed in double, rounded once. */
float population_value(const struct population *p, uint64_t seed, size_t k, uint32_t i, double dt_ms);
/* Does values[k] differ between neurons? */
bool population_value_varies(const struct population *p, size_t k);
/* Smallest number of steps between two spikes of a neuron (1 when nothing is known). */
uint32_t population_min_interval(const struct population *p, double dt_ms);

/* Thresholds of the inverse Poisson distribution: a draw u of 32 bits counts the k with u >= thresholds[k]. Returns how many were written (<= capacity),
 * or 0 if mean > POISSON_MAX_MEAN. thresholds[k] = 2^32 * P(X <= k), rounded, until that reaches 2^32; they are never 0. */
enum { POISSON_MAX_THRESHOLDS = 64 };
#define POISSON_MAX_MEAN 16.0
uint32_t poisson_thresholds(double mean, uint32_t *thresholds, uint32_t capacity);
/* Mean number of events per step. */
double poisson_mean(double rate_hz, double dt_ms);

/* ---- connect.c: who connects to whom ---- */
enum connect_kind {
    CONNECT_FIXED_INDEGREE,
    CONNECT_FIXED_OUTDEGREE,
    CONNECT_BERNOULLI,
    CONNECT_FIXED_TOTAL,
    CONNECT_ONE_TO_ONE,
    CONNECT_ALL_TO_ALL,
    CONNECT_DISTANCE,
    CONNECT_LIST
};
enum distance_kernel { KERNEL_GAUSSIAN, KERNEL_EXPONENTIAL, KERNEL_DISC };

struct connect {
    enum connect_kind kind;
    uint64_t
        n; /* in-degree, out-degree, or total; one_to_one, all_to_all: synapses of a pair, 0 counts as 1 */
    double probability; /* Bernoulli; peak of the distance kernel */
    bool autapses, multapses;
    enum distance_kernel kernel;
    double sigma_um;             /* Gaussian exp(-d^2/(2 sigma^2)), exponential exp(-d/sigma), disc: radius */
    double max_distance_um;      /* cut-off, always set for distance kernels */
    uint32_t *sources, *targets; /* CONNECT_LIST: [n], owned */
    bool list_sorted;            /* by target; set by connect_list_sort */
};

/* An edge and the address of its draws. item: position in an explicit list, else the running number of nothing (0). */
struct edge {
    uint32_t source, target;
    uint32_t key[2];
    uint64_t item;
};

/* ---- axon.c: conduction ---- */
enum axon_law { AXON_GIVEN, AXON_MYELINATED, AXON_UNMYELINATED, AXON_FASTEST };

/* What the velocity of an axon follows from; see axon.h. AXON_GIVEN: from projection.velocity, and the rest is not used. */
struct axon {
    enum axon_law law;
    struct quantity diameter; /* um, of the axon without its myelin */
    struct quantity g_ratio;  /* diameter of the axon / diameter of the fibre */
    double k_m, g_0;          /* (m/s)/um of fibre diameter, at this g-ratio */
    double k_u;               /* (m/s)/sqrt(um) */
};

/* ---- damage.c: myelin that is lost or comes back ---- */
/* A fraction of the axons, drawn, conducts `slowdown` times slower than its rule (or its velocity) says, which is reached within `over` steps. */
struct damage {
    uint64_t begin, over; /* steps */
    double fraction, slowdown;
};

/* Short-term plasticity of the axons of a projection; kernels/fast/short_term.h has the law. */
struct short_term {
    double U, tau_rec_ms, tau_fac_ms; /* tau_fac 0: nothing facilitates */
};

/* ---- projection.c ---- */
struct projection {
    char *name;
    uint32_t owner;
    uint32_t source, target; /* population indices */
    uint32_t receptor;
    const struct model *rule;
    double *params; /* [rule->n_params] */
    struct connect connect;
    struct quantity weight;
    struct weight_storage storage; /* of its weights */
    double
        weight_limit; /* largest |weight| that can ever occur: rule's bound, distribution's bound, or given by the user; the accumulators rely on it */
    /* Axonal path: a 16-bit length code per synapse; delay in steps = max(axonal_min, (code * slowness + 2^23) >> 24) - axonal_shift. */
    bool by_length;           /* false: code counts steps; true: code counts length_unit_um */
    struct quantity axonal;   /* ms (by_length false) or um (true) */
    bool from_distance;       /* length = distance between the neurons, times axonal.a */
    struct quantity velocity; /* m/s, per axon (by_length only) */
    struct axon axon;         /* or what it follows from */
    double length_unit_um;
    struct damage *damages; /* [n_damages] what happens to the myelin of its axons, in order of time */
    size_t n_damages;
    const struct model *myelin; /* what changes the velocity of its axons, or NULL; by_length only */
    double *myelin_params;      /* [myelin->n_params] */
    double conduction_block;    /* m/s: an axon slower than that does not conduct; 0: every axon does */
    uint32_t dendritic_steps;
    uint32_t axonal_min, axonal_shift;
    struct structure *structure; /* owned; see structure.h; NULL: its synapses stay */
    const struct gate
        *gate; /* what the changes of its rule are multiplied by; of the network; NULL: nothing */
    struct short_term *short_term; /* owned; NULL: a spike always delivers the whole weight */
};
enum { SLOWNESS_BITS = 24, LENGTH_CODE_MAX = 65535 };

struct weight_record {
    uint32_t projection;
    uint64_t interval; /* steps; 0: at the start and the end only */
    uint64_t n_sample; /* 0: all */
};
struct axon_record {
    uint32_t projection;
    uint32_t *axons; /* owned; source neurons, ascending */
    uint32_t n_axons;
    uint64_t interval; /* steps; 0: at the start and the end only */
};
/* Delays of the synapses of several projections together. */
struct delay_record {
    char *name;            /* owned */
    uint32_t *projections; /* owned; [n_projections] */
    size_t n_projections;
    uint64_t interval; /* steps; 0: at the start and the end only */
};
/* A log of the synapses of a projection that come and go. */
struct topology_record {
    uint32_t projection;
    bool start; /* it begins with those there are at the start */
};
struct state_record {
    uint32_t population, state; /* state: see neuron_state.h */
    uint32_t *neurons;          /* owned */
    uint32_t n_neurons;
    uint64_t interval; /* steps */
};

struct network {
    char *name;
    uint64_t seed;
    double dt_ms;
    uint64_t n_steps;
    struct registry *registry; /* owned */
    struct population *populations;
    size_t n_populations;
    struct projection *projections;
    size_t n_projections;
    struct gate *gates;
    size_t n_gates;
    struct weight_record *weight_records;
    size_t n_weight_records;
    struct axon_record *axon_records;
    size_t n_axon_records;
    struct delay_record *delay_records;
    size_t n_delay_records;
    struct topology_record *topology_records;
    size_t n_topology_records;
    struct state_record *state_records;
    size_t n_state_records;
    uint64_t rate_bin;  /* steps; 0: no rates */
    struct rest *rests; /* [n_rests] in order of time, apart */
    size_t n_rests;
    struct reward *rewards;
    size_t n_rewards;
    struct baseline *baselines;
    size_t n_baselines;
    uint64_t control;            /* steps of the control clock; see reward.h */
    uint64_t modulator_interval; /* steps between records of concentrations; 0: none */
    uint64_t baseline_interval;  /* the same of baselines */
    struct measure *measures;
    size_t n_measures;
    char *source_text; /* the experiment file with overrides applied, stored with the results */
};
void network_free(struct network *network);
int network_find_population(const struct network *network, const char *name);
int network_find_projection(const struct network *network, const char *name);
uint32_t name_hash(const char *name);

/* Expected (and, where it is fixed, exact) number of synapses; *exact tells which. */
double projection_expected_synapses(const struct network *net, const struct projection *p, bool *exact);
/* Steps between two ticks of its rule; 0 if it has none. A tick at step t sees all that has happened up to t. */
uint64_t projection_rule_tick(const struct network *net, const struct projection *p);
/* What its weights act on. A target without receptors (a spike source) ignores them; its stand-in is called "none", in pA. */
const struct model_receptor *projection_receptor(const struct network *net, const struct projection *p);
uint16_t projection_length_code(const struct network *net, const struct projection *p, const struct edge *e);
float projection_weight(const struct network *net, const struct projection *p, const struct edge *e);
/* The same for many edges at once: cheap where the quantity is constant, several times faster than one by one where it is not. */
void projection_weights(const struct network *net, const struct projection *p, const struct edge *edges,
                        size_t n, float *weights);
void projection_length_codes(const struct network *net, const struct projection *p, const struct edge *edges,
                             size_t n, uint16_t *codes);
/* Whether all its synapses have the same length code, and which. */
bool projection_has_one_length(const struct network *net, const struct projection *p, uint16_t *code);
enum { SYNAPSE_MAX_COLUMNS = 2 * MODEL_MAX_COLUMNS }; /* those of a plasticity rule and of a turnover rule */
/* Columns of its synapses besides target, weight and length; what column k is called, its unit, and what it holds in every synapse at the start. */
uint32_t projection_n_columns(const struct projection *p);
const char *projection_column_name(const struct projection *p, size_t k);
const char *projection_column_unit(const struct network *net, const struct projection *p, size_t k);
float projection_column(const struct projection *p, size_t k);
/* State k that its rule keeps of every target neuron, at the start. */
float projection_neuron_state(const struct projection *p, size_t k);
/* Longest possible path length in um (by_length), or delay in ms; infinite if nothing bounds it. */
double projection_longest(const struct network *net, const struct projection *p);
/* Velocity of an axon at the start, in m/s (1 if delays are given as times), and the lowest at which any of them ever conducts. */
double projection_velocity(const struct network *net, const struct projection *p, uint32_t source);
double projection_lowest_velocity(const struct projection *p);
/* Time constant of trace k of its rule, in ms; and a word whose bit k says that trace first + k, of n, is too slow for one table of decay. */
double projection_trace_tau(const struct projection *p, size_t k);
uint32_t projection_slow_traces(const struct network *net, const struct projection *p, size_t first,
                                size_t n);
/* Value of a trace at the start, where it is at the synapse. */
float projection_trace_start(const struct projection *p, size_t k);
/* Does anything change the velocity of its axons? */
bool projection_changes_speed(const struct projection *p);
uint32_t projection_slowness(const struct network *net, const struct projection *p, uint32_t source);
uint32_t projection_slowness_at(const struct network *net, const struct projection *p, double velocity);
/* The integer delay law, shared with nobody: kernels have their own copy of this one line in fast/delay.h, included here. */
uint32_t projection_axonal_steps(const struct projection *p, uint32_t code, uint32_t slowness);
/* Length code of the longest synapse there can be. */
uint32_t projection_longest_code(const struct network *net, const struct projection *p);
/* Fewest steps that the path along an axon can ever take to a synapse of the projection (by_length), dendrite and axonal_shift not counted. */
uint32_t projection_shortest_path(const struct network *net, const struct projection *p);
/* Largest axonal delay in steps any synapse of the projection can have. */
uint32_t projection_max_axonal(const struct network *net, const struct projection *p);
/* For how long (ms) a record of a spike is kept beyond its late action, so that flushes need not be more frequent. */
#define LATE_KEPT_MS 1000.0
/* Steps from an arrival to its late action, the nearest whole number; 0 if the rule has none. */
uint32_t projection_late_steps(const struct network *net, const struct projection *p);
/* Whether its events draw. */
bool projection_draws(const struct projection *p);

/* Synapses of every pair that one_to_one or all_to_all connects. */
uint32_t connect_per_pair(const struct connect *connect);
/* Call `emit` with batches of edges whose target lies in [target_begin, target_end). The set and the order of the edges of one target never depend on
 * the range; for one (source, target) pair edges come in the order of their keys. Thread-safe: several ranges may be walked at once. */
typedef void (*edge_sink)(void *context, const struct edge *edges, size_t n);
/* Bring an explicit list into the order of its targets (edges of one target keep theirs), with the lists of the projection's weights and delays, so that
 * a range of targets is found at once. Called once, when the list is complete; other kinds are left alone. Fails with ENGRAM_E_INPUT at an index outside its population. */
engram_code connect_list_sort(const struct network *net, struct projection *p, engram_status *status);
engram_code connect_each(const struct network *net, const struct projection *p, uint32_t target_begin,
                         uint32_t target_end, edge_sink emit, void *context, engram_status *status);
/* Builders that draw by source cost all of their draws for any range of targets. Of those, ranges of sources can be walked instead: the same edges, those of
 * a pair in the same order. */
bool connect_draws_by_source(const struct connect *connect);
engram_code connect_each_from(const struct network *net, const struct projection *p, uint32_t source_begin,
                              uint32_t source_end, edge_sink emit, void *context, engram_status *status);
#endif
