/* A plasticity rule, neuron model, myelin rule or turnover rule as declared by the block at the top of its file
 * (kernels/{rules,neurons,myelin,turnover}/NAME.h).
 * Built-in and user files become the same struct; nothing else in the engine names a model.
 *
 *      file text --frontmatter_parse--> struct model --assemble--> kernel text (OpenCL C), reference text (C11)
 *                                            |
 *                                            +--> schema, docs, plan, SONATA attributes
 */
#ifndef ENGRAM_MODEL_MODEL_H
#define ENGRAM_MODEL_MODEL_H
#include "config/node.h"
#include "core/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum model_kind { MODEL_NEURON, MODEL_RULE, MODEL_MYELIN, MODEL_TURNOVER };
enum { MODEL_KINDS = 4 };

/* A user-visible parameter. Values are in `unit`: one of the base units (config/units.h); in a turnover rule, which is about days and years, any unit; or
 * "weight" for a parameter of a rule or turnover rule that has the unit of the receptor its projection ends on. */
struct model_param {
    char *name, *unit, *doc;
    double standard;                 /* the default; NAN: the user must give it */
    double min, max;                 /* -INFINITY and INFINITY when open */
    bool min_excluded, max_excluded; /* `above: x` and `below: x` instead of `min: x` and `max: x` */
};

static inline bool model_param_allows(const struct model_param *p, double value)
{
    return (p->min_excluded ? value > p->min : value >= p->min) &&
           (p->max_excluded ? value < p->max : value <= p->max);
}

/* A named package of parameter values, as a paper fits them together. */
struct model_set {
    char *name, *doc, *source; /* source: NULL if it is that of the model */
    double *values;            /* [n_params]; NAN: as without the set */
};
/* What chooses a set among the parameters of a model: `set: NAME`. */
#define MODEL_SET_KEY "set"

/* Constants computed once on the host in double from parameters, named derivations only (model/derive.c lists them). */
struct model_derived {
    char *name;
    int derivation;                /* index into the table of derive.c */
    int arguments[4], n_arguments; /* parameter indices */
};

/* A value the snippet reads as p.NAME: a parameter or a derived constant that its text really uses, in declaration order. */
struct model_value {
    const char *name; /* borrowed from the parameter or derived constant */
    int param,
        derived; /* one of them, the other is -1; both are -1 for `dt` of a turnover rule: a tick, in s */
};

/* Neuron state, a per-synapse column of a rule, the state of a segment or cell of a myelin rule, or of a synapse of a turnover rule. All are float32. */
struct model_variable {
    char *name, *unit, *doc;
    int initial_param;   /* start from this parameter, or as one of MODEL_INITIAL_... says */
    int initial_derived; /* MODEL_INITIAL_DERIVED: from this derived constant */
    double initial;      /* MODEL_INITIAL_NUMBER: from this value */
    bool is_signal;      /* of a rule: it follows spikes and is not learned, so a gate leaves it alone */
    /* Turnover rules: the same for a synapse that is born while the network runs. */
    int born_param, born_derived;
    double born;
};
enum {
    MODEL_INITIAL_NUMBER = -1,
    MODEL_INITIAL_VELOCITY = -2, /* myelin rules: the velocity (m/s) that the projection gives the axon */
    MODEL_INITIAL_DERIVED = -3   /* myelin and turnover rules only */
};

struct model_receptor {
    char *name, *unit, *doc;
    bool counts; /* `counts: true`: receives the number of spikes, weight must be 1 (parrot) */
};

enum trace_side { TRACE_PRE, TRACE_POST };

/* A trace decays with exp(-t/tau) and at its own spike is increased by 1 (all-to-all) or set to 1 (nearest neighbour). */
struct model_trace {
    char *name;
    enum trace_side side;
    int tau_param;
    int rate_param; /* post: rate (Hz) at which the target is taken to have fired before the start, or -1 */
    bool nearest;
};

enum generator { GENERATOR_NONE, GENERATOR_POISSON, GENERATOR_LIST };

enum {
    MODEL_MAX_TRACES = 8,
    MODEL_MAX_SIDE_TRACES = 4,   /* pre, or post */
    MODEL_MAX_PARTS = 4,         /* rules that act on the same synapses */
    MODEL_MAX_COLUMNS = 4,       /* of a rule, and of a turnover rule */
    MODEL_MAX_PAST = 4,          /* states that a neuron model remembers */
    MODEL_MAX_NEURON_STATES = 4, /* of a rule, beside its columns: of each target neuron */
    MODEL_MAX_RECEPTORS = 8,
    MODEL_MAX_PARAMS = 64,
    MODEL_MAX_SETS = 32,
    MODEL_MAX_GROUP = 64,   /* axons wrapped by one cell of a myelin rule */
    MODEL_MAX_SEGMENTS = 8, /* cells in series along an axon */
    MODEL_MAX_VALUES = 64   /* bits of neuron_variant.varying */
};

