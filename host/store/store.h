/* A network on a device: the layout realised in buffers, and the kernels with their arguments set.
 *
 * Columns of a class, one set per bank; a bank holds whole tiles, a tile holds one row per axon of the class:
 *
 *      tile 0                              tile 1
 *      | axon 0 | axon 1 | ...  | axon n-1 | axon 0 | ...       target u32, weight f32 (or u16, u8), length u16, rule columns f32
 *      ^rows[0][0].begin  .end             ^rows[1][0].begin
 *
 * Always true: within a row synapses are sorted by (length, target), and those equal in both keep the order of their draws; begin <= end <= the next
 * row's begin; BANK_SPARE elements follow each tile, because its owner loads and stores whole vectors, whose last lanes may lie beyond the last row. */
#ifndef ENGRAM_STORE_STORE_H
#define ENGRAM_STORE_STORE_H
#include "device/arguments.h"
#include "network/growth.h"
#include "network/myelin.h"
#include "network/neurogenesis.h"
#include "network/structure.h"
#include "network/synapses.h"
#include "store/layout.h"

struct store_bank {
    uint32_t first_tile, n_tiles;
    uint64_t n; /* elements of the columns: synapses, and room for more where they come and go */
    cl_mem target, weight, length, columns[SYNAPSE_MAX_COLUMNS];
    cl_kernel deliver, segments, flush, digest; /* `segments` only with chunked delivery */
    cl_kernel find_cursors;                     /* only where synapses come and go */
};

/* What edits the rows of a class whose synapses come and go; see rows_edit.c. */
struct store_rows_edit {
    cl_program program;
    cl_kernel replace, find_short, find_doubles, degrees, move_words, move_halves, move_bytes;
    cl_mem deaths, is_short;
};

struct store_class {
    const struct layout_class *layout;
    uint64_t n_synapses;
    uint64_t *per_projection; /* [layout->n_projections] synapses */
    struct store_bank *banks;
    uint32_t n_banks;
    cl_mem rows, cursors, chunks, params, delivery, projection_of;
    cl_mem events; /* [n_event_slots] delivered synaptic events so far */
    uint32_t n_event_slots;
    cl_program program;
    uint32_t ring_base, ring_size; /* present ones: a ring that is full grows */
    struct store_rows_edit edit;
    cl_mem newborns; /* this and the rest: see newborns.c; NULL where none has to be known */
    uint32_t newborns_room, newborns_used;
    uint32_t born; /* when those in the list were */
};

/* A cohort of populations; per-neuron arrays hold one member after the other, see population_record. */
struct nursery;

struct store_cohort {
    const struct layout_cohort *layout;
    cl_mem states, values, columns, currents, drive_weights, thresholds, list_next, list_ends, list;
    cl_program program;
    cl_kernel kernel;
    uint32_t *first_item; /* [n_members + 1] work-items of each member; the last ones may idle */
    uint32_t n_items;
    cl_mem items, sums;   /* per work-item: neurons_item; digest of its spikes, number of spikes */
    float *host_currents; /* [n_pad] present sum of the current schedules, or NULL */
    cl_mem silent; /* [n_pad] not 0: the neuron stands still, and why; one element where none ever does */
    cl_mem gains;  /* [n_pad] by which a young neuron's input is multiplied; one element where none is born */
    float *host_gains;
    struct nursery *
        *nurseries; /* [n_members] the slots of each, NULL where nobody is born; see neurogenesis.c */
    uint32_t *host_silent,
        *host_thresholds; /* the same, and thresholds; NULL where no schedule changes them */
    uint64_t n_thresholds;
};

/* Programs that choose synapses to go; see surplus.c. */
struct store_surplus {
    cl_program program;
    cl_kernel collect, find, mark, count_cut, mark_cut, mark_absent;
};

