#include "plot/panel.h"

#include <math.h>
#include <stdio.h>

static const struct colour BEFORE = {0.80, 0.80, 0.82};

static void trace(cairo_t *cr, const struct before_after *b, const uint64_t *count, const struct panel *panel)
{
    cairo_move_to(cr, scale_at(&panel->x, b->low), scale_at(&panel->y, 0.0));
    for (int i = 0; i < b->n; i++) {
        cairo_line_to(cr, scale_at(&panel->x, b->low + i * b->width), scale_at(&panel->y, (double)count[i]));
        cairo_line_to(cr, scale_at(&panel->x, b->low + (i + 1) * b->width),
                      scale_at(&panel->y, (double)count[i]));
    }
    cairo_line_to(cr, scale_at(&panel->x, b->low + b->n * b->width), scale_at(&panel->y, 0.0));
}

static void describe(const struct figure *figure, const struct before_after *b, int end, char *out,
                     size_t size)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    char when[32];
    scale_format(b->time_ms[end] * time.per_ms, time.per_ms == 1.0 ? 1.0 : 0.1, when, sizeof when);
    if (isnan(b->mean[end]))
        snprintf(out, size, "%s %s: none", when, time.per_ms == 1.0 ? "ms" : "s");
    else
        snprintf(out, size, "%s %s: mean %.3g, SD %.2g", when, time.per_ms == 1.0 ? "ms" : "s", b->mean[end],
                 b->sd[end]);
}

void before_after_draw(cairo_t *cr, const struct figure *figure, const struct before_after *b,
                       struct panel panel, struct colour after)
{
    const struct box *box = &panel.box;
    char text[96];
    uint64_t highest = 1;
    for (int i = 0; i < 2 * b->n; i++)
        highest = b->count[i % 2][i / 2] > highest ? b->count[i % 2][i / 2] : highest;
    panel.x = scale_nice(b->low, b->low + b->n * b->width, box->x, box->x + box->width, 6);
    panel.y = scale_nice(0.0, (double)highest, box->y + box->height, box->y, 5);
    panel_frame(cr, &panel, 1);
    double legend = box->x;
    trace(cr, b, b->count[0], &panel);
    canvas_colour(cr, BEFORE, 1.0);
    cairo_fill(cr);
    trace(cr, b, b->count[1], &panel);
    canvas_colour(cr, after, 0.16);
    cairo_fill_preserve(cr);
    canvas_colour(cr, after, 1.0);
    cairo_set_line_width(cr, 1.6);
    cairo_stroke(cr);
    describe(figure, b, 0, text, sizeof text);
    panel_legend(cr, &panel, &legend, BEFORE, 8.0, text);
    describe(figure, b, 1, text, sizeof text);
    panel_legend(cr, &panel, &legend, after, 2.5, text);
}