/* A state of a neuron as it was some time ago. */
struct model_past {
    int state, param; /* which, and how long ago (ms) */
};

/* A worked example of a rule, from its block: times at the synapse (ms). Run as a test on the reference and on every device. */
struct model_example {
    double weight, read_at_ms, expect, within;
    double *pre_ms, *post_ms, *reward_ms, *mark_ms;
    size_t n_pre, n_post, n_rewards, n_marks;
    double reward, mark;          /* amount of each */
    double reads[MODEL_MAX_PAST]; /* [n_reads] states of the target, the same all the time */
    char *why;
    double *params; /* [n_params], the defaults with the example's own `params:` applied */
};

struct model_times {
    double *ms;
    size_t n;
};

/* A worked example of a myelin rule: what its velocity (m/s) or the delay (ms) of one segment is after some ticks. */
struct myelin_example {
    double velocity;        /* count form: of the axon at the start (m/s) ... */
    double spikes_per_tick; /* ... which fires so often between two ticks */
    size_t n_ticks;
    /* Cell form: arrivals at one cell that wraps n_axons axons, by axon; `axon`: whose delay is expected. */
    struct model_times *arrivals;
    size_t n_axons, axon;
    double expect, within;
    char *why;
    double *params; /* [n_params], as in struct model_example */
};

/* A worked example of a turnover rule: one synapse, some ticks. */
struct turnover_example {
    double weight, tick_ms;
    double (*draws)[3]; /* [n_ticks] u, v, xi */
    size_t n_ticks;
    double pre, post;      /* Hz, if the rule asks for activity */
    double *states;        /* [n_variables] at the beginning */
    bool dies;             /* with the last tick, and not before */
    double expect, within; /* the weight, of a synapse that lives */
    char *why;
    double *params; /* [n_params], as in struct model_example */
};

/* One of the rules that a composed rule consists of, and where what is its own stands in the composed rule. */
struct model_part {
    const struct model *rule; /* borrowed from the registry */
    size_t first_param, first_value, first_column;
    size_t trace[MODEL_MAX_TRACES];
};

struct model {
    enum model_kind kind;
    char *name, *summary, *source;
    char *path; /* as shown in errors: "kernels/rules/stdp.h" or the user's path */
    char *text; /* the whole file, unchanged, with the block in its comment */
    struct model_param *params;
    size_t n_params;
    struct model_set *sets;
    size_t n_sets;
    struct model_derived *derived;
    size_t n_derived;
    struct model_value *values;
    size_t n_values;
    struct model_variable *
        variables; /* neuron: states; rule: columns; myelin: states of a segment; turnover: states of a synapse */
    size_t n_variables;
    /* neurons only */
    struct model_receptor *receptors;
    size_t n_receptors;
    enum generator generator;
    bool draws;           /* every neuron gets a uniform number of its own in every step, in.u */
    int refractory_param; /* parameter that bounds the inter-spike interval from below (ms), or -1 */
    struct model_past past[MODEL_MAX_PAST]; /* on_step sees them as in.STATE, and rules may read them */
    size_t n_past;
    int mark_state; /* where it is not 0 after a step, rules with on_mark learn of its value; or -1 */
    /* rules and turnover rules */
    int weight_max_param,
        weight_min_param; /* parameters that bound the weight, or -1: unbounded (then a bound is given by the projection's weight_limit) */
    /* rules only */
    struct model_trace *traces; /* pre traces first, then post traces */
    size_t n_traces, n_pre_traces;
    bool on_arrival, on_post_spike, on_late_arrival, on_tick, on_reward,
        on_mark;    /* which functions the snippet defines; none: static. on_tick: every tick_param */
    int late_param; /* on_late_arrival is called so long (ms) after the arrival, or -1 */
    int modulator_tau_param;     /* time constant of the modulator that events see, or -1 */
    char *reads[MODEL_MAX_PAST]; /* states that target neurons remember, which arrivals see */
    size_t n_reads;
    bool
        gathers; /* marks come gathered over some time, each grown by what this trace loses until then; arrivals see what is pending */
    size_t gathered_trace;
    bool asks_elapsed; /* events see the time since the synapse's event before */
    int measure_param; /* or -1; the largest magnitude of what on_measure returns */
    bool
        measures; /* on_measure: summed over the synapses of each target before on_tick, which sees the sum; `cells` are states of the target */
    char *alone;  /* why it cannot act together with other rules; NULL: it can */
    bool asks_xi; /* events see a random number of their own, standard normal (t.xi) ... */
    bool xi_is_uniform; /* ... or uniform in (0, 1) (t.u) ... */
    int xi_param;       /* ... where this parameter is not 0; -1: always */
    struct model_example *examples;
    size_t n_examples;
    struct model_part
        parts[MODEL_MAX_PARTS]; /* of a composed rule (compose.c), in the order of their calls */
    size_t n_parts;             /* 0: it is not composed */
    /* Myelin rules only. One of two forms:
     *   count form   on_tick learns how often an axon fired; one segment; a state is the axon's velocity
     *   cell form    spikes arrive at cells, each of which wraps a group of axons; a state is the delay of the segment there */
    bool on_arrival_at_cell; /* cell form */
    struct model_variable *
        cells; /* states of a cell; cell form. Of a plasticity rule: `neurons`, its states of the target neuron */
    size_t n_cells;
    int velocity_state, delay_state; /* index into variables, one of them; the other is -1 */
    int tick_param;                  /* interval of updates (ms); of rules, too, or -1 */
    /* Bounds: velocities (m/s), or in cell form delays of the whole axon (ms). */
    int slow_bound_param, fast_bound_param;
    /* cell form; -1 in count form */
    int group_param;    /* axons per cell, 1 ... MODEL_MAX_GROUP */
    int segments_param; /* cells in series along an axon, 1 ... MODEL_MAX_SEGMENTS */
    int path_param;     /* length (um) over which the segments lie */
    int decay_param;    /* time constant (ms) of on_elapsed */
    struct myelin_example *myelin_examples;
    size_t n_myelin_examples;
    /* turnover rules only */
    bool asks_activity;   /* on_tick learns the rates of source and target since the last tick */
    bool changes_weights; /* then weight_max_param and weight_min_param are there */
    bool sees_weights;    /* on_tick looks at the weight */
    struct turnover_example *turnover_examples;
    size_t n_turnover_examples;
};