/* What lists synapses that go, one by one; see topology.c. Empty unless somebody asks. */
struct store_topology {
    cl_program program;
    cl_kernel list_dead;
    cl_mem list, n; /* dead_synapse [room]; how many there were */
    uint32_t room;
};

/* Calcium of the populations that have it, each padded, one after the other, and the elements of projections that grow: see growth.h, structure/elements.cl. */
struct store_growth {
    cl_mem calcium, seen;            /* seen: of the counts, at the last tick of calcium */
    struct store_elements *elements; /* [n_elements] */
    uint32_t n_elements;
    cl_program program;
    cl_kernel calcium_tick, elements_tick, bind, clear, count_surplus, count_vacant, decay;
};

/* Factors of the receptors that are scaled, one padded population after the other; see structure/scaling.h. */
struct store_scaling {
    cl_mem factor, activity, ln_factor, pace, seen; /* seen: of the counts, at the last tick */
    cl_mem constants;                               /* of each, in the order of populations */
    cl_program program;
    cl_kernel tick;
};

/* A projection whose axons change speed; buffers: see fast/myelin.cl. Without a rule there is only `slowdown`, which then holds the slowness of each axon. */
struct store_myelin {
    uint32_t projection;
    struct myelin_plan plan;
    uint32_t per_item; /* groups of a work-item */
    cl_mem record, states, cells, last, offsets, values, decay, slowdown;
    cl_program program;
    cl_kernel kernel;
};

/* A projection whose rule ticks; see rule_ticks.c. */
struct store_rule_tick {
    uint32_t projection, place; /* place: within its class */
    struct store_class *class;
    uint64_t interval; /* steps */
    cl_kernel kernel;
    /* of a rule that measures */
    cl_kernel measure, neuron_tick;
    cl_mem sums;    /* [n_pad] 64 bits, of each target */
    cl_mem neurons; /* [rule->n_cells + 1][n_pad] what it keeps of the targets, and the sums as floats */
};

struct store {
    struct device *dev;        /* borrowed */
    const struct network *net; /* borrowed */
    struct layout *layout;
    uint32_t work_group;          /* 0: by kernel */
    struct store_cohort *cohorts; /* [layout->n_cohorts] */
    struct store_class *classes;
    cl_mem control, limits, marks, records_population, outgoing, histories, axons, speeds, counts, ring,
        tables, accumulators, stamps, y, recorded;
    cl_program control_program;
    cl_kernel turn;
    struct store_myelin *myelin; /* [n_myelin] projections whose axons change speed, see myelin.c */
    uint32_t n_myelin;
    cl_mem
        fired; /* [layout->counted_cells] spikes since the start, modulo 2^32; who reads it keeps what it has seen */
    struct store_rule_tick *rule_ticks; /* [n_rule_ticks] */
    uint32_t n_rule_ticks;
    struct modulator *modulators; /* [n_projections] */
    struct store_growth growth;
    struct store_scaling scaling;
    struct store_surplus surplus;
    struct store_topology topology;
    struct store_structure
        *structures; /* [n_structures] projections whose synapses come and go, see structure.h */
    uint32_t n_structures;
    uint64_t n_synapses;
    uint64_t host_bytes; /* planning only: what building needs on the host at most */
};

/* Called while building with the share that is done, 0 to 1; false stops the build. */
typedef bool (*store_progress)(void *context, double done);

/* Build. The layout is taken over, also on failure. *out is owned by the caller. */
engram_code store_create(struct device *dev, struct layout *layout, uint32_t work_group,
                         store_progress progress, void *context, struct store **out, engram_status *status);
/* The same on a dry device (device.h): nothing is made, the device's ledger tells what would be. */
engram_code store_plan(struct device *dev, struct layout *layout, struct store **out, engram_status *status);
void store_free(struct store *store);
/* Work-items of a group: what the user asked for, else 1 on a CPU and `wanted` elsewhere. */
size_t store_group(const struct store *store, size_t wanted);
enum { ROW_GROUP = 64 }; /* wanted where a work-item owns rows */

