#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_PATHS = 40 };

engram_code paths_create(struct paths *p, uint64_t n_values, uint64_t n_times, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *p = (struct paths){.n_values = n_values,
                        .n = n_values < MOST_PATHS ? n_values : MOST_PATHS,
                        .n_times = n_times,
                        .low = INFINITY,
                        .high = -INFINITY};
    TRY(memory_new(&p->path, n_times * p->n, sizeof *p->path, "paths of a figure", status));
    TRY(memory_new(&p->centre, n_times, sizeof *p->centre, "paths of a figure", status));
cleanup:
    return code;
}

void paths_free(struct paths *p)
{
    free(p->path);
    free(p->centre);
}

static void widen(struct paths *p, double value)
{
    p->low = fmin(p->low, value);
    p->high = fmax(p->high, value);
}

void paths_add(struct paths *p, uint64_t t, const float *values, double centre)
{
    p->centre[t] = centre;
    widen(p, centre);
    for (uint64_t k = 0; k < p->n; k++) {
        float value = values[(2 * k + 1) * p->n_values / (2 * p->n)];
        p->path[t * p->n + k] = value;
        widen(p, (double)value);
    }
}

/* The next point of a path, which has a gap where there is no value. */
static void go_to(cairo_t *cr, const struct panel *panel, double x, double y)
{
    if (isnan(y))
        cairo_new_sub_path(cr);
    else
        cairo_line_to(cr, scale_at(&panel->x, x), scale_at(&panel->y, y));
}

void paths_draw(cairo_t *cr, const struct figure *figure, const struct paths *p, struct panel panel,
                struct colour colour, const char *each, const char *centre)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    const struct box *box = &panel.box;
    char text[64];
    panel.x_label = time.label;
    panel.x = scale_exact(figure->begin_ms * time.per_ms, figure->end_ms * time.per_ms, box->x,
                          box->x + box->width, 6);
    panel.y = scale_nice(p->low <= p->high ? p->low : 0, p->low <= p->high ? p->high : 1,
                         box->y + box->height, box->y, 5);
    panel_frame(cr, &panel, 1);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    bool is_alone = p->n_values == 1; /* a path is its own centre */
    cairo_set_line_width(cr, 0.9);
    canvas_colour(cr, colour, 0.45);
    for (uint64_t k = 0; k < p->n && !is_alone; k++) {
        for (uint64_t t = 0; t < p->n_times; t++)
            go_to(cr, &panel, p->time_ms[t] * time.per_ms, (double)p->path[t * p->n + k]);
        cairo_stroke(cr);
    }
    cairo_set_line_width(cr, 2.4);
    canvas_colour(cr, is_alone ? colour : INK, 1.0);
    for (uint64_t t = 0; t < p->n_times; t++)
        go_to(cr, &panel, p->time_ms[t] * time.per_ms, p->centre[t]);
    cairo_stroke(cr);
    double legend = box->x;
    if (is_alone)
        return;
    snprintf(text, sizeof text, "%llu %s", (unsigned long long)p->n, each);
    panel_legend(cr, &panel, &legend, colour, 1.2, text);
    panel_legend(cr, &panel, &legend, INK, 2.4, centre);
}
