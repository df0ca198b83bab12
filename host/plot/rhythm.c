/* A run of oscillators: order parameter over time, with that of the control; delays at the start and at the end; mean delay over time. */
#include "core/memory.h"
#include "io/h5.h"
#include "plot/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_POINTS = 480 };

/* Values over time. */
struct course {
    uint64_t n; /* 0: there is none */
    double *time_ms, *value;
};

struct rhythm {
    struct course order, control, delay;
    struct before_after delays;
};

static const char FILE_NAME[] = "oscillators.h5";

bool rhythm_is_in(const char *folder)
{
    struct stat facts;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, FILE_NAME);
    return !stat(path, &facts);
}

static engram_code read_column(hid_t file, const char *path, const char *name, double **out, uint64_t *n,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct h5_column column = {0};
    TRY(h5_column_open(file, path, name, &column, status));
    TRY(h5_column_demand(&column, H5_REALS, status));
    TRY(memory_new(out, column.n, sizeof **out, "a figure", status));
    TRY(h5_column_read(&column, 0, column.n, H5T_NATIVE_DOUBLE, *out, status));
    *n = column.n;

cleanup:
    h5_column_close(&column);
    return code;
}

/* Neighbours are joined to their mean until few enough are left to be seen. */
static void join_points(struct course *c)
{
    uint64_t factor = (c->n + MOST_POINTS - 1) / MOST_POINTS, n = 0;
    for (uint64_t begin = 0; begin < c->n; begin += factor, n++) {
        uint64_t m = c->n - begin < factor ? c->n - begin : factor;
        double time = 0, value = 0;
        for (uint64_t k = begin; k < begin + m; k++) {
            time += c->time_ms[k] / (double)m;
            value += c->value[k] / (double)m;
        }
        c->time_ms[n] = time;
        c->value[n] = value;
    }
    c->n = n;
}

static engram_code read_course(hid_t file, const char *path, const char *time, const char *value,
                               struct course *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n_times = 0;
    TRY(read_column(file, path, time, &out->time_ms, &n_times, status));
    TRY(read_column(file, path, value, &out->value, &out->n, status));
    out->n = out->n < n_times ? out->n : n_times;
    join_points(out);

cleanup:
    return code;
}

/* Shares in thousandths, because a cut leaves fewer connections; delays of a bin are k ... k + 1 steps. */
static void fill_histogram(struct before_after *b, int end, const double *count, uint64_t n, uint64_t factor,
                           double step_ms)
{
    double sum = 0, first = 0, second = 0, share[MOST_BINS] = {0};
    for (uint64_t k = 0; k < n; k++) {
        sum += count[k];
        first += count[k] * (double)k * step_ms;
        second += count[k] * (double)k * step_ms * (double)k * step_ms;
        share[k / factor] += count[k];
    }
    sum = sum > 0 ? sum : 1;
    for (int i = 0; i < b->n; i++)
        b->count[end][i] = (uint64_t)llround(1e3 * share[i] / sum);
    b->mean[end] = first / sum;
    b->sd[end] = sqrt(fmax(0, second / sum - b->mean[end] * b->mean[end]));
}

static engram_code read_histograms(hid_t file, const char *path, const struct figure *figure,
                                   struct before_after *b, engram_status *status)
{
    static const char *const ends[] = {"/delay/histogram/start", "/delay/histogram/end"};
    engram_code code = ENGRAM_OK;
    double step_ms = engram_results_dt_ms(figure->results), *count = NULL;
    for (int end = 0; end < 2; end++) {
        uint64_t n = 0;
        free(count);
        count = NULL;
        TRY(read_column(file, path, ends[end], &count, &n, status));
        uint64_t factor = (n + MOST_BINS - 1) / MOST_BINS;
        factor = factor ? factor : 1;
        b->n = (int)((n + factor - 1) / factor);
        b->width = (double)factor * step_ms;
        b->time_ms[end] = end ? figure->end_ms : 0;
        fill_histogram(b, end, count, n, factor, step_ms);
    }

cleanup:
    free(count);
    return code;
}

