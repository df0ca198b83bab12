/* Population rates: as recorded, or else counted from the recorded spikes. */
#include "plot/rates.h"
#include "core/memory.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_RATE_BINS = 240, BLOCK = 1 << 16 };

/* Neighbouring bins are joined until few enough are left to be seen; a rate stays the mean over its time. */
static engram_code join_bins(engram_results *results, struct rates *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_results_rates *shape = engram_results_rates_shape(results);
    uint64_t factor = (shape->n_bins + MOST_RATE_BINS - 1) / MOST_RATE_BINS;
    double *time = NULL, *rate = NULL, last = 0.0;
    TRY(memory_new(&time, factor, sizeof *time, "rates", status));
    TRY(memory_new(&rate, factor * r->n_populations, sizeof *rate, "rates", status));
    for (uint64_t begin = 0; begin < shape->n_bins; begin += factor, r->n_bins++) {
        uint64_t n = shape->n_bins - begin < factor ? shape->n_bins - begin : factor;
        TRY(engram_results_rates_read(results, begin, n, time, rate, status));
        double from = begin ? last : fmax(0.0, time[0] - shape->bin_ms);
        r->edge_ms[r->n_bins] = last = from;
        for (uint64_t k = 0; k < n; k++) {
            for (size_t p = 0; p < r->n_populations; p++)
                r->rate_hz[r->n_bins * r->n_populations + p] +=
                    rate[k * r->n_populations + p] * (time[k] - last) / (time[n - 1] - from);
            last = time[k];
        }
        r->edge_ms[r->n_bins + 1] = last;
    }
cleanup:
    free(time);
    free(rate);
    return code;
}

static engram_code count_population(struct figure *figure, struct rates *r, size_t p, double bin_ms,
                                    engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_results_population *population = engram_results_population_at(figure->results, p);
    double *time = NULL;
    TRY(memory_new(&time, BLOCK, sizeof *time, "rates", status));
    for (uint64_t begin = 0; begin < population->n_spikes; begin += BLOCK) {
        uint64_t n = population->n_spikes - begin < BLOCK ? population->n_spikes - begin : BLOCK;
        TRY(engram_results_spikes(figure->results, p, begin, n, NULL, time, status));
        for (uint64_t i = 0; i < n; i++) {
            uint64_t bin = (uint64_t)(time[i] / bin_ms);
            if (bin < r->n_bins)
                r->rate_hz[bin * r->n_populations + p] += 1e3 / (bin_ms * (double)population->n_neurons);
        }
    }
cleanup:
    free(time);
    return code;
}

static engram_code count_spikes(struct figure *figure, struct rates *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double bin_ms = fmax(10.0, figure->end_ms / MOST_RATE_BINS);
    r->n_bins = (uint64_t)(figure->end_ms / bin_ms); /* a last, shorter bin would look like a drop */
    if (!r->n_bins) {
        r->n_bins = 1;
        bin_ms = figure->end_ms;
    }
    for (uint64_t i = 0; i <= r->n_bins; i++)
        r->edge_ms[i] = (double)i * bin_ms;
    for (size_t p = 0; p < r->n_populations; p++)
        TRY(count_population(figure, r, p, bin_ms, status));
cleanup:
    return code;
}

/* Spike sources fire as they were told, often far faster than neurons: they are shown only if there is nothing else. */
static void choose_shown(const engram_results *results, struct rates *r)
{
    size_t n_neurons = 0, n = r->n_populations;
    for (size_t p = 0; p < n; p++)
        n_neurons += !engram_results_population_at(results, p)->generator;
    for (size_t p = 0; p < n; p++)
        r->is_shown[p] = !n_neurons || !engram_results_population_at(results, p)->generator;
}

engram_code rates_create(struct figure *figure, struct rates **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct rates *r = NULL;
    *out = NULL;
    TRY(memory_new(&r, 1, sizeof *r, "rates", status));
    r->n_populations = engram_results_n_populations(figure->results);
    TRY(memory_new(&r->edge_ms, MOST_RATE_BINS + 1, sizeof *r->edge_ms, "rates", status));
    TRY(memory_new(&r->rate_hz, MOST_RATE_BINS * r->n_populations, sizeof *r->rate_hz, "rates", status));
    TRY(memory_new(&r->is_shown, r->n_populations, sizeof *r->is_shown, "rates", status));
    choose_shown(figure->results, r);
    TRY(engram_results_rates_shape(figure->results)->n_bins ? join_bins(figure->results, r, status)
                                                            : count_spikes(figure, r, status));
    *out = r;
    r = NULL;
cleanup:
    rates_free(r);
    return code;
}

void rates_free(struct rates *r)
{
    if (!r)
        return;
    free(r->edge_ms);
    free(r->rate_hz);
    free(r->is_shown);
    free(r);
}

static void draw_line(cairo_t *cr, const struct rates *r, size_t p, const struct panel *panel, double per_ms,
                      struct colour colour)
{
    canvas_colour(cr, colour, 1.0);
    cairo_set_line_width(cr, 1.6);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (uint64_t i = 0; i < r->n_bins; i++) {
        double y = scale_at(&panel->y, r->rate_hz[i * r->n_populations + p]);
        if (r->n_bins > 120) { /* steps would be too fine to be seen */
            cairo_line_to(cr, scale_at(&panel->x, 0.5 * (r->edge_ms[i] + r->edge_ms[i + 1]) * per_ms), y);
            continue;
        }
        cairo_line_to(cr, scale_at(&panel->x, r->edge_ms[i] * per_ms), y);
        cairo_line_to(cr, scale_at(&panel->x, r->edge_ms[i + 1] * per_ms), y);
    }
    cairo_stroke(cr);
}

bool rates_are_many(const struct rates *r)
{
    size_t n = 0;
    for (size_t p = 0; p < r->n_populations; p++)
        n += r->is_shown[p] != 0;
    return n > MOST_LINES;
}

void rates_draw(cairo_t *cr, const struct figure *figure, const struct rates *r, const char *letter,
                struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    struct panel panel = {.box = box,
                          .letter = letter,
                          .title = "mean rate per neuron",
                          .x_label = time.label,
                          .y_label = "rate (Hz)"};
    double highest = 0.0, legend = box.x;
    for (uint64_t i = 0; i < r->n_bins * r->n_populations; i++)
        highest = r->is_shown[i % r->n_populations] ? fmax(highest, r->rate_hz[i]) : highest;
    panel.x = scale_exact(figure->begin_ms * time.per_ms, figure->end_ms * time.per_ms, box.x,
                          box.x + box.width, 10);
    if (rates_are_many(r)) {
        rates_draw_map(cr, figure, r, panel, highest);
        return;
    }
    panel.y = scale_nice(0.0, highest > 0.0 ? highest : 1.0, box.y + box.height, box.y, 5);
    panel_frame(cr, &panel, 1);
    for (size_t p = 0; p < r->n_populations; p++) {
        if (!r->is_shown[p])
            continue;
        draw_line(cr, r, p, &panel, time.per_ms, figure->colours[p]);
        if (legend < box.x + box.width - 120) /* the colours of more are named beside the raster */
            panel_legend(cr, &panel, &legend, figure->colours[p], 2.5,
                         engram_results_population_at(figure->results, p)->name);
    }
}
