/* Rates of many populations: a map with a row for each, in the order of the experiment, and the synchrony of the excitatory ones over time. */
#include "plot/rates.h"

#include <math.h>
#include <stdio.h>

/* Of a correlation: bins in a window; and populations whose names fit beside the map. */
enum { WINDOW = 25, NAMES = 8 };
/* Parts of the height: of the synchrony, and of what lies between it and the map. */
static const double SYNCHRONY_PART = 0.24, BETWEEN = 0.16;

static size_t next_shown(const struct rates *r, size_t p)
{
    while (p < r->n_populations && !r->is_shown[p])
        p++;
    return p;
}

static size_t count_shown(const struct rates *r)
{
    size_t n = 0;
    for (size_t p = 0; p < r->n_populations; p++)
        n += r->is_shown[p] != 0;
    return n;
}

static void draw_map(cairo_t *cr, const struct figure *figure, const struct rates *r,
                     const struct panel *panel, double per_ms, double highest_hz)
{
    size_t row = 0, n = count_shown(r);
    double height = panel->box.height / (double)n;
    for (size_t p = next_shown(r, 0); p < r->n_populations; p = next_shown(r, p + 1), row++) {
        double y = panel->box.y + (double)row * height;
        for (uint64_t i = 0; i < r->n_bins; i++) {
            double part = r->rate_hz[i * r->n_populations + p] / highest_hz;
            if (part <= 0) /* most bins of a large figure */
                continue;
            double from = scale_at(&panel->x, r->edge_ms[i] * per_ms),
                   to = scale_at(&panel->x, r->edge_ms[i + 1] * per_ms);
            canvas_colour(cr, figure->colours[p], part);
            cairo_rectangle(cr, from, y, to - from, height);
            cairo_fill(cr);
        }
        if (row % ((n + NAMES - 1) / NAMES) == 0) {
            char name[128];
            canvas_shorten(cr, NOTE_SIZE, 0, engram_results_population_at(figure->results, p)->name, 90, name,
                           sizeof name);
            canvas_text(cr, panel->box.x - 10, y + 8, RIGHT, NOTE_SIZE, 0, SOFT, name);
        }
    }
}

/* Do the rates of a population count for the synchrony? */
static bool is_compared(const struct figure *figure, const struct rates *r, size_t p)
{
    return r->is_shown[p] && engram_results_population_at(figure->results, p)->sign > 0;
}

/* Mean correlation of every two populations over bins [begin, begin + WINDOW), as the measure `synchrony` has it; NAN if fewer than two vary. */
static double synchrony_at(const struct figure *figure, const struct rates *r, uint64_t begin)
{
    double sum[WINDOW] = {0}, squares = 0, n = 0;
    for (size_t p = 0; p < r->n_populations; p++) {
        const double *rate = r->rate_hz + begin * r->n_populations + p;
        double mean = 0, variance = 0;
        for (size_t i = 0; i < WINDOW; i++)
            mean += rate[i * r->n_populations] / WINDOW;
        for (size_t i = 0; i < WINDOW; i++)
            variance += pow(rate[i * r->n_populations] - mean, 2) / WINDOW;
        if (!is_compared(figure, r, p) || variance <= 0)
            continue;
        for (size_t i = 0; i < WINDOW; i++)
            sum[i] += (rate[i * r->n_populations] - mean) / sqrt(variance);
        n++;
    }
    for (size_t i = 0; i < WINDOW; i++)
        squares += sum[i] * sum[i] / WINDOW;
    return n > 1 ? (squares - n) / (n * (n - 1)) : (double)NAN;
}

static void draw_synchrony(cairo_t *cr, const struct figure *figure, const struct rates *r,
                           struct panel panel, double per_ms)
{
    char text[100];
    double legend = panel.box.x, low = 0;
    for (uint64_t i = 0; i + WINDOW <= r->n_bins; i++)
        low = fmin(low, synchrony_at(figure, r, i)); /* fmin ignores a NAN */
    panel.y = scale_nice(low < -0.05 ? low : 0, 1.0, panel.box.y + panel.box.height, panel.box.y, 3);
    panel_frame(cr, &panel, 1);
    snprintf(text, sizeof text, "of excitatory populations, within %.3g %s",
             (r->edge_ms[WINDOW] - r->edge_ms[0]) * per_ms, per_ms == 1.0 ? "ms" : "s");
    panel_legend(cr, &panel, &legend, INK, 2.5, text);
    canvas_colour(cr, INK, 1.0);
    cairo_set_line_width(cr, 1.6);
    for (uint64_t i = 0; i + WINDOW <= r->n_bins; i++) {
        double middle = 0.5 * (r->edge_ms[i] + r->edge_ms[i + WINDOW]),
               synchrony = synchrony_at(figure, r, i);
        if (isnan(synchrony))
            cairo_new_sub_path(cr);
        else
            cairo_line_to(cr, scale_at(&panel.x, middle * per_ms), scale_at(&panel.y, synchrony));
    }
    cairo_stroke(cr);
}

void rates_draw_map(cairo_t *cr, const struct figure *figure, const struct rates *r, struct panel panel,
                    double highest_hz)
{
    double per_ms = panel_time_axis(figure->end_ms).per_ms;
    char title[100];
    if (r->n_bins > WINDOW) {
        struct panel above = panel;
        above.box.height = SYNCHRONY_PART * panel.box.height;
        above.title = "synchrony: how alike rates rise and fall";
        above.x_label = "";
        above.y_label = "correlation";
        draw_synchrony(cr, figure, r, above, per_ms);
        panel.box.y += (SYNCHRONY_PART + BETWEEN) * panel.box.height;
        panel.box.height *= 1 - SYNCHRONY_PART - BETWEEN;
        panel.letter = "";
    }
    snprintf(title, sizeof title, "mean rate per neuron, 0 (white) to %.3g Hz, of %zu populations",
             highest_hz, count_shown(r));
    panel.title = title;
    panel.y_label = "";
    panel_frame(cr, &panel, 0);
    draw_map(cr, figure, r, &panel, per_ms, highest_hz > 0 ? highest_hz : 1.0);
}
