/* Weights of one projection: distribution before and after, single synapses over time. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 48, PATHS = 40 };
static const struct colour BEFORE = {0.80, 0.80, 0.82};

struct moments {
    double mean, sd;
};

struct weights {
    const engram_results_weights *of;
    double low, high;
    uint64_t count[2][BINS]; /* first and last snapshot */
    struct moments ends[2];
    uint64_t n_paths, n_times;
    float *path;  /* [n_times][n_paths] */
    double *mean; /* [n_times] of all recorded synapses */
    double lowest_path, highest_path;
};

static struct moments moments_of(const float *w, uint64_t n)
{
    double sum = 0.0, square = 0.0;
    for (uint64_t i = 0; i < n; i++)
        sum += (double)w[i];
    double mean = sum / (double)n;
    for (uint64_t i = 0; i < n; i++)
        square += ((double)w[i] - mean) * ((double)w[i] - mean);
    return (struct moments){mean, sqrt(square / (double)n)};
}

static void count_bins(const struct weights *w, const float *values, uint64_t *count)
{
    for (uint64_t i = 0; i < w->of->n_synapses; i++) {
        double place = ((double)values[i] - w->low) / (w->high - w->low) * BINS;
        count[place <= 0.0 ? 0 : place >= BINS - 1 ? BINS - 1 : (int)place]++;
    }
}

static void widen(double *low, double *high, double value)
{
    *low = value < *low ? value : *low;
    *high = value > *high ? value : *high;
}

/* Histograms need the range of both ends first. */
static engram_code read_ends(struct figure *figure, size_t i, struct weights *w, float *values,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const uint64_t snapshot[2] = {0, w->of->n_snapshots - 1};
    w->low = INFINITY;
    w->high = -INFINITY;
    for (int end = 0; end < 2; end++) {
        TRY(engram_results_weights_read(figure->results, i, snapshot[end], values, status));
        w->ends[end] = moments_of(values, w->of->n_synapses);
        for (uint64_t k = 0; k < w->of->n_synapses; k++)
            widen(&w->low, &w->high, (double)values[k]);
    }
    struct scale round = scale_nice(w->low, w->high, 0, 1, 6);
    w->low = round.low;
    w->high = round.high;
    for (int end = 0; end < 2; end++) {
        TRY(engram_results_weights_read(figure->results, i, snapshot[end], values, status));
        count_bins(w, values, w->count[end]);
    }
cleanup:
    return code;
}

static engram_code read_paths(struct figure *figure, size_t i, struct weights *w, float *values,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n = w->of->n_synapses;
    w->lowest_path = INFINITY;
    w->highest_path = -INFINITY;
    for (uint64_t t = 0; t < w->n_times; t++) {
        TRY(engram_results_weights_read(figure->results, i, t, values, status));
        w->mean[t] = moments_of(values, n).mean;
        widen(&w->lowest_path, &w->highest_path, w->mean[t]);
        for (uint64_t k = 0; k < w->n_paths; k++) {
            float value = values[(2 * k + 1) * n / (2 * w->n_paths)];
            w->path[t * w->n_paths + k] = value;
            widen(&w->lowest_path, &w->highest_path, (double)value);
        }
    }
cleanup:
    return code;
}

engram_code weights_create(struct figure *figure, size_t i, struct weights **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct weights *w = NULL;
    float *values = NULL;
    *out = NULL;
    TRY(memory_new(&w, 1, sizeof *w, "weights", status));
    w->of = engram_results_weights_at(figure->results, i);
    w->n_times = w->of->n_snapshots;
    w->n_paths = w->of->n_synapses < PATHS ? w->of->n_synapses : PATHS;
    TRY(memory_new(&values, w->of->n_synapses, sizeof *values, "weights", status));
    TRY(memory_new(&w->path, w->n_times * w->n_paths, sizeof *w->path, "weights", status));
    TRY(memory_new(&w->mean, w->n_times, sizeof *w->mean, "weights", status));
    TRY(read_ends(figure, i, w, values, status));
    TRY(read_paths(figure, i, w, values, status));
    *out = w;
    w = NULL;
cleanup:
    free(values);
    weights_free(w);
    return code;
}

void weights_free(struct weights *w)
{
    if (!w)
        return;
    free(w->path);
    free(w->mean);
    free(w);
}

/* Colour of the source population. */
static struct colour own_colour(const struct figure *figure, const struct weights *w)
{
    for (size_t i = 0; i < engram_results_n_populations(figure->results); i++)
        if (!strcmp(engram_results_population_at(figure->results, i)->name, w->of->source))
            return figure->colours[i];
    return INK;
}

