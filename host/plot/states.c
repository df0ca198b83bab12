/* States of recorded neurons over time: of their model, their calcium, their synaptic elements. And modulators of projections and baselines of rewards, single values. */
#include "core/memory.h"
#include "plot/panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 1000 }; /* more cannot be told apart; every so many of them are drawn */

struct states {
    const engram_results_states *of;
    double *time_ms;
    struct paths paths;
};

static double mean_of(const float *values, uint64_t n)
{
    double sum = 0.0;
    for (uint64_t i = 0; i < n; i++)
        sum += (double)values[i];
    return sum / (double)n;
}

static engram_code read_rows(struct figure *figure, size_t i, struct states *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t stride = (s->of->n_rows + MOST_ROWS - 1) / MOST_ROWS, n = (s->of->n_rows + stride - 1) / stride;
    float *values = NULL;
    TRY(memory_new(&values, s->of->n_neurons, sizeof *values, "states", status));
    TRY(memory_new(&s->time_ms, n, sizeof *s->time_ms, "states", status));
    TRY(paths_create(&s->paths, s->of->n_neurons, n, status));
    s->paths.time_ms = s->time_ms;
    for (uint64_t t = 0; t < n; t++) {
        TRY(engram_results_states_read(figure->results, i, t * stride, 1, values, status));
        s->time_ms[t] = s->of->start_ms + (double)(t * stride) * s->of->interval_ms;
        paths_add(&s->paths, t, values, mean_of(values, s->of->n_neurons));
    }
cleanup:
    free(values);
    return code;
}

engram_code states_create(struct figure *figure, size_t i, struct states **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct states *s = NULL;
    *out = NULL;
    TRY(memory_new(&s, 1, sizeof *s, "states", status));
    s->of = engram_results_states_at(figure->results, i);
    TRY(read_rows(figure, i, s, status));
    *out = s;
    s = NULL;
cleanup:
    states_free(s);
    return code;
}

void states_free(struct states *s)
{
    if (!s)
        return;
    paths_free(&s->paths);
    free(s->time_ms);
    free(s);
}

static const char *owner_of(const engram_results_states *s)
{
    if (s->of_neurons)
        return s->n_neurons == 1 ? "a neuron," : "neurons,";
    return strcmp(s->variable, "baseline") ? "projection" : "rewards";
}

void states_draw(cairo_t *cr, const struct figure *figure, const struct states *s, const char *letter,
                 struct box box)
{
    char title[256], y_label[160];
    bool has_unit = strcmp(s->of->unit, "1") != 0;
    snprintf(title, sizeof title, "%s of %s %s", s->of->variable, owner_of(s->of), s->of->population);
    snprintf(y_label, sizeof y_label, has_unit ? "%s (%s)" : "%s", s->of->variable, s->of->unit);
    paths_draw(cr, figure, &s->paths,
               (struct panel){.box = box, .letter = letter, .title = title, .y_label = y_label},
               figure_colour(figure, s->of->population), "recorded neurons", "mean of them");
}
