#include "io/manifest.h"

#include "io/json.h"

#include <engram/engram.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Does a population excite or inhibit? Told by the weights of its projections, or, where they are positive conductances, by their receptor. 0: neither. */
static int sign_of(const struct network *network, size_t population)
{
    int sign = 0;
    for (size_t i = 0; i < network->n_projections; i++) {
        const struct projection *p = &network->projections[i];
        if (p->source != population)
            continue;
        const char *receptor = projection_receptor(network, p)->name;
        double mean = quantity_mean(&p->weight);
        int own = mean < 0 || !strncmp(receptor, "inh", 3) || !strncmp(receptor, "in_", 3) ? -1
                  : mean > 0                                                               ? 1
                                                                                           : 0;
        if (sign && own && own != sign)
            return 0;
        sign = own ? own : sign;
    }
    return sign;
}

static void put_populations(struct json *json, const struct network *network)
{
    json_open(json, "populations", '[');
    for (size_t i = 0; i < network->n_populations; i++) {
        const struct population *p = &network->populations[i];
        int sign = sign_of(network, i);
        json_open(json, NULL, '{');
        json_text(json, "name", p->name);
        json_text(json, "model", p->model->name);
        json_integer(json, "n_neurons", p->n);
        json_flag(json, "generator", p->model->generator != GENERATOR_NONE);
        json_text(json, "sign", sign > 0 ? "excitatory" : sign < 0 ? "inhibitory" : "none");
        json_flag(json, "spikes_recorded", p->record_spikes);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_projections(struct json *json, const struct network *network)
{
    json_open(json, "projections", '[');
    for (size_t i = 0; i < network->n_projections; i++) {
        const struct projection *p = &network->projections[i];
        const struct model_receptor *receptor = projection_receptor(network, p);
        json_open(json, NULL, '{');
        json_text(json, "name", p->name);
        json_text(json, "source", network->populations[p->source].name);
        json_text(json, "target", network->populations[p->target].name);
        json_text(json, "rule", p->rule->name);
        json_flag(json, "plastic", model_is_plastic(p->rule));
        json_text(json, "receptor", receptor->name);
        json_text(json, "weight_unit", receptor->unit);
        json_real(json, "weight_limit", p->weight_limit);
        json_flag(json, "structure", p->structure != NULL);
        json_close(json, '}');
    }
    json_close(json, ']');
}

/* What both texts begin with. */
static void put_run(struct json *json, const struct network *network)
{
    json_text(json, "engram_version", ENGRAM_VERSION);
    json_text(json, "name", network->name);
    json_integer(json, "seed", network->seed);
    json_real(json, "dt_ms", network->dt_ms);
    json_integer(json, "n_steps_planned", network->n_steps);
    json_real(json, "duration_planned_ms", (double)network->n_steps * network->dt_ms);
    put_populations(json, network);
    put_projections(json, network);
}

static void put_outcome(struct json *json, const struct network *network, const struct run_summary *summary)
{
    static const char *const digest[] = {"spikes", "topology", "weights", "delays", "total"};
    json_flag(json, "finished", summary->finished);
    json_integer(json, "n_steps", summary->n_steps);
    json_real(json, "duration_ms", (double)summary->n_steps * network->dt_ms);
    json_text(json, "device", summary->device);
    json_text(json, "driver", summary->driver);
    json_text(json, "platform", summary->platform);
    json_open(json, "digest", '{');
    for (int i = 0; i < 5; i++)
        json_hex(json, digest[i], summary->digest[i]);
    json_close(json, '}');
    json_real(json, "build_s", summary->build_s);
    json_real(json, "run_s", summary->run_s);
    json_real(json, "bio_seconds_per_sim_second", summary->bio_seconds_per_sim_second);
    json_integer(json, "n_spikes", summary->n_spikes);
    json_integer(json, "n_events", summary->n_events);
    json_integer(json, "n_synapses", summary->n_synapses);
    json_integer(json, "n_held", summary->n_held);
    json_integer(json, "n_blocked", summary->n_blocked);
    json_integer(json, "n_dropped", summary->n_dropped);
    json_integer(json, "n_born", summary->structure.n_born);
    json_open(json, "n_died", '{');
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        json_integer(json, engram_cause_name(k), summary->structure.n_died[k]);
    json_close(json, '}');
    json_integer(json, "n_neurons_unborn", summary->n_unborn);
}

static void put_files(struct json *json, const struct disk_record *files, size_t n_files)
{
    json_open(json, "files", '[');
    for (size_t i = 0; i < n_files; i++) {
        json_open(json, NULL, '{');
        json_text(json, "name", files[i].name);
        json_integer(json, "bytes", files[i].bytes);
        json_hex(json, "xxh3", files[i].xxh3);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static engram_code write_text(const char *folder, const char *name, const struct network *network,
                              const struct run_summary *summary, const struct disk_record *files,
                              size_t n_files, struct disk_record *record, engram_status *status)
{
    char *text = NULL;
    size_t n = 0;
    struct json json = {.out = open_memstream(&text, &n)};
    if (!json.out)
        return FAIL(ENGRAM_E_RESOURCES, .what = "out of memory", .where = name, .why = strerror(errno),
                    .hint = "free some memory");
    json_open(&json, NULL, '{');
    put_run(&json, network);
    if (summary) {
        put_outcome(&json, network, summary);
        put_files(&json, files, n_files);
    }
    json_close(&json, '}');
    engram_code code = ENGRAM_OK;
    if (fclose(json.out))
        code = FAIL(ENGRAM_E_RESOURCES, .what = "out of memory", .where = name, .why = strerror(errno),
                    .hint = "free some memory");
    else
        code = disk_write_text(folder, name, text, record, status);
    free(text);
    return code;
}

engram_code manifest_write_start(const char *folder, const struct network *network,
                                 struct disk_record *record, engram_status *status)
{
    return write_text(folder, "run.json", network, NULL, NULL, 0, record, status);
}

engram_code manifest_write_end(const char *folder, const struct network *network,
                               const struct run_summary *summary, const struct disk_record *files,
                               size_t n_files, engram_status *status)
{
    struct disk_record record;
    engram_code code = write_text(folder, "manifest.json", network, summary, files, n_files, &record, status);
    if (code == ENGRAM_OK)
        free(record.name);
    return code;
}