enum { BANK_SPARE = 16 };
/* The most elements that a column of a bank can have. */
uint64_t store_bank_most(const struct store *store);

/* ---- rows.c: build the columns of a class in place ---- */
engram_code rows_build(struct store *store, struct store_class *class, engram_status *status);
/* Only count what rows_build would allocate. */
engram_code rows_plan(struct store *store, struct store_class *class, engram_status *status);

/* ---- kernels.c: programs, kernels and their arguments ---- */
engram_code kernels_create(struct store *store, engram_status *status);
/* Set the arguments again that depend on the rings of spikes in flight. */
engram_code kernels_bind_rings(struct store *store, engram_status *status);
/* The same for the banks of one class, when they have moved. */
engram_code kernels_bind_class(struct store *store, struct store_class *class, engram_status *status);
/* Let the spikes on their way find their places in rows that have changed. */
engram_code kernels_find_cursors(struct store *store, struct store_class *class, engram_status *status);
/* The arguments that all kernels on the synapses of a bank begin with: DELIVERY_ARGUMENTS in fast/deliver.cl. */
struct arguments kernels_delivery(struct store *store, struct store_class *class, struct store_bank *bank,
                                  cl_kernel kernel);
/* How many those are. */
cl_uint kernels_n_delivery(const struct store_class *class);
/* Enqueue the digest of one bank: `sums` gets n_items pairs (topology, weights). */
engram_code kernels_digest(struct store *store, struct store_class *class, struct store_bank *bank,
                           cl_mem sums, size_t n_items, engram_status *status);

/* ---- cohorts.c: what belongs to neurons ---- */
const struct population *member_of(const struct store *store, const struct layout_cohort *cohort, uint32_t k);
engram_code cohort_create(struct store *store, struct store_cohort *cohort, engram_status *status);
void cohort_free(struct store *store, struct store_cohort *cohort);
/* Let the input current of the populations be that of the window that starts after stamp `step`. */
engram_code cohorts_set_currents(struct store *store, uint64_t step, engram_status *status);
/* The next stamp after `step` at which an input current changes; UINT64_MAX if none does. */

/* ---- drives.c, silence.c: of a cohort, and what a schedule changes of it ---- */
engram_code drives_create(struct store *store, struct store_cohort *cohort, engram_status *status);
/* Let drives be those of the window that starts after stamp `step`. */
engram_code drives_set(struct store *store, uint64_t step, engram_status *status);
engram_code silence_create(struct store *store, struct store_cohort *cohort, engram_status *status);
/* Let those be silent that are after the events of `step`. */
engram_code silence_set(struct store *store, uint64_t step, engram_status *status);

/* ---- neurogenesis.c: who is born and dies ---- */
engram_code neurogenesis_create(struct store *store, struct store_cohort *cohort, engram_status *status);
void neurogenesis_free(struct store *store, struct store_cohort *cohort);
/* As of myelin: when a day ends, and what happens then. */
uint64_t neurogenesis_next_day(const struct store *store, uint64_t step);
engram_code neurogenesis_day(struct store *store, uint64_t step, engram_status *status);
/* Does a day end at `step` after which synapses learn by other ages? As of gates. */
bool ages_are_due(const struct store *store, uint64_t step);
/* Of a population in which neurons are born: the last day that has ended, or the start. */
struct cell_day store_cell_day(const struct store *store, uint32_t population);
/* What part of the synapses that formation wants neurons take by their age: out [neurons]. */
void store_input_density(const struct store *store, uint32_t population, float *out);
/* [*n_days] cells of every day so far; NULL if nobody is born in the population. */
const struct cell_counts *store_cells(const struct store *store, uint32_t population, uint64_t *n_days);