engram_code rhythm_create(struct figure *figure, const char *folder, struct rhythm **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct rhythm *r = NULL;
    hid_t file = H5I_INVALID_HID;
    char path[4096];
    *out = NULL;
    snprintf(path, sizeof path, "%s/%s", folder, FILE_NAME);
    TRY(memory_new(&r, 1, sizeof *r, "a figure", status));
    TRY(h5_open(path, &file, status));
    TRY(read_course(file, path, "/order/time", "/order/adaptive", &r->order, status));
    if (h5_exists(file, "/order/static"))
        TRY(read_course(file, path, "/order/time", "/order/static", &r->control, status));
    TRY(read_course(file, path, "/delay/time", "/delay/mean", &r->delay, status));
    TRY(read_histograms(file, path, figure, &r->delays, status));
    *out = r;
    r = NULL;

cleanup:
    if (file >= 0)
        H5Fclose(file);
    rhythm_free(r);
    return code;
}

void rhythm_free(struct rhythm *r)
{
    if (!r)
        return;
    struct course *all[] = {&r->order, &r->control, &r->delay};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]->time_ms);
        free(all[i]->value);
    }
    free(r);
}

static void draw_course(cairo_t *cr, const struct course *c, const struct panel *panel, double per_ms,
                        struct colour colour)
{
    canvas_colour(cr, colour, 1.0);
    cairo_set_line_width(cr, 1.6);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (uint64_t k = 0; k < c->n; k++)
        cairo_line_to(cr, scale_at(&panel->x, c->time_ms[k] * per_ms), scale_at(&panel->y, c->value[k]));
    cairo_stroke(cr);
}

void rhythm_draw_order(cairo_t *cr, const struct figure *figure, const struct rhythm *r, const char *letter,
                       struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    struct panel panel = {.box = box,
                          .letter = letter,
                          .title = "are the oscillators in step?",
                          .x_label = time.label,
                          .y_label = "order parameter"};
    double legend = box.x;
    panel.x = scale_exact(0, figure->end_ms * time.per_ms, box.x, box.x + box.width, 10);
    panel.y = scale_exact(0, 1, box.y + box.height, box.y, 5);
    panel_frame(cr, &panel, 1);
    draw_course(cr, &r->control, &panel, time.per_ms, colour_of(0, 2));
    draw_course(cr, &r->order, &panel, time.per_ms, colour_of(1, 0));
    panel_legend(cr, &panel, &legend, colour_of(1, 0), 2.5, "delays adapt");
    if (r->control.n)
        panel_legend(cr, &panel, &legend, colour_of(0, 2), 2.5, "control: delays stay as they are");
}

void rhythm_draw_delays(cairo_t *cr, const struct figure *figure, const struct rhythm *r, const char *letter,
                        struct box box)
{
    before_after_draw(cr, figure, &r->delays,
                      (struct panel){.box = box,
                                     .letter = letter,
                                     .title = "delays at the start and at the end",
                                     .x_label = "delay (ms)",
                                     .y_label = "of 1,000 connections"},
                      colour_of(1, 0));
}

void rhythm_draw_mean(cairo_t *cr, const struct figure *figure, const struct rhythm *r, const char *letter,
                      struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    struct panel panel = {.box = box,
                          .letter = letter,
                          .title = "mean delay of the connections there are",
                          .x_label = time.label,
                          .y_label = "delay (ms)"};
    double highest = 0;
    for (uint64_t k = 0; k < r->delay.n; k++)
        highest = fmax(highest, r->delay.value[k]);
    panel.x = scale_exact(0, figure->end_ms * time.per_ms, box.x, box.x + box.width, 6);
    panel.y = scale_nice(0, highest > 0 ? highest : 1, box.y + box.height, box.y, 5);
    panel_frame(cr, &panel, 1);
    draw_course(cr, &r->delay, &panel, time.per_ms, colour_of(1, 0));
}