/* ---- frontmatter.c ---- */
/* Parse one file's text. `path` is for messages and decides nothing. *out is owned by the caller (model_free). Fails with ENGRAM_E_USAGE at file:line:col. */
engram_code frontmatter_parse(const char *path, const char *text, struct model **out, engram_status *status);
void model_free(struct model *model);
/* "neuron", "rule", "myelin" or "turnover": the key that names a model in its block, and the beginning of its entry in the reference. */
const char *model_kind_word(enum model_kind kind);
/* The same as readers say it: "neuron model", "rule", "myelin rule", "turnover rule". */
const char *model_kind_shown(enum model_kind kind);
/* The folder of kernels/ for it, and the command that lists it: "neurons", "rules", "myelin", "turnover". */
const char *model_kind_folder(enum model_kind kind);
int model_find_param(const struct model *model, const char *name); /* index or -1 */
int model_find_derived(const struct model *model, const char *name);
int model_find_variable(const struct model *model, const char *name);
int model_find_receptor(const struct model *model, const char *name);
int model_find_past(const struct model *model, const char *name); /* by the name of the state */

/* ---- declare_sets.c ---- */
/* *out: the set that `set: NAME` in a map of parameters chooses, NULL where the key is missing. `of`: whose parameters they are, for messages. */
engram_code model_choose_set(const struct model *model, const struct node *params, const char *of,
                             const struct model_set **out, engram_status *status);
/* Value of a parameter that is not given: that of the set (or NULL), else the default; NAN if there is neither. */
double model_standard(const struct model *model, const struct model_set *set, size_t param);

/* ---- compose.c ---- */
/* Rules that act on the same synapses, as one. *out is owned by the caller; the parts must stay. Fails with ENGRAM_E_USAGE where that has no meaning; its where is the path of a
 * part, in place of which callers show who composes. */
engram_code model_compose(const struct model *const *parts, size_t n, struct model **out,
                          engram_status *status);
/* Between what a rule keeps the weight: of a composed one, the intersection. */
struct weight_range {
    double low, high;          /* INFINITY without an upper bound */
    int low_param, high_param; /* whose values they are, or -1 */
};
struct weight_range model_weight_range(const struct model *rule, const double *params);

/* ---- registry.c ---- */
struct registry;
/* All built-in models (embedded, or from ENGRAM_KERNEL_DIR). Owned by the caller. */
engram_code registry_create(struct registry **out, engram_status *status);
void registry_free(struct registry *registry);
/* Add a user's file; a name that exists already is refused. The model is owned by the registry. */
engram_code registry_add_file(struct registry *registry, const char *path, const struct model **out,
                              engram_status *status);
