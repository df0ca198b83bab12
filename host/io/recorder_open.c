#include "core/memory.h"
#include "io/folder.h"
#include "io/manifest.h"
#include "io/numbers.h"
#include "io/positions.h"
#include "io/recorder_state.h"
#include "network/neuron_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static engram_code check_name(const char *kind, const char *name, engram_status *status)
{
    const char *why = !*name               ? "it is empty"
                      : *name == '.'       ? "it begins with a dot"
                      : strlen(name) > 200 ? "it is longer than 200 bytes"
                                           : NULL;
    for (const char *c = name; *c && !why; c++)
        if (*c == '/' || (unsigned char)*c < 0x20)
            why = "it contains a slash or a control character";
    return !why ? ENGRAM_OK
                : FAIL(ENGRAM_E_USAGE, .what = TEXT("the name of a %s cannot be the name of a file", kind),
                       .where = TEXT("%s '%s'", kind, name), .why = why,
                       .hint =
                           "rename it: results are stored in files named after populations and projections");
}

static engram_code check_names(const struct network *network, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < network->n_populations; i++)
        TRY(check_name("population", network->populations[i].name, status));
    for (size_t i = 0; i < network->n_projections; i++)
        TRY(check_name("projection", network->projections[i].name, status));
cleanup:
    return code;
}

engram_code recorder_check_folder(const char *folder, engram_status *status)
{
    return folder_check_new(folder, status);
}

static engram_code make_folders(const struct recorder *r, engram_status *status)
{
    const struct {
        const char *name;
        bool needed;
    } subs[] = {{"spikes", true},
                {"weights", true},
                {"states", r->network->n_state_records || r->network->n_baselines ||
                               network_has_modulators(r->network)},
                {"axons", r->network->n_axon_records},
                {"delays", r->network->n_axon_records || r->network->n_delay_records},
                {"structure", network_has_structure(r->network)},
                {"cells", network_has_neurogenesis(r->network)},
                {"gates", r->network->n_gates},
                {"topology", r->network->n_topology_records}};
    engram_code code = ENGRAM_OK;
    TRY(folder_make(r->folder, status));
    for (size_t i = 0; i < sizeof subs / sizeof *subs; i++)
        if (subs[i].needed)
            TRY(folder_make(TEXT("%s/%s", r->folder, subs[i].name), status));
cleanup:
    return code;
}

/* The delays of a record's projection, then the variables of its axons. */
static engram_code init_axons(const struct network *net, uint32_t record, struct stream **next,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &net->projections[net->axon_records[record].projection];
    (*next)->bins = projection_delay_bins(net, p);
    TRY(stream_init((*next)++, &stream_delays, record, TEXT("delays/%s", p->name), status));
    for (uint32_t k = 0; k < projection_n_axon_variables(p); k++) {
        (*next)->variable = k;
        TRY(stream_init((*next)++, &stream_axons, record,
                        TEXT("axons/%s.%s.%u", p->name, projection_axon_variable(net, p, k).name, k),
                        status));
    }
cleanup:
    return code;
}

