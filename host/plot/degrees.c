/* How many synapses of a projection each neuron has, where it lies: at the start and at the end. Neurons that lie in space are seen from above. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct degrees {
    const engram_results_weights *of;
    bool is_in;             /* of targets; else of sources */
    const char *population; /* borrowed */
    uint64_t n;
    float *position;         /* [n][3] um */
    double *degree[2], most; /* [n] */
    double low[2], high[2];  /* of x and y */
};

static engram_code count(struct figure *figure, size_t i, struct degrees *d, int end, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t snapshot = end ? d->of->n_snapshots - 1 : 0, n = d->of->n_recorded[snapshot],
             n_existing = d->of->n_existing[snapshot];
    uint32_t *neuron = NULL;
    TRY(memory_new(&d->degree[end], d->n, sizeof **d->degree, "a map of degrees", status));
    TRY(memory_new(&neuron, n, sizeof *neuron, "a map of degrees", status));
    TRY(engram_results_weights_synapses(figure->results, i, snapshot, d->is_in ? NULL : neuron,
                                        d->is_in ? neuron : NULL, NULL, NULL, status));
    for (uint64_t k = 0; k < n; k++)
        d->degree[end][neuron[k]] += (double)n_existing / (double)n; /* of a sample, an estimate */
    for (uint64_t k = 0; k < d->n; k++)
        d->most = fmax(d->most, d->degree[end][k]);
cleanup:
    free(neuron);
    return code;
}

static void find_extent(struct degrees *d)
{
    for (int axis = 0; axis < 2; axis++) {
        d->low[axis] = INFINITY;
        d->high[axis] = -INFINITY;
        for (uint64_t k = 0; k < d->n; k++) {
            d->low[axis] = fmin(d->low[axis], (double)d->position[3 * k + (uint64_t)axis]);
            d->high[axis] = fmax(d->high[axis], (double)d->position[3 * k + (uint64_t)axis]);
        }
    }
}

engram_code degrees_create(struct figure *figure, size_t i, bool is_in, struct degrees **out,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct degrees *d = NULL;
    const engram_results_weights *w = engram_results_weights_at(figure->results, i);
    const char *population = is_in ? w->target : w->source;
    const engram_results_population *p = NULL;
    size_t k = 0;
    *out = NULL;
    while ((p = engram_results_population_at(figure->results, k)) && strcmp(p->name, population) != 0)
        k++;
    if (!p || !p->has_positions)
        return ENGRAM_OK;
    TRY(memory_new(&d, 1, sizeof *d, "a map of degrees", status));
    *d = (struct degrees){.of = w, .is_in = is_in, .population = population, .n = p->n_neurons};
    TRY(memory_new(&d->position, 3 * d->n, sizeof *d->position, "a map of degrees", status));
    TRY(engram_results_positions(figure->results, k, d->position, status));
    find_extent(d);
    for (int end = 0; end < 2; end++)
        TRY(count(figure, i, d, end, status));
    *out = d;
    d = NULL;
cleanup:
    degrees_free(d);
    return code;
}

void degrees_free(struct degrees *d)
{
    if (!d)
        return;
    free(d->position);
    free(d->degree[0]);
    free(d->degree[1]);
    free(d);
}

/* The same um per unit of the page on both axes, the middle in the middle. */
static void scale_alike(const struct degrees *d, struct panel *panel)
{
    const struct box *box = &panel->box;
    double margin = 0.03 * fmax(d->high[0] - d->low[0], d->high[1] - d->low[1]) + 1.0,
           width = d->high[0] - d->low[0] + 2 * margin, height = d->high[1] - d->low[1] + 2 * margin;
    double per_unit = fmax(width / box->width, height / box->height);
    double x = 0.5 * (d->low[0] + d->high[0]), y = 0.5 * (d->low[1] + d->high[1]);
    panel->x = scale_exact(x - 0.5 * per_unit * box->width, x + 0.5 * per_unit * box->width, box->x,
                           box->x + box->width, 6);
    panel->y = scale_exact(y - 0.5 * per_unit * box->height, y + 0.5 * per_unit * box->height,
                           box->y + box->height, box->y, 6);
}

/* Neighbours just touch, if they lie evenly. */
static double dot_radius(const struct degrees *d, const struct panel *panel)
{
    double width = scale_at(&panel->x, d->high[0]) - scale_at(&panel->x, d->low[0]),
           height = scale_at(&panel->y, d->low[1]) - scale_at(&panel->y, d->high[1]);
    double apart =
        width > 1 && height > 1 ? sqrt(width * height / (double)d->n) : fmax(width, height) / (double)d->n;
    return fmin(fmax(0.46 * apart, 1.2), 7.0);
}

void degrees_draw(cairo_t *cr, const struct figure *figure, const struct degrees *d, int end,
                  const char *letter, struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    struct colour colour = figure_colour(figure, d->population);
    uint64_t snapshot = end ? d->of->n_snapshots - 1 : 0;
    char title[300], text[96], when[32];
    double legend = box.x, most = d->most > 0 ? d->most : 1;
    scale_format(d->of->time_ms[snapshot] * time.per_ms, time.per_ms == 1.0 ? 1.0 : 0.1, when, sizeof when);
    snprintf(title, sizeof title, "%s-degree of %.100s, %.100s, %s %s", d->is_in ? "in" : "out",
             d->population, d->of->projection, when, time.per_ms == 1.0 ? "ms" : "s");
    struct panel panel = {
        .box = box, .letter = letter, .title = title, .x_label = "x (um)", .y_label = "y (um)"};
    scale_alike(d, &panel);
    panel_frame(cr, &panel, 1);
    double radius = dot_radius(d, &panel);
    for (uint64_t k = 0; k < d->n; k++) {
        double x = scale_at(&panel.x, (double)d->position[3 * k]),
               y = scale_at(&panel.y, (double)d->position[3 * k + 1]);
        cairo_arc(cr, x, y, radius, 0.0, 6.283185307179586);
        canvas_colour(cr, GRID, 1.0);
        cairo_fill_preserve(cr);
        canvas_colour(cr, colour, d->degree[end][k] / most);
        cairo_fill(cr);
    }
    snprintf(text, sizeof text, "%.3g synapses (grey: none)%s", most,
             d->of->n_recorded[snapshot] < d->of->n_existing[snapshot] ? ", from a sample" : "");
    panel_legend(cr, &panel, &legend, colour, 8.0, text);
}