/* Several rules as one (compose.c): the same struct for the same rules in the same order. One is itself. The model is owned by the registry. */
engram_code registry_compose(struct registry *registry, const struct model *const *parts, size_t n,
                             const struct model **out, engram_status *status);
/* NULL if there is none. Borrowed. */
const struct model *registry_find(const struct registry *registry, enum model_kind kind, const char *name);
/* Walk: i from 0 until NULL, sorted by name within a kind. Borrowed. */
const struct model *registry_at(const struct registry *registry, enum model_kind kind, size_t i);

/* Whether a rule changes weights. */
static inline bool model_is_plastic(const struct model *rule)
{
    return rule->on_arrival || rule->on_post_spike || rule->on_mark || rule->on_late_arrival ||
           rule->on_tick || rule->on_reward;
}

/* What a rule that draws calls its number. */
static inline const char *model_draw_name(const struct model *rule)
{
    return rule->xi_is_uniform ? "u" : "xi";
}

/* Whether synapses have events that no arrival tells of, so that a flush has to apply them. */
static inline bool model_has_pending(const struct model *rule)
{
    return rule->on_post_spike || rule->on_mark || rule->on_late_arrival;
}

/* Whether rewards do anything to it. */
static inline bool model_is_rewarded(const struct model *rule)
{
    return rule->on_reward || rule->modulator_tau_param >= 0;
}

/* Whether it ever changes all synapses at once. */
static inline bool model_visits_all(const struct model *rule)
{
    return rule->on_tick || rule->on_reward;
}

/* ---- derive.c ---- */
/* Value k of model->values for parameter values `params` ([n_params]) and step dt (ms; of a turnover rule: what a tick stands for), in double; callers
 * round to float once. */
double model_value(const struct model *model, size_t k, const double *params, double dt_ms);
/* What a variable starts from, likewise; not for MODEL_INITIAL_VELOCITY. */
double model_initial(const struct model *model, const struct model_variable *variable, const double *params,
                     double dt_ms);
/* The same for a synapse that is born while the network runs; turnover rules only. */
double model_born(const struct model *model, const struct model_variable *variable, const double *params,
                  double dt_ms);

/* ---- assemble.c ---- texts are owned by the caller (free()) */
struct neuron_variant {
    uint64_t varying; /* bit k: values[k] differs between neurons and is read from a column */
    uint32_t driven;  /* bit r: receptor r has a Poisson drive; bit 0 for a poisson generator */
    uint32_t scaled; /* bit r: what projections bring to receptor r is multiplied by a factor of the neuron */
    bool wide;       /* 64-bit accumulators */
    bool falls_silent; /* some of its neurons stand still at times */
    bool ages;         /* they are born, and their input counts more while they are young */
    bool marks;        /* some rule learns of the marks they leave */
};
engram_code assemble_neurons(const struct model *model, const struct neuron_variant *variant, char **text,
                             engram_status *status);
/* What else of a projection its delivery is compiled for. */
struct delivery_variant {
    bool wide;                    /* 64-bit accumulators */
    bool short_term;              /* spikes release a part of the weight */
    bool gated;                   /* changes by the rule count as much as a gate says */
    bool by_age;                  /* ... and as much as the age of the target neuron lets them */
    bool newborns;                /* synapses are born, and count post spikes from then on */
    uint32_t slow_pre, slow_post; /* bit k: trace k of that side decays by two tables */
};
engram_code assemble_delivery(const struct model *rule, const struct delivery_variant *variant, char **text,
                              engram_status *status);
/* A tick of a myelin rule; built with VW = 1. */
engram_code assemble_myelin(const struct model *rule, char **text, engram_status *status);
/* Kernels that call a turnover rule, `kernel_path` ("structure/turnover.cl"), behind its declarations and text. */
engram_code assemble_turnover(const struct model *rule, const char *kernel_path, char **text,
                              engram_status *status);
/* Any other kernel file ("check/digest.cl"): includes resolved, #line emitted. */
engram_code assemble_file(const char *kernel_path, char **text, engram_status *status);
/* The same snippet as C11 behind the entry points of reference/entry.h. */
engram_code assemble_reference(const struct model *model, char **text, engram_status *status);

/* ---- document.c ---- what a block declares, for readers; nothing in it is written twice */
void model_print_text(const struct model *model, FILE *out);
void model_print_markdown(const struct model *model, FILE *out);
/* One line per model of a kind: name and summary. */
void models_print_list(const struct registry *registry, enum model_kind kind, FILE *out);
/* All models of a kind as one page, which begins with a heading and a note that it is generated. */
void models_print_markdown(const struct registry *registry, enum model_kind kind, FILE *out);
#endif