static engram_code init_streams(struct recorder *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = r->network;
    struct stream *next = r->streams;
    for (uint32_t i = 0; i < net->n_populations; i++)
        TRY(stream_init(next++, &stream_spikes, i, TEXT("spikes/%s", net->populations[i].name), status));
    for (uint32_t i = 0; i < net->n_projections; i++)
        TRY(stream_init(next++, net->projections[i].structure ? &stream_synapses : &stream_weights, i,
                        TEXT("weights/%s", net->projections[i].name), status));
    for (uint32_t i = 0; i < net->n_state_records; i++) {
        const struct population *p = &net->populations[net->state_records[i].population];
        const char *variable =
            population_state_at(net, net->state_records[i].population, net->state_records[i].state).name;
        TRY(stream_init(next++, &stream_states, i, TEXT("states/%s.%s.%u", p->name, variable, i), status));
    }
    for (uint32_t i = 0; i < net->n_axon_records; i++)
        TRY(init_axons(net, i, &next, status));
    for (uint32_t i = 0; i < net->n_delay_records; i++) {
        const struct delay_record *d = &net->delay_records[i];
        next->bins = projections_delay_bins(net, d->projections, d->n_projections);
        TRY(stream_init(next++, &stream_delays, (uint32_t)net->n_axon_records + i, TEXT("delays/%s", d->name),
                        status));
    }
    r->first_structure = (uint32_t)(next - r->streams);
    for (uint32_t i = 0; i < net->n_projections; i++)
        TRY(stream_init(next++, &stream_structure, i, TEXT("structure/%s", net->projections[i].name),
                        status));
    r->first_topology = (uint32_t)(next - r->streams);
    for (uint32_t i = 0; i < net->n_topology_records; i++)
        TRY(stream_init(next++, &stream_topology, i,
                        TEXT("topology/%s", net->projections[net->topology_records[i].projection].name),
                        status));
    r->first_cells = (uint32_t)(next - r->streams);
    for (uint32_t i = 0; i < net->n_populations; i++)
        TRY(stream_init(next++, &stream_cells, i, TEXT("cells/%s", net->populations[i].name), status));
    r->first_modulator = (uint32_t)(next - r->streams);
    for (uint32_t i = 0; i < net->n_projections; i++)
        TRY(stream_init(next++, &stream_modulators, i,
                        TEXT("states/%s.modulator.0", net->projections[i].name), status));
    r->first_gate = (uint32_t)(next - r->streams);
    for (uint32_t i = 0; i < net->n_gates; i++)
        TRY(stream_init(next++, &stream_gates, i, TEXT("gates/%s", net->gates[i].name), status));
    r->first_baseline = (uint32_t)(next - r->streams);
    for (uint32_t i = 0; i < net->n_baselines; i++)
        TRY(stream_init(next++, &stream_baselines, i, TEXT("states/%s.baseline.0", net->baselines[i].name),
                        status));
    TRY(stream_init(next++, &stream_rates, 0, "rates", status));
    for (uint32_t i = 0; i < r->n_streams; i++) {
        r->streams[i].network = net;
        r->streams[i].options = &r->options;
        r->streams[i].folder = r->folder;
    }
cleanup:
    return code;
}

static void recorder_free(struct recorder *r)
{
    if (!r)
        return;
    for (uint32_t i = 0; r->streams && i < r->n_streams; i++)
        stream_free(&r->streams[i]);
    for (int i = 0; i < N_TEXT_FILES; i++)
        free(r->texts[i].name);
    queue_free(&r->queue);
    engram_status_free(r->failure);
    free(r->streams);
    free(r->last_step);
    free(r->folder);
    free(r);
}

/* Take back what an unsuccessful opening left, so that the same folder can be used after the cause is gone. */
static void remove_beginnings(const struct recorder *r)
{
    static const char *const subs[] = {"experiment.yaml", "run.json", "nodes.h5", "spikes",
                                       "weights",         "states",   "axons",    "delays",
                                       "structure",       "topology", "cells",    "gates"};
    char path[4096];
    for (size_t i = 0; i < sizeof subs / sizeof *subs; i++) {
        snprintf(path, sizeof path, "%s/%s", r->folder, subs[i]);
        remove(path);
    }
}

static engram_code start_writer(struct recorder *r, engram_status *status)
{
    r->failure = engram_status_create();
    int error = r->failure ? pthread_create(&r->writer, NULL, recorder_writer, r) : ENOMEM;
    r->running = !error;
    return !error
               ? ENGRAM_OK
               : FAIL(ENGRAM_E_RESOURCES, .what = "the writer thread cannot be started", .where = r->folder,
                      .why = strerror(error), .hint = "raise the limit on threads and memory");
}

static struct recorder_options complete(const struct recorder_options *given)
{
    struct recorder_options o = given ? *given : (struct recorder_options){0};
    o.segment_bytes = o.segment_bytes ? o.segment_bytes : 64 << 20;
    o.segment_seconds = o.segment_seconds > 0.0 ? o.segment_seconds : 30.0;
    o.queue_bytes = o.queue_bytes ? o.queue_bytes : 64 << 20;
    o.most_open = o.most_open ? o.most_open : 256;
    return o;
}

