/* Records that the host writes and kernels read, and the other way round. Compiled as C11 and as OpenCL C.
 * Members are 4 bytes wide, so there is no padding and no alignment to disagree about; check/layout.cl compares sizes at start-up. */
#ifndef ENGRAM_RECORDS_H
#define ENGRAM_RECORDS_H
#include "common/weight_grid.h"

#define MAX_TRACES     4
#define MAX_RECEPTORS  8
#define MAX_PAST       4 /* states that a neuron model remembers */
#define MAX_CLASSES    16
#define N_MARKS        256 /* per queue of marks; more only let finished spikes leave sooner */
#define MAX_WINDOW     64
#define MAX_GROUP      64 /* axons that a cell wraps */
#define LONG_AGO       0x40000000u
#define NO_RECORD      0xFFFFFFFFu
#define NO_LENGTH_CODE 0xFFFFFFFFu
#define NOT_COUNTED    0xFFFFFFFFu
#define DECAY_FINE     4096u /* entries of the first of two tables of decay: see network/decay.h */

/* Control block: one array of words that says where the device stands. The host writes it only while nothing runs.
 * A window covers the stamps STEP + 1 .. STEP + LENGTH; `turn` (turn.cl) opens it, the next `turn` counts it as done. */
#define CONTROL_STEP     0 /* last stamp of the windows that are done */
#define CONTROL_LENGTH   1 /* steps of the open window; 0: every kernel returns at once */
#define CONTROL_STOP     2 /* no window goes beyond this stamp */
#define CONTROL_PAUSE    3 /* PAUSE_ bits: the host has to act before another window may open */
#define CONTROL_FLUSHED  4 /* post spikes that reached a synapse up to this stamp have been applied */
#define CONTROL_WANTED   5 /* PAUSE_FLUSH or 0, set by neurons as the post-spike rings fill */
#define CONTROL_ERROR    6 /* an ERROR_ number: the run stops after the batch */
#define CONTROL_RECORDED 7 /* spikes in the record buffer */
#define CONTROL_WINDOWS  8 /* windows opened so far */
/* Spikes of axons that change speed, once per projection; 64 bits each, the low word first. */
#define CONTROL_HELD    9  /* left slower than their axon was, so as not to overtake */
#define CONTROL_BLOCKED 11 /* did not leave, because their axon is blocked */
/* Inputs to silent neurons, one for each receptor and step; likewise. */
#define CONTROL_DROPPED 13
#define CONTROL_CLASS   16 /* per class CLASS_WORDS words */
#define CLASS_TAIL      0  /* records appended since the start, modulo 2^32 */
#define CLASS_HEAD      1 /* the first that is still kept; its queue of marks takes two words more, see turn.cl */
#define CLASS_OPENED    4 /* TAIL when the window opened */
#define CLASS_HORIZON                                                                                        \
    5 /* rows with different delays have been delivered up to this stamp, which may lie ahead */
#define CLASS_FLYING  6 /* the first that may still be on its way, likewise */
#define CLASS_CHUNKS  9 /* chunk counters of the window's slices, MAX_WINDOW words */
#define CLASS_WORDS   (9 + MAX_WINDOW)
#define CONTROL_WORDS (CONTROL_CLASS + MAX_CLASSES * CLASS_WORDS)

#define ERROR_RING    1u /* a post-spike ring overflowed; a bug if it ever happens */
#define ERROR_WEIGHT  2u /* a weight is beyond its projection's weight_limit, which the accumulators rely on */
#define ERROR_MEASURE 4u /* what a rule measures at a tick is beyond what it has declared */
#define ERROR_SPIKES  3u /* a neuron fired more often in one step than rings and accumulators have room for */

#define PAUSE_STOP   1u /* STOP is reached */
#define PAUSE_FLUSH  2u /* post-spike rings must be flushed */
#define PAUSE_RECORD 4u /* the record buffer must be drained */
#define PAUSE_RING   8u /* a ring of spikes in flight must grow */

/* Of the terminals of an axon: see short_term.h. */
typedef struct {
    float u, x;
} resources;

