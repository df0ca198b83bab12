/* Synapses that come and go on a device: what happens on a structural tick.
 *
 *   marks         a turnover rule, elements or a lesion say which synapses die; degrees.c keeps count at once
 *   births        births.c        what is new gets weight, length and a row
 *   replacement   rows_edit.c     rows close the gaps of their dead, and take up what is new, in order
 *   moves         rows_move.c     a bank whose rows have become too small is laid out anew
 *   cursors       kernels.c       spikes on their way look for their place in the rows again */
#ifndef ENGRAM_STORE_STRUCTURE_H
#define ENGRAM_STORE_STRUCTURE_H
#include "network/growth.h"
#include "network/structure.h"
#include "store/store.h"
#include "structure/records.h"

/* A projection whose synapses come and go. */
struct store_structure {
    uint32_t projection;
    struct store_class *class;
    uint32_t place;               /* within the class */
    cl_mem out_degree, in_degree; /* [sources], [targets] synapses, those that are marked not counted */
    cl_mem start;                 /* [class's n_columns] what the columns of a new synapse hold */
    engram_structure so_far;
    bool is_logged;
    struct topology_events events; /* if so: of this tick */
    struct matching *matching;     /* this and the next: NULL if it does not grow by elements */
    cl_mem elements[N_SIDES][2];   /* [neurons of that side] surplus, vacant */
    uint64_t n_drawn;              /* new synapses that were drawn; some may have been refused */
    cl_mem values;                 /* of its turnover rule; this and the rest is NULL without one */
    cl_program program;
    cl_kernel turnover, digest, measure_rates;
    cl_mem seen[N_SIDES],
        hz[N_SIDES]; /* [neurons of that side] counts of spikes at the last tick, rates since; NULL unless the rule asks */
};
/* The first axon of the projection within its class. */
uint32_t structure_first_axon(const struct store *store, const struct store_structure *structure);

/* NULL: the synapses of the projection stay. */
struct store_structure *store_structure_of(const struct store *store, uint32_t projection);

struct sorted_births;
/* ---- topology.c: both do nothing for a projection that is not logged ---- */
/* Before compaction. */
engram_code topology_log_deaths(struct store *store, struct store_structure *structure,
                                engram_status *status);
/* Of those that are about to be inserted. */
engram_code topology_log_births(const struct store *store, struct store_structure *structure,
                                const struct sorted_births *births, engram_status *status);
void topology_free(struct store *store);

/* ---- turnover.c ---- */
engram_code turnover_create(struct store *store, struct store_structure *structure, engram_status *status);
void turnover_free(struct store *store, struct store_structure *structure);
/* Let the rule change weights and mark synapses. */
engram_code turnover_mark(struct store *store, struct store_structure *structure, uint64_t step,
                          engram_status *status);
/* Add the states of all synapses to the digest of weights. */
engram_code turnover_digest(struct store *store, struct store_structure *structure, uint64_t *weights,
                            engram_status *status);

/* ---- surplus.c ---- */
engram_code surplus_create(struct store *store, engram_status *status);
void surplus_free(struct store *store);
/* Of each neuron of one side mark as many synapses as `surplus` says (u32 [neurons]), chosen at random. */
engram_code surplus_mark(struct store *store, struct store_structure *structure, enum side side,
                         uint64_t step, cl_mem surplus, engram_status *status);

/* ---- cut.c ---- */
/* Mark what event k of the schedule takes away. */
engram_code cut_mark(struct store *store, struct store_structure *structure, uint32_t k, uint64_t step,
                     engram_status *status);

/* ---- absence.c: neurons that are not born yet, or dead ---- */
/* Mark all their synapses. */
engram_code absence_mark(struct store *store, struct store_structure *structure, engram_status *status);
/* Who they are; freed with absence_free, also after a failure. */
engram_code absence_create(const struct store *store, const struct store_structure *structure,
                           struct absence *out, engram_status *status);
void absence_free(struct absence *absent);

/* ---- homeostasis.c: synapses that follow elements; all do nothing for projections that do not grow ---- */
engram_code homeostasis_create(struct store *store, struct store_structure *structure, engram_status *status);
void homeostasis_free(struct store *store, struct store_structure *structure);
/* Mark synapses without elements: first those of axons, then those of dendrites. */
engram_code homeostasis_mark(struct store *store, struct store_structure *structure, uint64_t step,
                             engram_status *status);
/* Pair what is vacant. */
engram_code homeostasis_pair(struct store *store, struct store_structure *structure, uint64_t step,
                             struct births *births, engram_status *status);
/* What is still vacant decays. */
engram_code homeostasis_decay(struct store *store, struct store_structure *structure, engram_status *status);

/* ---- births.c ---- */
/* New synapses of one projection in the order of rows. */
struct sorted_births {
    uint32_t n, n_rows;
    uint32_t *target;
    float *weight;
    uint16_t *length;
    row_births *rows; /* [n_rows] those that get any */
};
engram_code births_sort(const struct store *store, const struct store_structure *structure,
                        const struct births *births, struct sorted_births *out, engram_status *status);
/* Keep those that are not refused: refused [births->n]. */
void births_strike(struct sorted_births *births, const uint8_t *refused);
void sorted_births_free(struct sorted_births *births);

/* ---- rows_edit.c ---- */
/* The programs of a class and what they count in. */
engram_code rows_edit_create(struct store *store, struct store_class *class, engram_status *status);
void rows_edit_free(struct store *store, struct store_class *class);
/* Strike those from the list whose pair has a synapse already, or another new one before them. */
engram_code rows_refuse_doubles(struct store *store, struct store_structure *structure,
                                struct sorted_births *births, engram_status *status);
/* The dead go, and are counted; what is born takes its place. */
engram_code rows_replace(struct store *store, struct store_structure *structure,
                         const struct sorted_births *births, uint64_t step, engram_status *status);
/* Count degrees anew. */
engram_code rows_degrees(struct store *store, struct store_structure *structure, engram_status *status);

/* ---- rows_move.c ---- */
/* Lay out bank `index` of a class anew, with room for what is born, and more. Fails with ENGRAM_E_RESOURCES before anything has moved. */
/* Give memory back where more than half of it has no use. */
engram_code rows_shrink(struct store *store, struct store_class *class, engram_status *status);
engram_code rows_make_room(struct store *store, struct store_class *class, uint32_t index,
                           const struct sorted_births *births, engram_status *status);
#endif
