/* A stream: a series of segments that hold one population's spikes, one projection's weights, one state record, one variable of a projection's axons, its
 * delays, how its synapses came and went, all together or one by one, or the rates.
 *
 *   part (queue) --> stream_put --> open segment --(full or old, and no snapshot half-way)--> stream_close --> stem.NNNN.h5
 *
 * What a segment contains is up to the kind (stream_spikes.c, stream_weights.c or, where synapses come and go, stream_synapses.c, stream_states.c, stream_axons.c, stream_delays.c, stream_structure.c, stream_topology.c, stream_cells.c, stream_gates.c, stream_rates.c); when it is opened and
 * closed is decided here. */
#ifndef ENGRAM_IO_STREAM_H
#define ENGRAM_IO_STREAM_H
#include "io/recorder.h"
#include "io/segment.h"
#include "network/conduction.h"

enum { PART_COLUMNS = 5, STREAM_TABLES = 10 };

/* What travels through the queue: up to five columns of n values, copied behind the struct. A column that was not given is NULL. */
struct part {
    struct part *next;
    uint32_t stream;
    uint64_t step;            /* of all values; spikes carry their own */
    uint64_t begin, n, total; /* these are values [begin, begin + n) of a row of `total` */
    uint64_t n_existing;      /* synapses that come and go: how many there are, recorded or not */
    size_t bytes;             /* of the whole allocation */
    void *column[PART_COLUMNS];
};

/* Columns by kind. */
enum { SPIKE_STEP, SPIKE_NEURON }; /* u64, u32 */
enum {
    WEIGHT_VALUE,
    WEIGHT_SYNAPSE,
    WEIGHT_SOURCE,
    WEIGHT_TARGET,
    WEIGHT_DELAY
};                                                                /* f32, u64, u32, u32, f32 */
enum { STATE_VALUE };                                             /* f32 */
enum { AXON_VALUE };                                              /* f32 */
enum { DELAY_COUNT };                                             /* u64 */
enum { RATE_COUNT };                                              /* u64 */
enum { STRUCTURE_COUNT, STRUCTURE_COUNTS = 2 + ENGRAM_N_CAUSES }; /* u64: synapses, born, died by cause */

enum { TOPOLOGY_EVENT }; /* struct topology_event */
enum { CELL_DAY };       /* struct cell_day */
enum { GATE_LEVEL };     /* f64 */
/* Widths of the tables of cells; see stream_cells.c. */
enum { N_STAGES = 2, N_CELL_CHANGES = 5, N_FACTORS = 2 };

struct stream;
struct stream_kind {
    /* Fill a fresh segment with empty tables, as the first part will need them. */
    engram_code (*begin)(struct stream *stream, const struct part *part, engram_status *status);
    /* Append; keeps `rows`, `whole` and `last_step` true. */
    engram_code (*put)(struct stream *stream, const struct part *part, engram_status *status);
    /* Before the segment is closed; may be NULL. */
    engram_code (*end)(struct stream *stream, engram_status *status);
};
extern const struct stream_kind stream_spikes, stream_weights, stream_states, stream_axons, stream_delays,
    stream_rates, stream_structure, stream_synapses, stream_topology, stream_cells, stream_modulators,
    stream_gates, stream_baselines;

struct stream {
    const struct stream_kind *kind;
    const struct network *network;
    const struct recorder_options *options; /* with every zero replaced */
    const char *folder;                     /* results folder */
    uint32_t
        index; /* population (spikes, cells), gate, projection (weights, structure), state record, axon record, or after these delay record */
    uint32_t variable;      /* axons: which of the projection's */
    struct delay_bins bins; /* delays */
    char *stem;             /* "spikes/E" */
    unsigned n_closed;
    struct disk_record *closed; /* [n_closed] */
    /* the open segment */
    bool is_open;
    bool whole; /* no row is half-way */
    struct segment segment;
    double opened_s; /* clock_seconds() */
    uint64_t rows, bytes;
    uint64_t first_step, last_step;
    hid_t table[STREAM_TABLES]; /* the kind's datasets, closed with the file */
    uint64_t n_values;          /* synapses: in all snapshots of the segment */
    /* weights: what the first snapshot fixed */
    bool has_mapping, has_delay;
    uint64_t n_sources;
    uint32_t last_source, n_of_source;
};

engram_code stream_init(struct stream *stream, const struct stream_kind *kind, uint32_t index,
                        const char *stem, engram_status *status);
engram_code stream_put(struct stream *stream, const struct part *part, engram_status *status);
/* Close the open segment, if there is one. After a failure the segment is gone and the stream may go on with the next. */
engram_code stream_close(struct stream *stream, engram_status *status);
/* Close it if it is older than the options allow. */
engram_code stream_close_if_old(struct stream *stream, double now_s, engram_status *status);
void stream_free(struct stream *stream);
double clock_seconds(void);
/* The two empty tables of /spikes/<population>, node_ids and timestamps, with their attributes. */
engram_code spikes_create(hid_t file, const char *population, uint64_t n_neurons, bool sorting_as_enum,
                          hid_t table[2], engram_status *status);
/* SONATA's description of the times of rows: start, stop (open), step, in ms; under `name`. */
engram_code stream_put_times(struct stream *stream, const char *name, uint64_t step_between,
                             engram_status *status);

/* What projection the weights in `group` are of. */
engram_code weights_put_attributes(struct stream *stream, hid_t group, engram_status *status);

/* ---- stream_snapshots.c: what kinds share whose rows come at any time ---- */
struct snapshot_shape {
    const char *name, *unit; /* of the dataset of values */
    hid_t type;
    uint64_t width;
    int packed;
};
enum { SNAPSHOT_VALUES, SNAPSHOT_TIMES, SNAPSHOT_STEPS, N_SNAPSHOT_TABLES }; /* in stream->table */
/* Empty tables of values [time x width], times and steps in `group`. */
engram_code snapshots_create(struct stream *stream, hid_t group, const struct snapshot_shape *shape,
                             engram_status *status);
/* Append a part of a row; keeps `rows`, `whole` and `last_step` true. */
engram_code snapshots_put(struct stream *stream, const struct part *part, hid_t memory_type,
                          const void *values, engram_status *status);
/* SONATA's description of the times of snapshots, as regular as they are. */
engram_code snapshots_put_times(struct stream *stream, const char *name, engram_status *status);
/* SONATA's mapping of a report whose nodes have n_elements elements each, numbered from 0: node_ids, index_pointers, element_ids below `group`/mapping. */
engram_code report_put_mapping(hid_t file, const char *group, const uint32_t *nodes, uint64_t n,
                               uint32_t n_elements, engram_status *status);
#endif
