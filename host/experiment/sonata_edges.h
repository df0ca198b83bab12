/* Edges of a SONATA file as an explicit list with weights and delays. */
#ifndef ENGRAM_EXPERIMENT_SONATA_EDGES_H
#define ENGRAM_EXPERIMENT_SONATA_EDGES_H
#include "experiment/resolve.h"

struct sonata_edge_request {
    const char *edges_file, *types_file, *population; /* types_file and population may be NULL */
    const char *synaptic_models;   /* folder of the JSON files that dynamics_params names, or NULL */
    bool weights;                  /* are the file's weights wanted? */
    uint64_t n_sources, n_targets; /* sizes of the populations, which ids must be below */
};
/* weight = syn_weight x nsyns x sign, where sign comes from the JSON file of the edge's type (1 without one); columns->weight and ->delay_ms stay NULL where the file
 * has no value for any edge, and a value that only some edges have is refused. connect's and columns' arrays are owned by the caller. */
engram_code sonata_edges_load(const struct sonata_edge_request *want, struct connect *connect,
                              struct edge_columns *columns, engram_status *status);
#endif
