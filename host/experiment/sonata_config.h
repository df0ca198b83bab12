/* SONATA configs: one JSON file, or a small one that names a simulation and a circuit config, each with a manifest of variables. */
#ifndef ENGRAM_EXPERIMENT_SONATA_CONFIG_H
#define ENGRAM_EXPERIMENT_SONATA_CONFIG_H
#include "experiment/resolve.h"

/* One config file. The root file is borrowed from the experiment; others are read and owned. */
struct sonata_file {
    struct tree *tree; /* NULL if borrowed */
    const struct node *root;
    char *folder; /* with a slash at the end, or ""; owned */
};
struct sonata_config {
    struct sonata_file simulation, circuit; /* may be the same root */
    const struct node *root; /* of the file that was named; `run` and keys of ours may stand there */
};
engram_code sonata_config_open(struct resolver *r, const struct node *root, struct sonata_config *out);
void sonata_config_close(struct sonata_config *config);

/* Text with $NAME and ${NAME} replaced from the file's manifest; owned by the caller. */
engram_code sonata_expand(const struct sonata_file *file, const struct node *node, char **out,
                          engram_status *status);
/* The same for a path; relative ones are relative to the file's folder. */
engram_code sonata_expand_path(const struct sonata_file *file, const struct node *node, char **out,
                               engram_status *status);
/* Key of a components folder ("point_neuron_models_dir") as a path, from either file; *out is NULL if there is none. */
engram_code sonata_component(const struct sonata_config *config, const char *key, char **out,
                             engram_status *status);
/* A key of `run`, or `ours` at the top of the file that was named, which comes first ("tstop", "duration"); NULL if there is neither. */
const struct node *sonata_run_key(const struct sonata_config *config, const char *key, const char *ours);
/* Refuse keys that were set beside the file (--set) and that nothing reads. What a file itself holds beyond our needs is for other programs. */
engram_code sonata_check_settings(const struct sonata_config *config, engram_status *status);
#endif