static uint32_t count_streams(const struct network *net)
{
    size_t n = 2 * net->n_populations + 3 * net->n_projections + net->n_state_records + net->n_delay_records +
               net->n_topology_records + net->n_gates + net->n_baselines + 1;
    for (size_t i = 0; i < net->n_axon_records; i++)
        n += 1 + projection_n_axon_variables(&net->projections[net->axon_records[i].projection]);
    return (uint32_t)n;
}

engram_code recorder_open(const char *folder, const struct network *network,
                          const struct recorder_options *options, struct recorder **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct recorder *r = NULL;
    bool began = false;
    *out = NULL;
    TRY(folder_check_new(folder, status));
    TRY(check_names(network, status));
    TRY(memory_new(&r, 1, sizeof *r, "the recorder", status));
    r->network = network;
    r->options = complete(options);
    r->n_streams = count_streams(network);
    queue_init(&r->queue, r->options.queue_bytes);
    TRY(memory_string(&r->folder, folder, status));
    TRY(memory_new(&r->streams, r->n_streams, sizeof *r->streams, "the recorder", status));
    TRY(memory_new(&r->last_step, r->n_streams, sizeof *r->last_step, "the recorder", status));
    TRY(init_streams(r, status));
    began = true;
    TRY(make_folders(r, status));
    TRY(disk_write_text(folder, "experiment.yaml", network->source_text ? network->source_text : "",
                        &r->texts[TEXT_EXPERIMENT], status));
    TRY(manifest_write_start(folder, network, &r->texts[TEXT_RUN], status));
    if (positions_are_in(network))
        TRY(positions_write(folder, network, &r->texts[TEXT_NODES], status));
    TRY(start_writer(r, status));
    *out = r;
    return ENGRAM_OK;
cleanup:
    if (began)
        remove_beginnings(r);
    recorder_free(r);
    return code;
}

engram_code recorder_failure(const struct recorder *r, engram_status *status)
{
    unsigned n_closed = 0;
    if (r->failed == ENGRAM_OK)
        return ENGRAM_OK;
    for (uint32_t i = 0; !r->running && i < r->n_streams; i++)
        n_closed += r->streams[i].n_closed;
    return FAIL(r->failed, .what = engram_status_what(r->failure), .where = engram_status_where(r->failure),
                .why = engram_status_why(r->failure),
                .hint = r->running ? engram_status_hint(r->failure)
                                   : TEXT("%s; %u closed segment%s in %s %s whole",
                                          engram_status_hint(r->failure), n_closed, n_closed == 1 ? "" : "s",
                                          r->folder, n_closed == 1 ? "is" : "are"));
}

static void join_writer(struct recorder *r)
{
    queue_stop(&r->queue);
    pthread_join(r->writer, NULL);
    r->running = false;
}

static engram_code write_manifest(struct recorder *r, const struct run_summary *summary,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct disk_record *files = NULL;
    size_t n = 0;
    for (uint32_t i = 0; i < r->n_streams; i++)
        n += r->streams[i].n_closed;
    if (summary->n_numbers)
        TRY(numbers_write(r->folder, r->network, summary, &r->texts[TEXT_NUMBERS], status));
    TRY(memory_new(&files, n + N_TEXT_FILES, sizeof *files, "the manifest", status));
    n = 0;
    for (int i = 0; i < N_TEXT_FILES; i++)
        if (r->texts[i].name)
            files[n++] = r->texts[i];
    for (uint32_t i = 0; i < r->n_streams; i++) {
        const struct stream *stream = &r->streams[i];
        for (unsigned k = 0; k < stream->n_closed; k++)
            files[n++] = stream->closed[k]; /* names stay with the stream */
    }
    TRY(manifest_write_end(r->folder, r->network, summary, files, n, status));
cleanup:
    free(files);
    return code;
}

engram_code recorder_close(struct recorder *r, const struct run_summary *summary, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    join_writer(r);
    TRY(recorder_failure(r, status));
    TRY(write_manifest(r, summary, status));
cleanup:
    recorder_free(r);
    return code;
}

void recorder_abort(struct recorder *r)
{
    if (!r)
        return;
    join_writer(r);
    recorder_free(r);
}
