/* Node populations of a SONATA circuit as populations of our models. */
#ifndef ENGRAM_EXPERIMENT_SONATA_NODES_H
#define ENGRAM_EXPERIMENT_SONATA_NODES_H
#include "experiment/resolve.h"
#include "io/sonata_read.h"

/* Make *out from the nodes; `models` is the folder of the JSON files that dynamics_params names, or NULL. `node` is the place for messages. */
engram_code sonata_nodes_resolve(struct resolver *r, const struct node *node, struct sonata_elements *nodes,
                                 const struct sonata_types *types, const char *models,
                                 struct population *out);
#endif