/* ---- newborns.c: synapses that were born since the last flush ---- */
/* Nothing for a class that needs no list of them. */
engram_code newborns_create(struct store *store, struct store_class *class, engram_status *status);
/* Room in the list for n that are born at `step`: words *first .. *first + n - 1. */
engram_code newborns_open(struct store *store, struct store_class *class, uint64_t step, uint32_t n,
                          uint32_t *first, engram_status *status);
/* Are there any, when post spikes up to `flushed` have been applied? Their places in the rows have to stay as they are until the next flush. */
bool newborns_wait(const struct store_class *class, uint32_t flushed);

/* ---- pools.c: every other buffer but the columns ---- */
engram_code pools_create(struct store *store, engram_status *status);

/* ---- ring.c ---- */
/* Double the ring of every class that has less than it needs for a window; spikes in flight keep their numbers. control: the control block. */
engram_code ring_grow(struct store *store, const uint32_t *control, engram_status *status);
/* Make the list of chunks anew, as large as it can become with the present rings and banks. */
engram_code ring_chunks(struct store *store, struct store_class *class, engram_status *status);
/* Words for `turn`: see fast/turn.cl. */
engram_code ring_write_limits(struct store *store, engram_status *status);

/* ---- myelin.c: axons that change speed ---- */
engram_code myelin_create(struct store *store, engram_status *status);
/* Their programs; not on a dry device. */
engram_code myelin_kernels(struct store *store, engram_status *status);
void myelin_free(struct store *store);
/* The first stamp after `step` at which an axon may change speed; UINT64_MAX if there is none. */
uint64_t myelin_next(const struct store *store, uint64_t step);
/* Enqueue what changes speeds at `step`. */
engram_code myelin_tick(struct store *store, uint64_t step, engram_status *status);
/* NULL if the axons of the projection keep their speed. State k of its rule: [n_segments][n_axons] floats. */
const struct store_myelin *store_myelin_of(const struct store *store, uint32_t projection);
engram_code store_myelin_state(struct store *store, const struct store_myelin *m, size_t k, float *values,
                               engram_status *status);

/* ---- rule_ticks.c: what rules do at intervals ---- */
engram_code rule_ticks_create(struct store *store, engram_status *status);
void rule_ticks_free(struct store *store);
/* As of myelin: the first stamp after `step` at which a rule ticks, and the ticking. */
uint64_t rule_ticks_next(const struct store *store, uint64_t step);
engram_code rule_ticks_tick(struct store *store, uint64_t step, engram_status *status);
/* A reward comes to the synapses of a projection at `step`, where the clock has stopped: its own event, or a tick out of turn. */
engram_code rule_ticks_reward(struct store *store, uint32_t projection, uint64_t step, float amount,
                              engram_status *status);
/* ---- modulators.c: their concentrations, and rewards ---- */
engram_code modulators_create(struct store *store, engram_status *status);
void modulators_free(struct store *store);
bool store_has_modulator(const struct store *store, uint32_t projection);
/* The concentration now or later, if nothing comes in between. */
float store_modulator(const struct store *store, uint32_t projection, uint64_t step);
/* Bring the synapses of the projections up to date whose amount [n_projections] is not 0, and let their modulators jump by it. The clock has stopped at `step`. */
engram_code store_reward(struct store *store, const double *amounts, uint64_t step, engram_status *status);

/* ---- growth.c: calcium and elements; growth.h has what structural ticks need ---- */
engram_code growth_create(struct store *store, engram_status *status);
/* Their program; not on a dry device. */
engram_code growth_kernels(struct store *store, engram_status *status);
void growth_free(struct store *store);
/* As of myelin: when calcium and elements change, and the changing. */
uint64_t growth_next(const struct store *store, uint64_t step);
engram_code growth_tick(struct store *store, uint64_t step, engram_status *status);

/* ---- scaling.c: as of growth ---- */
engram_code scaling_create(struct store *store, engram_status *status);
engram_code scaling_kernels(struct store *store, engram_status *status);
void scaling_free(struct store *store);
uint64_t scaling_next(const struct store *store, uint64_t step);
engram_code scaling_tick(struct store *store, uint64_t step, engram_status *status);

