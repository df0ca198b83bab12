/* Who is connected to whom, at the start and at the end: a map of synapses per pair of neurons, whose cells are blocks of neighbouring neurons. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 64 }; /* along a side */

struct connectivity {
    const engram_results_weights *of;
    uint64_t n_sources, n_targets, n_columns, n_rows;
    double *density[2], most[2]; /* [n_rows][n_columns] synapses per pair, of all there are */
};

static uint64_t size_of(const engram_results *results, const char *population)
{
    const engram_results_population *p = NULL;
    for (size_t i = 0; (p = engram_results_population_at(results, i)); i++)
        if (!strcmp(p->name, population))
            return p->n_neurons;
    return 1;
}

/* Neurons first .. last - 1 of a cell. */
static uint64_t first_of(uint64_t cell, uint64_t n_neurons, uint64_t n_cells)
{
    return (cell * n_neurons + n_cells - 1) / n_cells;
}

/* Counts become synapses per pair; of a sample, an estimate. */
static void scale_cells(struct connectivity *c, int end, double share)
{
    for (uint64_t row = 0; row < c->n_rows; row++)
        for (uint64_t column = 0; column < c->n_columns; column++) {
            double *cell = &c->density[end][row * c->n_columns + column];
            double pairs = (double)((first_of(row + 1, c->n_targets, c->n_rows) -
                                     first_of(row, c->n_targets, c->n_rows)) *
                                    (first_of(column + 1, c->n_sources, c->n_columns) -
                                     first_of(column, c->n_sources, c->n_columns)));
            *cell /= pairs * share;
            c->most[end] = fmax(c->most[end], *cell);
        }
}

static engram_code read_end(struct figure *figure, size_t i, struct connectivity *c, int end,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t snapshot = end ? c->of->n_snapshots - 1 : 0, n = c->of->n_recorded[snapshot];
    uint32_t *source = NULL, *target = NULL;
    TRY(memory_new(&c->density[end], c->n_rows * c->n_columns, sizeof **c->density, "a map of connections",
                   status));
    TRY(memory_new(&source, n, sizeof *source, "a map of connections", status));
    TRY(memory_new(&target, n, sizeof *target, "a map of connections", status));
    TRY(engram_results_weights_synapses(figure->results, i, snapshot, source, target, NULL, NULL, status));
    for (uint64_t k = 0; k < n; k++)
        c->density[end][target[k] * c->n_rows / c->n_targets * c->n_columns +
                        source[k] * c->n_columns / c->n_sources]++;
    uint64_t n_existing = c->of->n_existing[snapshot];
    scale_cells(c, end, n_existing && n ? (double)n / (double)n_existing : 1.0);
cleanup:
    free(source);
    free(target);
    return code;
}

engram_code connectivity_create(struct figure *figure, size_t i, struct connectivity **out,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct connectivity *c = NULL;
    *out = NULL;
    TRY(memory_new(&c, 1, sizeof *c, "a map of connections", status));
    c->of = engram_results_weights_at(figure->results, i);
    c->n_sources = size_of(figure->results, c->of->source);
    c->n_targets = size_of(figure->results, c->of->target);
    c->n_columns = c->n_sources < MOST_CELLS ? c->n_sources : MOST_CELLS;
    c->n_rows = c->n_targets < MOST_CELLS ? c->n_targets : MOST_CELLS;
    for (int end = 0; end < 2; end++)
        TRY(read_end(figure, i, c, end, status));
    *out = c;
    c = NULL;
cleanup:
    connectivity_free(c);
    return code;
}

void connectivity_free(struct connectivity *c)
{
    if (!c)
        return;
    free(c->density[0]);
    free(c->density[1]);
    free(c);
}

static void draw_cells(cairo_t *cr, const struct connectivity *c, int end, const struct panel *panel,
                       struct colour colour)
{
    double width = panel->box.width / (double)c->n_columns, height = panel->box.height / (double)c->n_rows;
    for (uint64_t row = 0; row < c->n_rows; row++)
        for (uint64_t column = 0; column < c->n_columns; column++) {
            double part = c->density[end][row * c->n_columns + column] / c->most[end];
            if (!(part > 0))
                continue;
            canvas_colour(cr, colour, part);
            cairo_rectangle(cr, panel->box.x + (double)column * width,
                            panel->box.y + panel->box.height - (double)(row + 1) * height, width, height);
            cairo_fill(cr);
        }
}

void connectivity_draw(cairo_t *cr, const struct figure *figure, const struct connectivity *c, int end,
                       const char *letter, struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    char title[256], x_label[160], y_label[160], when[32], text[96];
    uint64_t snapshot = end ? c->of->n_snapshots - 1 : 0;
    double legend = box.x;
    scale_format(c->of->time_ms[snapshot] * time.per_ms, time.per_ms == 1.0 ? 1.0 : 0.1, when, sizeof when);
    snprintf(title, sizeof title, "who is connected, %s, %s %s", c->of->projection, when,
             time.per_ms == 1.0 ? "ms" : "s");
    snprintf(x_label, sizeof x_label, "source neuron (%.100s)", c->of->source);
    snprintf(y_label, sizeof y_label, "target neuron (%.100s)", c->of->target);
    struct panel panel = {.box = box,
                          .letter = letter,
                          .title = title,
                          .x_label = x_label,
                          .y_label = y_label,
                          .x = scale_exact(0.0, (double)c->n_sources, box.x, box.x + box.width, 6),
                          .y = scale_exact(0.0, (double)c->n_targets, box.y + box.height, box.y, 6)};
    panel_frame(cr, &panel, 1);
    draw_cells(cr, c, end, &panel, figure_colour(figure, c->of->source));
    snprintf(text, sizeof text, "%.2g synapses per pair (white: none)%s", c->most[end],
             c->of->n_recorded[snapshot] < c->of->n_existing[snapshot] ? ", from a sample" : "");
    panel_legend(cr, &panel, &legend, figure_colour(figure, c->of->source), 8.0, text);
}
