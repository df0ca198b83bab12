/* Inside of engram_results. */
#ifndef ENGRAM_IO_RESULTS_STATE_H
#define ENGRAM_IO_RESULTS_STATE_H
#include "config/yaml.h"
#include "io/series.h"

#include <engram/results.h>

struct results_weights {
    engram_results_weights shown; /* texts borrowed from the description, times owned below */
    struct series data;           /* rows are snapshots, or, where synapses come and go, synapses */
    struct series snapshots;      /* only then */
    double *time_ms;
    uint64_t *n_recorded, *n_existing, *begin; /* begin [n_snapshots]: rows of data */
};

struct results_axons {
    engram_results_axons shown; /* names of populations borrowed from the description, the rest owned below */
    uint32_t projection, number; /* their order */
    struct series data;
    char *variable, *unit;
    double *time_ms;
};

struct results_delays {
    engram_results_delays shown;
    struct series data;
    char *name; /* of several projections together; NULL: of one */
    double *edge_ms, *time_ms;
};

struct results_structure {
    engram_results_structure shown; /* texts borrowed from the description */
    struct series rows;
};

struct results_cells {
    engram_results_cells shown; /* text borrowed from the population */
    struct series rows;
};

struct results_gate {
    engram_results_gate shown; /* name owned below */
    char *name;
    struct series rows;
};

struct results_topology {
    engram_results_topology shown; /* names borrowed from the description, the unit owned below */
    struct series events;
    char *length_unit;
};

struct results_states {
    engram_results_states shown; /* texts owned below */
    struct series data;
    char *population, *variable, *unit;
};

struct engram_results {
    char *folder;
    struct tree *description; /* manifest.json, or run.json of a run without it */
    bool has_manifest, finished;
    double dt_ms, duration_ms;
    engram_results_population *populations;
    struct series *spikes; /* [n_populations] */
    size_t n_populations;
    struct results_weights *weights; /* projections with at least one snapshot */
    size_t n_weights;
    struct results_axons *axons;
    size_t n_axons;
    struct results_delays *delays;
    size_t n_delays;
    struct results_structure *structure;
    size_t n_structure;
    struct results_cells *cells; /* [n_cells] populations in which neurons are born */
    size_t n_cells;
    struct results_gate *gates;
    size_t n_gates;
    struct results_topology *topology;
    size_t n_topology;
    struct results_states *states;
    size_t n_states;
    struct series rates;
    engram_results_rates rates_shown;
};

/* Public readers check their ranges (E_SHAPE): the caller may be a stranger. */
engram_code results_check_range(const char *of, uint64_t begin, uint64_t n, uint64_t size,
                                engram_status *status);
/* results_export.c: where an exported file goes. E_USAGE if it exists. *folder is owned by the caller, *name is part of path. */
engram_code results_new_file(const char *path, char **folder, const char **name, engram_status *status);
/* results_positions.c */
engram_code results_find_positions(engram_results *results, engram_status *status);
/* results_reports.c */
/* The times of all rows of a series: dataset `name`; owned. */
engram_code results_times(const struct series *series, const char *name, double **times,
                          engram_status *status);
engram_code results_open_states(engram_results *results, engram_status *status);
engram_code results_open_rates(engram_results *results, engram_status *status);
void results_close_reports(engram_results *results);
/* results_weights.c */
engram_code results_open_weights(engram_results *results, engram_status *status);
void results_close_weights(engram_results *results);
/* results_axons.c */
/* Name and both ends of a projection; borrowed from the description. */
engram_code results_describe_projection(const struct node *entry, const char **name, const char **source,
                                        const char **target, engram_status *status);
/* The list of projections of the description. */
engram_code results_projections(const engram_results *results, struct node **list, engram_status *status);
engram_code results_open_axons(engram_results *results, engram_status *status);
engram_code results_open_delays(engram_results *results, engram_status *status);
void results_close_axons(engram_results *results);
/* results_structure.c */
engram_code results_open_structure(engram_results *results, engram_status *status);
void results_close_structure(engram_results *results);
/* results_cells.c */
engram_code results_open_cells(engram_results *results, engram_status *status);
void results_close_cells(engram_results *results);
/* results_gates.c */
engram_code results_open_gates(engram_results *results, engram_status *status);
void results_close_gates(engram_results *results);
/* results_topology.c */
engram_code results_open_topology(engram_results *results, engram_status *status);
void results_close_topology(engram_results *results);
#endif