/* A spike on its way along an axon, and what the synapses it reaches need to know of the spike before it. */
typedef struct {
    u32 axon;           /* within the delivery class */
    u32 projection;     /* within the delivery class */
    u32 emitted;        /* stamp, low 32 bits */
    u32 slowness;       /* of the axon when it fired: steps per length unit, 8.24 fixed point */
    u32 multiplicity;   /* spikes at once */
    u32 before_emitted; /* the spike before: stamp, slowness, ring record, pre traces just after it */
    u32 before_slowness;
    u32 before_record;
    float x[MAX_TRACES];
    resources found; /* by it, where plasticity is short-term; it and its like then release some */
} spike_in_flight;

/* An axon: its last spike. How fast it conducts now, and how often it has fired since the last tick of its myelin rule, lie in arrays of their own,
 * which a tick streams. */
typedef struct {
    u32 emitted;         /* stamp of the last spike; 2^30 steps before the start if there was none */
    u32 slowness;        /* of the last spike */
    u32 record;          /* of the last spike; NO_RECORD if there was none */
    float x[MAX_TRACES]; /* pre traces just after the last spike */
    resources left;      /* by the last spike, where plasticity is short-term */
} axon_state;

/* What a spike of a population sets off in one of its projections. */
typedef struct {
    u32 control; /* index of the class's words in the control block */
    u32 ring_base, ring_mask;
    u32 class_axon;     /* first axon of the projection within the class */
    u32 axon;           /* and over all classes */
    u32 projection;     /* within the class */
    u32 n_pre, nearest; /* traces; bit k of nearest: trace k is set to 1 instead of increased by 1 */
    u32 slow;           /* bit k: trace k decays by two tables */
    u32 longest, gap;   /* its axons change speed: see slowness_behind() in delay.h; else longest is 0 */
    u32 table[MAX_TRACES], table_n[MAX_TRACES];
    u32 is_short_term, u_table, u_table_n, lack_table, lack_table_n; /* see short_term.h */
    float U;
} outgoing_record;

/* The axons of a projection whose speed a myelin rule changes, in steps: see myelin.cl. */
typedef struct {
    u32 outgoing;           /* of the projection */
    u32 n, group, n_groups; /* axons, and how many a cell wraps */
    u32 n_segments;         /* cells in series along an axon */
    u32 tick, n_epochs;     /* interval of ticks; so many sets of offsets are kept */
    u32 most;               /* to the last cell at most */
    u32 n_decay;            /* entries of the table of what fades between two arrivals at a cell */
    u32 slow, fast;         /* bounds of the slowness that the rule sets */
    u32 slowest;            /* and with damage */
    u32 blocked_above;      /* see slowness_damaged() in delay.h */
    float scale;            /* slowness = scale / velocity, or scale * delay */
    float steps_per_ms;
} myelin_record;

/* Per neuron and set of post traces: see emit.h. */
#define RECORD_WORDS                      8u
#define RECORD_STAMPS                     6u
#define history_place(neuron_base, depth) ((size_t)(neuron_base) * ((depth) + RECORD_WORDS))

/* Post spikes of one population as a set of traces sees them; shared by all projections with the same set. */
typedef struct {
    u32 neuron_base; /* of the population's first neuron in the rings of stamps */
    u32 n_post, nearest, slow;
    u32 of_marks; /* not of spikes: an entry for every step in which the model leaves a mark, whose value takes the place of a trace */
    u32 dendritic_max; /* longest dendritic delay of the projections that read it */
    u32 y_base[MAX_TRACES], table[MAX_TRACES], table_n[MAX_TRACES];
    float start
        [MAX_TRACES]; /* of the traces, dendritic_max before the first step: so they reach the synapses at the start */
    u32 gathering, gathered,
        gathered_mask; /* marks are left at multiples of so many steps, or at once (0): see past.h */
    float gain;        /* by what part those that are not left yet grow in a step */
} history_record;

/* Neighbouring neurons of one population, in groups of VW, that a work-item advances. */
typedef struct {
    u32 population, begin, end;
} neurons_item;

