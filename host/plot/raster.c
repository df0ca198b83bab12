/* Spikes of a sample of neurons. Rows are shared out among the populations; within one, evenly spaced neurons are shown. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 260, FEWEST_ROWS = 24, MOST_LABELS = 10, MOST_MARKS = 40000, BLOCK = 1 << 16 };

struct band { /* the rows of one population */
    size_t population;
    uint64_t n_rows, first_row;
};

struct mark {
    float time_ms;
    uint32_t row;
};

struct raster {
    struct band *bands;
    size_t n_bands;
    uint64_t n_rows;
    double begin_ms; /* of what is shown: a long run shows its end */
    struct mark *marks;
    uint64_t n_marks, capacity;
};

/* Row of a neuron within its band, or -1 if it is not shown: row r shows neuron floor(r * n / rows). */
static int64_t row_of(uint64_t neuron, uint64_t n, uint64_t n_rows)
{
    uint64_t row = (neuron * n_rows + n - 1) / n;
    return row < n_rows && row * n / n_rows == neuron ? (int64_t)row : -1;
}

static engram_code choose_rows(const engram_results *results, struct raster *r, engram_status *status)
{
    size_t n = engram_results_n_populations(results);
    uint64_t n_neurons = 0, n_active = 0;
    engram_code code = memory_new(&r->bands, n, sizeof *r->bands, "a raster", status);
    if (code != ENGRAM_OK)
        return code;
    for (size_t i = 0; i < n; i++)
        n_active += engram_results_population_at(results, i)->n_spikes > 0;
    uint64_t fewest = n_active * FEWEST_ROWS > ROWS ? ROWS / n_active + 1 : FEWEST_ROWS;
    for (size_t i = 0; i < n; i++)
        n_neurons += engram_results_population_at(results, i)->n_spikes
                         ? engram_results_population_at(results, i)->n_neurons
                         : 0;
    for (size_t i = 0; i < n; i++) {
        const engram_results_population *p = engram_results_population_at(results, i);
        if (!p->n_spikes)
            continue;
        uint64_t rows = (uint64_t)(ROWS * ((double)p->n_neurons / (double)n_neurons));
        rows = rows < fewest ? fewest : rows;
        rows = rows < p->n_neurons ? rows : p->n_neurons;
        r->bands[r->n_bands++] = (struct band){i, rows, r->n_rows};
        r->n_rows += rows;
    }
    return ENGRAM_OK;
}

static engram_code add_mark(struct raster *r, double time_ms, uint64_t row, engram_status *status)
{
    if (r->n_marks == r->capacity) {
        uint64_t capacity = 2 * r->capacity + 1024;
        engram_code code = memory_resize(&r->marks, capacity, sizeof *r->marks, "a raster", status);
        if (code != ENGRAM_OK)
            return code;
        r->capacity = capacity;
    }
    r->marks[r->n_marks++] = (struct mark){(float)time_ms, (uint32_t)row};
    return ENGRAM_OK;
}

/* Spikes of shown neurons of one population; only counted if `keep` is 0. */
static engram_code walk_band(engram_results *results, struct raster *r, const struct band *band, int keep,
                             uint64_t *count, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_results_population *p = engram_results_population_at(results, band->population);
    uint32_t *neuron = NULL;
    double *time_ms = NULL;
    TRY(memory_new(&neuron, BLOCK, sizeof *neuron, "a raster", status));
    TRY(memory_new(&time_ms, BLOCK, sizeof *time_ms, "a raster", status));
    for (uint64_t begin = 0; begin < p->n_spikes; begin += BLOCK) {
        uint64_t n = p->n_spikes - begin < BLOCK ? p->n_spikes - begin : BLOCK;
        TRY(engram_results_spikes(results, band->population, begin, n, neuron, time_ms, status));
        for (uint64_t i = 0; i < n; i++) {
            int64_t row = row_of(neuron[i], p->n_neurons, band->n_rows);
            if (row < 0 || time_ms[i] < r->begin_ms)
                continue;
            ++*count;
            if (keep)
                TRY(add_mark(r, time_ms[i], band->first_row + (uint64_t)row, status));
        }
    }
cleanup:
    free(neuron);
    free(time_ms);
    return code;
}

/* The largest round time such that about MOST_MARKS spikes are shown. */
static double window_ms(double duration_ms, uint64_t n_marks)
{
    if (n_marks <= MOST_MARKS)
        return duration_ms;
    double wanted = duration_ms * MOST_MARKS / (double)n_marks, power = pow(10.0, floor(log10(wanted)));
    return power * (wanted >= 5 * power ? 5 : wanted >= 2 * power ? 2 : 1);
}