static void trace_histogram(cairo_t *cr, const struct weights *w, const uint64_t *count,
                            const struct panel *panel)
{
    double width = (w->high - w->low) / BINS;
    cairo_move_to(cr, scale_at(&panel->x, w->low), scale_at(&panel->y, 0.0));
    for (int i = 0; i < BINS; i++) {
        cairo_line_to(cr, scale_at(&panel->x, w->low + i * width), scale_at(&panel->y, (double)count[i]));
        cairo_line_to(cr, scale_at(&panel->x, w->low + (i + 1) * width),
                      scale_at(&panel->y, (double)count[i]));
    }
    cairo_line_to(cr, scale_at(&panel->x, w->high), scale_at(&panel->y, 0.0));
}

static void describe_end(const struct figure *figure, const struct weights *w, int end, char *out,
                         size_t size)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    char when[32];
    scale_format(w->of->time_ms[end ? w->n_times - 1 : 0] * time.per_ms, time.per_ms == 1.0 ? 1.0 : 0.1, when,
                 sizeof when);
    snprintf(out, size, "%s %s: mean %.3g, SD %.2g", when, time.per_ms == 1.0 ? "ms" : "s", w->ends[end].mean,
             w->ends[end].sd);
}

void weights_draw_histogram(cairo_t *cr, const struct figure *figure, const struct weights *w,
                            const char *letter, struct box box)
{
    char title[256], x_label[64], y_label[64], all[32], text[96];
    uint64_t highest = 1;
    for (int i = 0; i < 2 * BINS; i++)
        highest = w->count[i / BINS][i % BINS] > highest ? w->count[i / BINS][i % BINS] : highest;
    scale_format_count(w->of->n_synapses, all, sizeof all);
    snprintf(title, sizeof title, "weights, %s", w->of->projection);
    snprintf(x_label, sizeof x_label, "weight (%s)", w->of->unit);
    snprintf(y_label, sizeof y_label, "synapses (of %s)", all);
    struct panel panel = {
        .box = box, .letter = letter, .title = title, .x_label = x_label, .y_label = y_label};
    panel.x = scale_exact(w->low, w->high, box.x, box.x + box.width, 6);
    panel.y = scale_nice(0.0, (double)highest, box.y + box.height, box.y, 5);
    panel_frame(cr, &panel, 1);
    struct colour after = own_colour(figure, w);
    double legend = box.x;
    trace_histogram(cr, w, w->count[0], &panel);
    canvas_colour(cr, BEFORE, 1.0);
    cairo_fill(cr);
    trace_histogram(cr, w, w->count[1], &panel);
    canvas_colour(cr, after, 0.16);
    cairo_fill_preserve(cr);
    canvas_colour(cr, after, 1.0);
    cairo_set_line_width(cr, 1.6);
    cairo_stroke(cr);
    describe_end(figure, w, 0, text, sizeof text);
    panel_legend(cr, &panel, &legend, BEFORE, 8.0, text);
    describe_end(figure, w, 1, text, sizeof text);
    panel_legend(cr, &panel, &legend, after, 2.5, text);
}

static void draw_path(cairo_t *cr, const struct weights *w, const struct panel *panel, double per_ms,
                      int64_t k)
{
    for (uint64_t t = 0; t < w->n_times; t++) {
        double value = k < 0 ? w->mean[t] : (double)w->path[t * w->n_paths + (uint64_t)k];
        cairo_line_to(cr, scale_at(&panel->x, w->of->time_ms[t] * per_ms), scale_at(&panel->y, value));
    }
    cairo_stroke(cr);
}

void weights_draw_trajectories(cairo_t *cr, const struct figure *figure, const struct weights *w,
                               const char *letter, struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    char title[256], y_label[64], text[64];
    snprintf(title, sizeof title, "single synapses, %s", w->of->projection);
    snprintf(y_label, sizeof y_label, "weight (%s)", w->of->unit);
    struct panel panel = {
        .box = box, .letter = letter, .title = title, .x_label = time.label, .y_label = y_label};
    panel.x = scale_exact(figure->begin_ms * time.per_ms, figure->end_ms * time.per_ms, box.x,
                          box.x + box.width, 6);
    panel.y = scale_nice(w->lowest_path, w->highest_path, box.y + box.height, box.y, 5);
    panel_frame(cr, &panel, 1);
    struct colour own = own_colour(figure, w);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cr, 0.9);
    canvas_colour(cr, own, 0.45);
    for (int64_t k = 0; k < (int64_t)w->n_paths; k++)
        draw_path(cr, w, &panel, time.per_ms, k);
    cairo_set_line_width(cr, 2.4);
    canvas_colour(cr, INK, 1.0);
    draw_path(cr, w, &panel, time.per_ms, -1);
    double legend = box.x;
    snprintf(text, sizeof text, "%llu sampled synapses", (unsigned long long)w->n_paths);
    panel_legend(cr, &panel, &legend, own, 1.2, text);
    panel_legend(cr, &panel, &legend, INK, 2.4, "mean of all");
}
