#include "core/memory.h"
#include "io/info_parts.h"

#include <engram/results.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void print_fact(FILE *out, const engram_results *results, const char *label, const char *key,
                       const char *unit)
{
    const char *value = engram_results_fact(results, key);
    if (value && *value)
        fprintf(out, "  %-11s %s%s%s\n", label, value, *unit ? " " : "", unit);
}

static void print_seconds(FILE *out, const engram_results *results, const char *label, const char *key)
{
    const char *value = engram_results_fact(results, key);
    if (value)
        fprintf(out, "  %-11s %.3g s\n", label, strtod(value, NULL));
}

static void print_run(FILE *out, const engram_results *results, const char *folder)
{
    const char *state = engram_results_finished(results) ? "finished"
                        : engram_results_fact(results, "finished") /* there is a manifest */
                            ? "stopped early"
                            : "no manifest: still running, or killed";
    fprintf(out, "results of a run: %s (%s)\n", folder, state);
    print_fact(out, results, "name", "name", "");
    print_fact(out, results, "seed", "seed", "");
    print_fact(out, results, "dt", "dt_ms", "ms");
    fprintf(out, "  %-11s %g ms%s\n", "duration", engram_results_duration_ms(results),
            engram_results_fact(results, "duration_ms") ? "" : " (planned)");
    print_fact(out, results, "device", "device", "");
    print_fact(out, results, "driver", "driver", "");
    print_fact(out, results, "engram", "engram_version", "");
    print_fact(out, results, "digest", "digest.total", "");
    print_seconds(out, results, "build time", "build_s");
    print_seconds(out, results, "run time", "run_s");
    print_fact(out, results, "synapses", "n_synapses", "");
    print_fact(out, results, "events", "n_events", "");
}

static engram_code print_spikes(FILE *out, engram_results *results, size_t i, engram_status *status)
{
    const engram_results_population *p = engram_results_population_at(results, i);
    double first = NAN, last = NAN, seconds = 1e-3 * engram_results_duration_ms(results);
    engram_code code = ENGRAM_OK;
    if (p->n_spikes)
        code = engram_results_spikes(results, i, 0, 1, NULL, &first, status);
    if (code == ENGRAM_OK && p->n_spikes)
        code = engram_results_spikes(results, i, p->n_spikes - 1, 1, NULL, &last, status);
    if (code != ENGRAM_OK)
        return code;
    fprintf(out, "  %-20s %-18s %9" PRIu64 " neurons %12" PRIu64 " spikes", p->name, p->model, p->n_neurons,
            p->n_spikes);
    if (p->n_spikes)
        fprintf(out, "  %8.3f Hz  %g ... %g ms", (double)p->n_spikes / ((double)p->n_neurons * seconds),
                first, last);
    fputc('\n', out);
    return ENGRAM_OK;
}

static void print_axons(FILE *out, const engram_results *results)
{
    if (engram_results_n_axons(results))
        fputs("axons\n", out);
    for (size_t i = 0; i < engram_results_n_axons(results); i++) {
        const engram_results_axons *a = engram_results_axons_at(results, i);
        fprintf(out, "  %-20s %-18s %9" PRIu64 " axons", a->projection, a->variable, a->n_axons);
        if (a->n_segments > 1)
            fprintf(out, " of %" PRIu64 " segments", a->n_segments);
        fprintf(out, " %12" PRIu64 " snapshots  %g ... %g ms  unit %s\n", a->n_snapshots, a->time_ms[0],
                a->time_ms[a->n_snapshots - 1], a->unit);
    }
    if (engram_results_n_delays(results))
        fputs("delays\n", out);
    for (size_t i = 0; i < engram_results_n_delays(results); i++) {
        const engram_results_delays *d = engram_results_delays_at(results, i);
        fprintf(out,
                "  %-20s histogram, %g ... %g ms %7" PRIu64 " bins %13" PRIu64 " snapshots  %g ... %g ms\n",
                d->projection, d->edge_ms[0], d->edge_ms[d->n_bins], d->n_bins, d->n_snapshots, d->time_ms[0],
                d->time_ms[d->n_snapshots - 1]);
    }
}

/* Of a projection whose synapses come and go: how many there were at first and at last, and the reasons. */
static engram_code print_structure_of(FILE *out, engram_results *results, size_t i, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_results_structure *s = engram_results_structure_at(results, i);
    engram_structure sum = {0}, *change = NULL;
    uint64_t *n_synapses = NULL;
    TRY(memory_new(&n_synapses, s->n_rows, sizeof *n_synapses, "structure", status));
    TRY(memory_new(&change, s->n_rows, sizeof *change, "structure", status));
    TRY(engram_results_structure_read(results, i, 0, s->n_rows, NULL, n_synapses, change, status));
    for (uint64_t row = 0; row < s->n_rows; row++) {
        sum.n_born += change[row].n_born;
        for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
            sum.n_died[k] += change[row].n_died[k];
    }
    fprintf(out,
            "  %-20s %" PRIu64 " ticks of %g ms  %" PRIu64 " -> %" PRIu64 " synapses  %" PRIu64
            " born, %" PRIu64 " died",
            s->projection, s->n_rows - 1, s->tick_ms, n_synapses[0], n_synapses[s->n_rows - 1], sum.n_born,
            engram_structure_n_died(&sum));
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        if (sum.n_died[k])
            fprintf(out, "  %s %" PRIu64, engram_cause_name(k), sum.n_died[k]);
    fputc('\n', out);
cleanup:
    free(n_synapses);
    free(change);
    return code;
}