engram_code raster_create(struct figure *figure, struct raster **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct raster *r = NULL;
    uint64_t count = 0, kept = 0;
    *out = NULL;
    TRY(memory_new(&r, 1, sizeof *r, "a raster", status));
    TRY(choose_rows(figure->results, r, status));
    for (size_t i = 0; i < r->n_bands; i++)
        TRY(walk_band(figure->results, r, &r->bands[i], 0, &count, status));
    r->begin_ms = figure->end_ms - window_ms(figure->end_ms - figure->begin_ms, count);
    for (size_t i = 0; i < r->n_bands; i++)
        TRY(walk_band(figure->results, r, &r->bands[i], 1, &kept, status));
    *out = r;
    r = NULL;
cleanup:
    raster_free(r);
    return code;
}

void raster_free(struct raster *r)
{
    if (!r)
        return;
    free(r->bands);
    free(r->marks);
    free(r);
}

static void label_band(cairo_t *cr, const struct figure *figure, const struct band *band,
                       const struct panel *panel)
{
    const engram_results_population *p = engram_results_population_at(figure->results, band->population);
    char shown[32], all[32], note[80], name[128];
    double middle = scale_at(&panel->y, (double)band->first_row + 0.5 * (double)band->n_rows),
           x = panel->box.x - 10;
    scale_format_count(band->n_rows, shown, sizeof shown);
    scale_format_count(p->n_neurons, all, sizeof all);
    snprintf(note, sizeof note, band->n_rows < p->n_neurons ? "%s of %s" : "%s", shown, all);
    canvas_shorten(cr, LABEL_SIZE, 1, p->name, 74, name, sizeof name);
    canvas_text(cr, x, middle, RIGHT, LABEL_SIZE, 1, figure->colours[band->population], name);
    canvas_text(cr, x, middle + 14, RIGHT, NOTE_SIZE, 0, SOFT, note);
    if (band->first_row) {
        double edge = scale_at(&panel->y, (double)band->first_row);
        canvas_line(cr, panel->box.x - 4, edge, panel->box.x + panel->box.width, edge, 1.0, GRID);
    }
}

static void draw_marks(cairo_t *cr, const struct figure *figure, const struct raster *r,
                       const struct panel *panel, double per_ms)
{
    double row_height = panel->box.height / (double)r->n_rows,
           length = row_height < 2.2 ? 2.2 : row_height * 0.86;
    for (size_t i = 0; i < r->n_bands; i++) {
        const struct band *band = &r->bands[i];
        canvas_colour(cr, figure->colours[band->population], 0.9);
        cairo_set_line_width(cr, 1.3);
        for (uint64_t k = 0; k < r->n_marks; k++) {
            const struct mark *m = &r->marks[k];
            if (m->row < band->first_row || m->row >= band->first_row + band->n_rows)
                continue;
            double x = scale_at(&panel->x, (double)m->time_ms * per_ms),
                   y = scale_at(&panel->y, (double)m->row + 0.5);
            cairo_move_to(cr, x, y - 0.5 * length);
            cairo_line_to(cr, x, y + 0.5 * length);
        }
        cairo_stroke(cr);
    }
}

static bool shows_all(const struct figure *figure, const struct raster *r)
{
    for (size_t i = 0; i < r->n_bands; i++)
        if (r->bands[i].n_rows <
            engram_results_population_at(figure->results, r->bands[i].population)->n_neurons)
            return false;
    return true;
}

void raster_draw(cairo_t *cr, const struct figure *figure, const struct raster *r, const char *letter,
                 struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    char title[128], number[32];
    double span = figure->end_ms - r->begin_ms;
    const char *what = shows_all(figure, r) ? "spikes" : "spikes of sampled neurons";
    scale_format(span * time.per_ms, 0.1 * pow(10.0, floor(log10(span * time.per_ms))), number,
                 sizeof number);
    if (r->begin_ms > figure->begin_ms)
        snprintf(title, sizeof title, "%s, last %s %s", what, number, time.per_ms == 1.0 ? "ms" : "s");
    else
        snprintf(title, sizeof title, "%s", what);
    struct panel panel = {
        .box = box, .letter = letter, .title = title, .x_label = time.label, .y_label = "neurons"};
    panel.x =
        scale_exact(r->begin_ms * time.per_ms, figure->end_ms * time.per_ms, box.x, box.x + box.width, 10);
    panel.y = scale_exact(0.0, r->n_rows ? (double)r->n_rows : 1.0, box.y, box.y + box.height, 5);
    panel_frame(cr, &panel, 0);
    for (size_t i = 0; i < r->n_bands; i += (r->n_bands + MOST_LABELS - 1) / MOST_LABELS)
        label_band(cr, figure, &r->bands[i], &panel);
    if (!r->n_marks)
        panel_note(cr, &panel, "no spikes");
    draw_marks(cr, figure, r, &panel, time.per_ms);
}