/* ---- gates.c: gates of plasticity. As of myelin; before a change all synapses are flushed, so that what has happened has been learned at the level of its time ---- */
uint64_t gates_next(const struct store *store, uint64_t step);
bool gates_are_due(const struct store *store, uint64_t step);
engram_code gates_tick(struct store *store, uint64_t step, engram_status *status);

/* ---- ticks.c: what happens between windows ---- */
/* The first stamp after `step` at which something does; UINT64_MAX if nothing ever does. */
uint64_t store_next_tick(const struct store *store, uint64_t step);
/* Must all synapses be flushed before what happens at `step`? */
bool store_needs_flush(const struct store *store, uint64_t step, uint32_t flushed);
/* Enqueue what happens at `step`, if anything does. */
engram_code store_tick(struct store *store, uint64_t step, engram_status *status);
/* ---- structure.c: synapses that come and go ---- */
engram_code structure_create(struct store *store, engram_status *status);
void structure_free(struct store *store);
/* The first stamp after `step` at which synapses may come or go; UINT64_MAX if there is none. */
uint64_t structure_next(const struct store *store, uint64_t step);
bool structure_is_due(const struct store *store, uint64_t step);
/* Is one due that all must be flushed for? */
bool structure_needs_flush(const struct store *store, uint64_t step, uint32_t flushed);
/* Check what must hold after the tick at `step`: rows sorted and within their room, degrees counted right, no synapse without elements. Copies all of it. */
engram_code structure_check(struct store *store, uint64_t step, engram_status *status);
/* Synapses of a projection that came and went since the start. */
engram_structure store_structure_so_far(const struct store *store, uint32_t projection);
/* ---- topology.c ---- */
/* From now on keep a log of the synapses of a projection that come and go; the events of a tick by source, length and target, those that died first. Whoever reads them
 * sets n to 0. */
engram_code store_log_topology(struct store *store, uint32_t projection, engram_status *status);
struct topology_events *store_topology_events(struct store *store, uint32_t projection);
/* ---- structure.c ---- */
/* How many synapses of the projection each neuron of one side has: [neurons]. */
engram_code store_degrees(struct store *store, uint32_t projection, enum side side, uint32_t *degrees,
                          engram_status *status);
/* Add the part of the states of turnover rules to a digest. */
engram_code structure_digest(struct store *store, struct digest *out, engram_status *status);
/* Let them come and go at `step`. The clock has stopped there, and all is flushed if that is needed. */
engram_code structure_tick(struct store *store, uint64_t step, engram_status *status);

/* ---- view.c: copy back. Callers flush first. ---- */
/* state: see neuron_state.h. */
engram_code store_state(struct store *store, uint32_t population, uint32_t state, float *values,
                        engram_status *status);
uint64_t store_n_synapses(const struct store *store, uint32_t projection);
/* ---- synapse_copy.c ---- */
/* The synapses of sources begin .. end - 1, in canonical order; freed by the caller with synapse_table_free. */
engram_code store_synapses_of(struct store *store, uint32_t projection, uint32_t begin, uint32_t end,
                              struct synapse_table *out, engram_status *status);
/* All of them. */
engram_code store_synapses(struct store *store, uint32_t projection, struct synapse_table *out,
                           engram_status *status);
/* ---- view.c ---- */
engram_code store_digest(struct store *store, struct digest *out, engram_status *status);
/* Spikes emitted since the start, by the populations' own counts. */
engram_code store_population_spikes(struct store *store, uint32_t population, uint64_t *out,
                                    engram_status *status);
engram_code store_n_spikes(struct store *store, uint64_t *out, engram_status *status);
/* Synaptic events delivered since the start: all, or those through plastic synapses. */
engram_code store_n_events(struct store *store, bool only_plastic, uint64_t *out, engram_status *status);
#endif