static engram_code print_structure(FILE *out, engram_results *results, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (engram_results_n_structure(results))
        fputs("structure\n", out);
    for (size_t i = 0; i < engram_results_n_structure(results); i++)
        TRY(print_structure_of(out, results, i, status));
cleanup:
    return code;
}

/* Of a population in which neurons are born: how many there were at first and at last. */
static engram_code print_cells(FILE *out, engram_results *results, size_t i, engram_status *status)
{
    const engram_results_cells *c = engram_results_cells_at(results, i);
    engram_cells first, last;
    engram_code code = ENGRAM_OK;
    TRY(engram_results_cells_read(results, i, 0, 1, NULL, &first, status));
    TRY(engram_results_cells_read(results, i, c->n_rows - 1, 1, NULL, &last, status));
    fprintf(out,
            "%s  %-20s %" PRIu64 " days of %g ms  %" PRIu64 " -> %" PRIu64 " neurons, %" PRIu64
            " of them young\n",
            i ? "" : "cells\n", c->population, c->n_rows - 1, c->day_ms, first.young + first.mature,
            last.young + last.mature, last.young);
cleanup:
    return code;
}

static void print_gates(FILE *out, const engram_results *results)
{
    if (engram_results_n_gates(results))
        fputs("gates\n", out);
    for (size_t i = 0; i < engram_results_n_gates(results); i++) {
        const engram_results_gate *g = engram_results_gate_at(results, i);
        fprintf(out, "  %-20s %" PRIu64 " levels\n", g->name, g->n_rows);
    }
}

static void print_topology(FILE *out, const engram_results *results)
{
    if (engram_results_n_topology(results))
        fputs("topology\n", out);
    for (size_t i = 0; i < engram_results_n_topology(results); i++) {
        const engram_results_topology *t = engram_results_topology_at(results, i);
        fprintf(out, "  %-20s %" PRIu64 " events  lengths in units of %g %s\n", t->projection, t->n_events,
                t->length_per_code, t->length_unit);
    }
}

static void print_reports(FILE *out, const engram_results *results)
{
    if (engram_results_n_weights(results))
        fputs("weights\n", out);
    for (size_t i = 0; i < engram_results_n_weights(results); i++) {
        const engram_results_weights *w = engram_results_weights_at(results, i);
        fprintf(out, "  %-20s %-18s %s%9" PRIu64 " synapses %9" PRIu64 " snapshots  %g ... %g ms  unit %s\n",
                w->projection, w->rule, w->structure ? "up to " : "", w->n_synapses, w->n_snapshots,
                w->time_ms[0], w->time_ms[w->n_snapshots - 1], w->unit);
    }
    print_axons(out, results);
    if (engram_results_n_states(results))
        fputs("states\n", out);
    for (size_t i = 0; i < engram_results_n_states(results); i++) {
        const engram_results_states *s = engram_results_states_at(results, i);
        fprintf(out, "  %-20s %-18s ", s->population, s->variable);
        if (s->of_neurons)
            fprintf(out, "%9" PRIu64 " neurons", s->n_neurons);
        else
            fprintf(out, "%17s", strcmp(s->variable, "baseline") ? "of the projection" : "of rewards");
        fprintf(out, " %10" PRIu64 " rows  from %g ms, every %g ms  unit %s\n", s->n_rows, s->start_ms,
                s->interval_ms, s->unit);
    }
    const engram_results_rates *r = engram_results_rates_shape(results);
    if (r->n_bins)
        fprintf(out, "rates\n  %zu populations, %" PRIu64 " bins of %g ms  unit Hz\n", r->n_populations,
                r->n_bins, r->bin_ms);
}

engram_code info_print_folder(FILE *out, const char *folder, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = NULL;
    TRY(engram_results_open(folder, &results, status));
    print_run(out, results, folder);
    if (engram_results_n_populations(results))
        fputs("populations\n", out);
    for (size_t i = 0; i < engram_results_n_populations(results); i++)
        TRY(print_spikes(out, results, i, status));
    TRY(print_structure(out, results, status));
    for (size_t i = 0; i < engram_results_n_cells(results); i++)
        TRY(print_cells(out, results, i, status));
    print_gates(out, results);
    print_topology(out, results);
    print_reports(out, results);
cleanup:
    engram_results_free(results);
    return code;
}
