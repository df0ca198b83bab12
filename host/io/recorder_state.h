/* Inside of struct recorder: recorder.c takes data in, recorder_writer.c is the thread that writes them, recorder_open.c begins and ends both. */
#ifndef ENGRAM_IO_RECORDER_STATE_H
#define ENGRAM_IO_RECORDER_STATE_H
#include "io/queue.h"
#include "io/recorder.h"

#include <stdatomic.h>

enum { TEXT_EXPERIMENT, TEXT_RUN, TEXT_NODES, TEXT_NUMBERS, N_TEXT_FILES };

struct recorder {
    const struct network *network;
    struct recorder_options options;
    char *folder;
    struct disk_record texts
        [N_TEXT_FILES]; /* experiment.yaml, run.json, nodes.h5; at the end numbers.json; without a name: not there */
    struct stream *
        streams; /* populations, projections, state records, axon records (of each its delays, then its variables), delay records, structure of projections, topology records, cells of populations, modulators of projections, gates, baselines, rates */
    uint32_t n_streams, first_structure, first_topology, first_cells, first_modulator, first_gate,
        first_baseline;
    struct queue queue;
    pthread_t writer;
    bool running;
    /* The writer's first failure; the status is written before `failed` is set, and never after. */
    _Atomic(engram_code) failed;
    engram_status *failure;
    uint64_t *last_step; /* [n_streams] latest step handed over, to catch a caller that goes back in time */
};

/* The thread; context is the recorder. Ends when the queue is stopped and empty, with every segment closed. */
void *recorder_writer(void *context);
/* The writer's failure, if there is one. */
engram_code recorder_failure(const struct recorder *r, engram_status *status);
#endif
