/* Read SONATA: nodes, edges, spikes and the type tables beside them, in every dialect of real files.
 *
 *   /nodes/<population>/node_type_id, node_id, node_group_id, node_group_index, <group>/<attribute>, <group>/dynamics_params/<parameter>
 *   /edges/<population>/source_node_id, target_node_id, edge_type_id, edge_group_id, edge_group_index, <group>/...
 *   /spikes/<population>/node_ids + timestamps, or the older /spikes/gids + timestamps
 *
 * Nodes and edges are both "elements": typed, sorted into groups, with attributes. Groups are dissolved here: an attribute is asked for by name and comes
 * back for a range of elements, whichever groups they are in. Nodes are addressed by node id (0 ... n-1) whatever their order in the file.
 * Everything is read in ranges, so memory is bounded by the caller's ranges; indices (indices/...) are never needed and never read.
 *
 * Failures: ENGRAM_E_INPUT with file and dataset in `where` and HDF5's own first line in `why` (never on stderr); ENGRAM_E_RESOURCES without memory. */
#ifndef ENGRAM_IO_SONATA_READ_H
#define ENGRAM_IO_SONATA_READ_H
#include "core/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sonata_kind { SONATA_NODES, SONATA_EDGES, SONATA_SPIKES };

/* Names of the populations of a file, in name order. *names is owned by the caller (sonata_names_free). A file of old-style spikes
 * (/spikes/gids) has one population without a name: "". No population at all is a failure. */
engram_code sonata_populations(const char *path, enum sonata_kind kind, char ***names, size_t *n,
                               engram_status *status);
void sonata_names_free(char **names, size_t n);

/* ---- sonata_types.c: a CSV table of node or edge types ---- */
struct sonata_types;
/* Columns separated by spaces, "quoted fields", NULL for no value; line ends of Unix or Windows. Owned by the caller. */
engram_code sonata_types_read(const char *path, struct sonata_types **out, engram_status *status);
void sonata_types_free(struct sonata_types *types);
const char *sonata_types_path(const struct sonata_types *types);
size_t sonata_types_rows(const struct sonata_types *types);
size_t sonata_types_columns(const struct sonata_types *types);
const char *sonata_types_column_name(const struct sonata_types *types, size_t column);
/* The line of a row in its file, for messages. */
uint64_t sonata_types_line(const struct sonata_types *types, size_t row);
/* Row of a type id (column node_type_id or edge_type_id), or -1. */
int64_t sonata_types_find(const struct sonata_types *types, int64_t type_id);
int64_t sonata_types_id(const struct sonata_types *types, size_t row);
/* Text of a cell; NULL where the table has no such column or says NULL. Borrowed. */
const char *sonata_types_text(const struct sonata_types *types, size_t row, const char *column);
/* Number in a cell; NAN where there is no value. Text that is no number fails at file:line. */
engram_code sonata_types_number(const struct sonata_types *types, size_t row, const char *column, double *out,
                                engram_status *status);

/* ---- nodes and edges ---- */
struct sonata_elements;
/* `population` may be NULL if the file holds exactly one. `kind` is SONATA_NODES or SONATA_EDGES. `types` (borrowed until close) may be NULL; with it, values that
 * HDF5 does not give come from the table (HDF5 wins, as the format demands). Checked on opening: needed datasets exist, have integer types and equal lengths, groups
 * named by an element exist and are long enough, node ids are a permutation of 0 ... n-1. */
engram_code sonata_open(const char *path, enum sonata_kind kind, const char *population,
                        const struct sonata_types *types, struct sonata_elements **out,
                        engram_status *status);
void sonata_close(struct sonata_elements *elements);
const char *sonata_path(const struct sonata_elements *elements);
const char *sonata_population(const struct sonata_elements *elements);
uint64_t sonata_count(const struct sonata_elements *elements);

/* Attributes found in any group, in name order, with "dynamics_params/" before those of that subgroup; the table's columns are not listed. */
size_t sonata_n_attributes(const struct sonata_elements *elements);
const char *sonata_attribute(const struct sonata_elements *elements, size_t i);
/* Can `name` come from a group or from a column of the table? A parameter may be asked for without its "dynamics_params/". */
bool sonata_has(const struct sonata_elements *elements, const char *name);

/* Ranges [begin, begin + n) of per-element values; out is the caller's [n]. A range past the end is a bug of the caller. */
engram_code sonata_type_ids(struct sonata_elements *elements, uint64_t begin, uint64_t n, int64_t *out,
                            engram_status *status);
/* NAN where neither HDF5 nor the table has a value. Bools and integers are converted. */
engram_code sonata_numbers(struct sonata_elements *elements, const char *name, uint64_t begin, uint64_t n,
                           double *out, engram_status *status);
/* Texts: string datasets, @library enumerations, or the table. Each out[i] is owned by the caller (free()), NULL where there is no value. */
engram_code sonata_texts(struct sonata_elements *elements, const char *name, uint64_t begin, uint64_t n,
                         char **out, engram_status *status);
/* x, y, z in um (the file's unit) for nodes [begin, begin + n): out [n][3], 0 where an axis is missing. *n_axes: how many axes the file has (0: no positions). */
engram_code sonata_positions(struct sonata_elements *elements, uint64_t begin, uint64_t n, float *out,
                             int *n_axes, engram_status *status);

enum sonata_end { SONATA_SOURCE, SONATA_TARGET };
/* Population an end of the edges lies in (attribute node_population); "" if the file does not say. */
const char *sonata_end_population(const struct sonata_elements *edges, enum sonata_end end);
/* Node ids of one end; an id that is not below n_nodes fails and is named with its position. */
engram_code sonata_end_ids(struct sonata_elements *edges, enum sonata_end end, uint64_t begin, uint64_t n,
                           uint64_t n_nodes, uint32_t *out, engram_status *status);

/* ---- spikes ---- */
enum sonata_sorting { SONATA_UNSORTED, SONATA_BY_ID, SONATA_BY_TIME };
struct sonata_spikes {
    uint64_t n;
    uint32_t *neuron;            /* [n] owned */
    double *time_ms;             /* [n] owned */
    enum sonata_sorting sorting; /* as the file declares it; the order is that of the file */
};
/* All spikes of a population (NULL: the only one of the file; an old-style file has one without a name, which fits any name).
 * Ids not below n_nodes, negative, NaN or infinite times fail and are named with their position. n_nodes 0: do not check ids against a size. */
engram_code sonata_spikes_read(const char *path, const char *population, uint64_t n_nodes,
                               struct sonata_spikes *out, engram_status *status);
void sonata_spikes_free(struct sonata_spikes *spikes);
#endif
