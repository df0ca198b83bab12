#include <engram/results.h>

#include "config/node.h"
#include "core/memory.h"
#include "io/results_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static engram_code read_description(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct stat facts;
    char path[4096];
    snprintf(path, sizeof path, "%s/manifest.json", r->folder);
    r->has_manifest = !stat(path, &facts);
    if (!r->has_manifest)
        snprintf(path, sizeof path, "%s/run.json", r->folder);
    if (!r->has_manifest && stat(path, &facts))
        return FAIL(ENGRAM_E_INPUT, .what = "not a results folder", .where = r->folder,
                    .why = "it holds neither manifest.json nor run.json",
                    .hint = "name the folder that was given to engram run --output");
    code = yaml_read_file(path, &r->description, status);
    if (code == ENGRAM_E_USAGE) /* damaged results are input, not a mistake in an experiment file */
        code = ENGRAM_E_INPUT;
    return code;
}

static engram_code read_numbers(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *node = NULL;
    const char *duration = r->has_manifest ? "duration_ms" : "duration_planned_ms";
    TRY(node_need(r->description->root, "dt_ms", "the description of a run", &node, status));
    TRY(node_number(node, "dt_ms", &r->dt_ms, status));
    TRY(node_need(r->description->root, duration, "the description of a run", &node, status));
    TRY(node_number(node, duration, &r->duration_ms, status));
    if (r->has_manifest) {
        TRY(node_need(r->description->root, "finished", "the description of a run", &node, status));
        TRY(node_flag(node, "finished", &r->finished, status));
    }
cleanup:
    return code;
}

static engram_code open_population(engram_results *r, const struct node *entry, size_t i,
                                   engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results_population *p = &r->populations[i];
    struct node *node = NULL;
    char name[600];
    TRY(node_need(entry, "name", "a population", &node, status));
    TRY(node_text(node, "name", &p->name, status));
    TRY(node_need(entry, "model", "a population", &node, status));
    TRY(node_text(node, "model", &p->model, status));
    TRY(node_need(entry, "n_neurons", "a population", &node, status));
    TRY(node_integer(node, "n_neurons", 0, UINT32_MAX, &p->n_neurons, status));
    p->sign = node_is(node_get(entry, "sign"), "excitatory") - node_is(node_get(entry, "sign"), "inhibitory");
    p->generator = node_is(node_get(entry, "generator"), "true");
    snprintf(name, sizeof name, "/spikes/%s/timestamps", p->name);
    TRY(series_open(r->folder, TEXT("spikes/%s", p->name), name, 1, &r->spikes[i], status));
    p->n_spikes = r->spikes[i].n_rows;
cleanup:
    return code;
}

static engram_code open_populations(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *list = NULL;
    TRY(node_need(r->description->root, "populations", "the description of a run", &list, status));
    TRY(node_require(list, NODE_LIST, "populations", status));
    TRY(memory_new(&r->populations, list->n, sizeof *r->populations, "populations of results", status));
    TRY(memory_new(&r->spikes, list->n, sizeof *r->spikes, "populations of results", status));
    r->n_populations = list->n;
    for (size_t i = 0; i < list->n; i++)
        TRY(open_population(r, list->items[i], i, status));
cleanup:
    return code;
}

engram_code engram_results_open(const char *folder, engram_results **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *r = NULL;
    *out = NULL;
    TRY(memory_new(&r, 1, sizeof *r, "results", status));
    TRY(memory_string(&r->folder, folder, status));
    TRY(read_description(r, status));
    TRY(read_numbers(r, status));
    TRY(open_populations(r, status));
    TRY(results_find_positions(r, status));
    TRY(results_open_weights(r, status));
    TRY(results_open_axons(r, status));
    TRY(results_open_delays(r, status));
    TRY(results_open_structure(r, status));
    TRY(results_open_cells(r, status));
    TRY(results_open_gates(r, status));
    TRY(results_open_topology(r, status));
    TRY(results_open_states(r, status));
    TRY(results_open_rates(r, status));
    *out = r;
    r = NULL;
cleanup:
    engram_results_free(r);
    return code;
}

void engram_results_free(engram_results *r)
{
    if (!r)
        return;
    results_close_weights(r);
    results_close_reports(r);
    results_close_axons(r);
    results_close_structure(r);
    results_close_cells(r);
    results_close_gates(r);
    results_close_topology(r);
    for (size_t i = 0; r->spikes && i < r->n_populations; i++)
        series_close(&r->spikes[i]);
    free(r->spikes);
    free(r->populations);
    tree_free(r->description);
    free(r->folder);
    free(r);
}

bool engram_results_finished(const engram_results *results)
{
    return results->finished;
}

const char *engram_results_fact(const engram_results *results, const char *key)
{
    char part[64];
    const struct node *node = results->description->root;
    while (node && *key) {
        size_t n = strcspn(key, ".");
        snprintf(part, sizeof part, "%.*s", (int)n, key);
        node = node_get(node, part);
        key += n + (key[n] == '.');
    }
    return node && node->kind == NODE_SCALAR ? node->text : NULL;
}

double engram_results_dt_ms(const engram_results *results)
{
    return results->dt_ms;
}

double engram_results_duration_ms(const engram_results *results)
{
    return results->duration_ms;
}

size_t engram_results_n_populations(const engram_results *results)
{
    return results->n_populations;
}

const engram_results_population *engram_results_population_at(const engram_results *results, size_t i)
{
    return i < results->n_populations ? &results->populations[i] : NULL;
}

engram_code engram_results_spikes(engram_results *r, size_t i, uint64_t begin, uint64_t n, uint32_t *neuron,
                                  double *time_ms, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("populations", i, 1, r->n_populations, status));
    TRY(results_check_range("spikes", begin, n, r->populations[i].n_spikes, status));
    snprintf(name, sizeof name, "/spikes/%s/node_ids", r->populations[i].name);
    if (neuron)
        TRY(series_read(&r->spikes[i], name, 1, begin, n, H5T_NATIVE_UINT32, neuron, status));
    snprintf(name, sizeof name, "/spikes/%s/timestamps", r->populations[i].name);
    if (time_ms)
        TRY(series_read(&r->spikes[i], name, 1, begin, n, H5T_NATIVE_DOUBLE, time_ms, status));
cleanup:
    return code;
}
