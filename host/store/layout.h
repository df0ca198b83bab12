/* Where everything of a network will lie on a device, computed from its description alone: no OpenCL call is made here, so a plan can be printed and
 * refused before anything is allocated.
 *
 *   delivery class   the projections that share a rule and what else delivery is compiled for; one program, one ring of spikes in flight, one set of columns
 *   tile             the same fraction of the neurons of every population, with all synapses onto them; owned by one work-item, never split over banks
 *   cohort           the populations that share a neuron model and what of it is drawn, driven and wide; one program, one launch
 *   history          the post spikes of a population as one set of post traces sees them
 *   tables           exp(-n dt / tau), one per time constant in use
 */
#ifndef ENGRAM_STORE_LAYOUT_H
#define ENGRAM_STORE_LAYOUT_H
#include "fast/records.h"
#include "network/fixed.h"
#include "network/network.h"

struct layout_class {
    const struct model *rule;
    struct delivery_variant variant;
    enum weight_width weight_width;
    bool rounds_by_chance;
    const struct model *turnover; /* or NULL */
    bool has_structure;           /* synapses come and go: rows have room to grow */
    uint32_t n_columns;           /* besides target, weight and length */
    uint32_t *projections;        /* [n_projections] indices into the network, ascending */
    uint32_t n_projections;
    uint32_t first_projection;    /* of delivery[] */
    uint32_t n_axons, first_axon; /* first_axon: over all classes */
    uint32_t max_axonal;          /* steps */
    uint32_t kept;                /* steps that a spike stays in the ring, at least max_axonal */
    uint32_t ahead; /* steps that rows with different delays may be delivered before their time */
    uint32_t ring_base, ring_size, ring_need; /* records; need: what one window can add at most */
    uint32_t first_param, n_params;           /* floats of params[] */
};

/* Populations that one launch advances: they need the same text. */
struct layout_cohort {
    const struct model *model;
    struct neuron_variant variant;
    uint32_t *members; /* [n_members] indices into the network, ascending */
    uint32_t n_members;
    uint32_t n_pad; /* neurons of all members, each rounded up */
};

struct layout_member { /* which member of which cohort a population is */
    uint32_t cohort, member;
};

struct layout_options {
    uint32_t tiles, window; /* 0: choose */
    bool chunked;           /* chunks with atomics instead of owned tiles */
    bool record_all;        /* bring the spikes of all populations to the host, also those nobody records */
    uint32_t compute_units;
    uint64_t max_alloc; /* bytes of the device's largest buffer; 0: no limit */
};

struct layout {
    const struct network *net;
    uint32_t n_tiles, window, slice; /* slice: steps of one launch of chunked delivery, else the window */
    bool chunked, records_all;
    uint32_t depth; /* of the post-spike rings, a power of two */
    struct layout_class *classes;
    uint32_t n_classes, n_axons, ring_total;
    population_record *populations; /* [net->n_populations] */
    struct layout_cohort *cohorts;
    uint32_t n_cohorts;
    struct layout_member *member_of; /* [net->n_populations] */
    struct fixed_scale *scales;      /* [net->n_populations] */
    outgoing_record *outgoing;
    uint32_t n_outgoing;
    history_record *histories;
    uint32_t n_histories;
    delivery_record *delivery; /* [net->n_projections], in the order of classes */
    float *params;             /* rule values of all delivery records */
    uint32_t n_params;
    float *tables;
    uint64_t n_tables;
    uint64_t accumulator_bytes;
    uint64_t counted_cells,
        calcium_cells;     /* neurons whose spikes are counted, and those with calcium, which come first */
    uint64_t scaled_cells; /* neurons and receptors that are scaled */
    uint64_t history_cells, y_cells;   /* neurons in the rings of stamps, and of traces */
    uint64_t past_cells;               /* values of states that neurons remember, behind the latter */
    uint32_t flush_interval;           /* steps; 0: only as the rings of post spikes need it */
    uint32_t record_need, record_size; /* recorded spikes: what a window can add at most, and room */
    uint64_t n_neurons;
};

/* Lay out `net` (borrowed while the layout lives). Fails with ENGRAM_E_USAGE (an illegal window, more classes than there is room for) or _RESOURCES. */
engram_code layout_create(const struct network *net, const struct layout_options *options,
                          struct layout **out, engram_status *status);
void layout_free(struct layout *layout);

/* Neurons of population p in a tile: a multiple of TILE_GRAIN, the widest VW, at both ends but the last. */
enum { TILE_GRAIN = 16 };
uint32_t tile_begin(uint32_t n_neurons, uint32_t tile, uint32_t n_tiles);
/* Elements of the columns that a row takes when it has n synapses: with room to grow where synapses come and go. */
uint64_t layout_row_room(const struct layout_class *class, uint64_t n);
/* Bytes of a synapse in all columns. */
uint64_t layout_synapse_bytes(const struct layout_class *class);
/* Neurons, padded. */
uint64_t layout_largest_population(const struct layout *layout);
/* Build options for what its kernels know of the column of weights: see fast/weights.h. */
const char *layout_weight_options(const struct layout_class *class);
/* Has any of its traces a value at the start? */
bool history_has_start(const history_record *history);
/* The class and the place within it (index into class->projections) of a projection. */
const struct layout_class *layout_class_of(const struct layout *layout, uint32_t projection, uint32_t *place);
#endif
