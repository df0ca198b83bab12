#include "core/kernel_text.h"
#include "engine/bench.h"
#include "engine/simulation.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- the networks ---- */

static engram_code load(const char *path, engram_experiment **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *text = NULL;
    TRY(kernel_text_find(path, &text, status));
    TRY(engram_experiment_parse(path, text, out, status));
cleanup:
    return code;
}

static engram_code set_number(engram_experiment *experiment, const char *key, double value,
                              engram_status *status)
{
    char text[40];
    snprintf(text, sizeof text, "%.15g", value);
    return engram_experiment_set(experiment, key, text, status);
}

static engram_code finish(engram_experiment *experiment, double ms, engram_experiment **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(set_number(experiment, "duration", ms, status));
    TRY(engram_experiment_check(experiment, status));
    *out = experiment;
    experiment = NULL;
cleanup:
    engram_experiment_free(experiment);
    return code;
}

engram_code bench_balanced(uint64_t n, double ms, bool is_plastic, engram_experiment **out,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_experiment *experiment = NULL;
    uint64_t n_inhibitory = n / 5;
    *out = NULL;
    TRY(load("networks/balanced.yaml", &experiment, status));
    TRY(set_number(experiment, "populations.E.size", (double)(n - n_inhibitory), status));
    TRY(set_number(experiment, "populations.I.size", (double)n_inhibitory, status));
    if (!is_plastic)
        TRY(engram_experiment_set(experiment, "projections.E_to_E.rule", "static", status));
    return finish(experiment, ms, out, status);
cleanup:
    engram_experiment_free(experiment);
    return code;
}

engram_code bench_neurons(uint64_t n, double ms, bool is_driven, engram_experiment **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_experiment *experiment = NULL;
    *out = NULL;
    TRY(load("networks/neurons.yaml", &experiment, status));
    TRY(set_number(experiment, "populations.N.size", (double)n, status));
    if (!is_driven)
        TRY(engram_experiment_set(experiment, "populations.N.poisson", "{}", status));
    return finish(experiment, ms, out, status);
cleanup:
    engram_experiment_free(experiment);
    return code;
}

/* ---- one measurement ---- */

static bool on_progress(void *context, const engram_progress *now)
{
    struct bench_measurement *m = context;
    if (!strcmp(now->phase, "build"))
        m->construct_s = now->wall_s;
    return true;
}

/* Add `sign` times the spikes so far of every population. */
static engram_code add_spikes(engram_simulation *sim, const engram_experiment *experiment, double sign,
                              double *spikes, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; spikes && i < engram_experiment_n_populations(experiment); i++) {
        uint64_t n = 0;
        TRY(engram_simulation_population_spikes(sim, engram_experiment_population_name(experiment, i), &n,
                                                status));
        spikes[i] += sign * (double)n;
    }
cleanup:
    return code;
}

engram_code bench_measure(engram_experiment *experiment, const engram_options *how, double warm_up_ms,
                          double *population_spikes, struct bench_measurement *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_simulation *sim = NULL;
    engram_options options = *how;
    options.on_progress = on_progress;
    options.context = out;
    *out = (struct bench_measurement){0};
    TRY(engram_simulation_create(experiment, &options, &sim, status));
    TRY(engram_simulation_run(sim, warm_up_ms, status));
    TRY(add_spikes(sim, experiment, -1, population_spikes, status));
    double begin_s = engram_simulation_run_seconds(sim);
    uint64_t n_events = engram_simulation_n_events(sim), n_spikes = engram_simulation_n_spikes(sim);
    uint64_t n_plastic = engram_simulation_n_plastic_events(sim);
    TRY(engram_simulation_run(sim, -1, status));
    TRY(add_spikes(sim, experiment, 1, population_spikes, status));
    out->run_s = engram_simulation_run_seconds(sim) - begin_s;
    out->build_s = engram_simulation_build_seconds(sim);
    out->n_events = (double)(engram_simulation_n_events(sim) - n_events);
    out->n_plastic_events = (double)(engram_simulation_n_plastic_events(sim) - n_plastic);
    out->n_spikes = (double)(engram_simulation_n_spikes(sim) - n_spikes);
    TRY(engram_simulation_digest(sim, &out->digest, status));
cleanup:
    engram_simulation_free(sim);
    return code;
}

/* ---- bytes ---- */

/* Columns of one rule over its synapses: the plan has one line per rule. */
static double bytes_of_rule(const engram_plan *plan, const char *rule, double n_synapses)
{
    char name[sizeof plan->items->name];
    snprintf(name, sizeof name, "synapses with rule '%s'", rule);
    for (size_t i = 0; i < plan->n_items; i++)
        if (!strcmp(plan->items[i].name, name))
            return (double)plan->items[i].bytes / n_synapses;
    return plan->bytes_per_synapse;
}

engram_code bench_plan(engram_experiment *experiment, const engram_options *how, const char *rule,
                       engram_bench_network *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_plan *plan = NULL;
    double n_fixed = 0;
    TRY(engram_plan_create(experiment, how, &plan, status));
    out->n_plastic = 0;
    for (size_t i = 0; i < engram_experiment_n_projections(experiment); i++) {
        bool is_fixed = !strcmp(engram_experiment_projection_rule(experiment, i), "static");
        *(is_fixed ? &n_fixed : &out->n_plastic) += engram_experiment_projection_synapses(experiment, i);
    }
    out->n_synapses = out->n_plastic + n_fixed;
    out->bytes_per_synapse =
        rule ? bytes_of_rule(plan, rule, strcmp(rule, "static") ? out->n_plastic : n_fixed)
             : plan->bytes_per_synapse;
    out->device_bytes = (double)plan->device_bytes;
    out->host_bytes = (double)plan->host_bytes;
cleanup:
    engram_plan_free(plan);
    return code;
}