typedef struct {
    u32 n, n_pad;  /* neurons; rounded up to a multiple of 16 */
    u32 owner;     /* name hash */
    u32 slot_mask; /* accumulator slots less one: stamp s uses slot s & slot_mask */
    u32 id_base;   /* of the population's first neuron in recorded ids */
    u32 recorded;
    u32 max_spikes;           /* of a neuron in one step */
    u32 place;                /* of its first neuron in arrays of one element per neuron of the cohort */
    u32 state, column, value; /* first element of its states, of values that vary, and of those that do not */
    u32 has_current;
    u32 counted; /* its first neuron among those whose spikes are counted, or NOT_COUNTED */
    u32 first_outgoing, n_outgoing, first_history, n_history;
    u32 accumulator[MAX_RECEPTORS]; /* first element, in elements of 4 or (wide) 8 bytes */
    float unit[MAX_RECEPTORS];      /* 2^-exponent */
    u32 thresholds[MAX_RECEPTORS], n_thresholds[MAX_RECEPTORS], thresholds_vary[MAX_RECEPTORS];
    u32 drive_weight[MAX_RECEPTORS], drive_weight_varies[MAX_RECEPTORS];
    u32 factor[MAX_RECEPTORS]; /* of scaling: of its first neuron, where the receptor is scaled */
    u32 past, past_mask, past_age[MAX_PAST]; /* of the states it remembers: see past.h */
} population_record;

/* A projection as delivery sees it. */
typedef struct {
    u32 owner, seed[2]; /* seed: of the experiment, the low word first */
    u32 first_axon;     /* within the class */
    u32 length_code;    /* of all synapses, or NO_LENGTH_CODE if they differ */
    u32 axonal_min, axonal_shift, dendritic;
    u32 accumulator, slot_mask, n_pad; /* of the target population and receptor */
    u32 slot_is_far, slots_are_far; /* one slot, or all slots, of a tile are more than a core has of cache */
    float scale;                    /* 2^exponent */
    float limit;                    /* largest |weight| there may be */
    u32 ticked;                     /* stamp of the latest tick of its rule, or reward; 0: none yet */
    float dt;                       /* ms */
    weight_grid grid;               /* what the column of weights holds, see weights.h */
    float measure_most; /* largest magnitude of what its rule measures, which is summed up in 64 bits ... */
    float measure_scale,
        measure_unit;        /* ... as so many whole numbers, a power of two, and the inverse of that */
    float modulator, reward; /* concentration just after it jumped, and the amount of the latest reward ... */
    u32 jumped, modulator_table, modulator_table_n; /* ... at this stamp */
    u32 late;                                       /* steps from an arrival to its late action */
    u32 draws;                                      /* whether the events of its rule do */
    u32 params;                                     /* first value in the class's parameter array */
    u32 history, n_post;                            /* neuron base in the rings of stamps */
    u32 y_base[MAX_TRACES];
    u32 pre_table[MAX_TRACES], pre_table_n[MAX_TRACES];
    u32 post_table[MAX_TRACES], post_table_n[MAX_TRACES];
    u32 past_mask, past[MAX_PAST], past_age[MAX_PAST]; /* of what its rule reads of the targets: see past.h */
    u32 gathered, gathered_mask;                       /* marks that targets have not left yet, likewise */
    float U, u_kept;                                   /* see short_term.h */
    float gate;                                        /* see gate.h */
    u32 by_age; /* where what a rule changes depends on the age of the target: of the first target, among the values */
} delivery_record;

/* Part of a row that is reached within a slice of a window; made by segments.cl, consumed by deliver.cl. */
typedef struct {
    u32 spike;       /* ring record, not yet masked */
    u32 position, n; /* synapses of the bank's columns */
} chunk_record;

/* Row of an axon in a tile: synapses begin .. end-1 of the bank's columns, sorted by (length, target). A row may grow to
 * the begin of the next one. */
typedef struct {
    u32 begin, end;
} row_record;

/* Where a spike in flight stands in its row: the next synapse to reach, the stamp at which it is reached, and the end of the row. */
typedef struct {
    u32 position, end, due;
    u32 is_spread; /* the row has synapses of different lengths */
} cursor_record;
#endif
