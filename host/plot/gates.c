/* Levels of all gates over time, in one panel. */
#include "core/memory.h"
#include "plot/panel.h"

#include <stdlib.h>

struct gate_line {
    const engram_results_gate *of;
    double *time_ms, *level; /* [of->n_rows] */
};

struct gates_panel {
    struct gate_line *lines; /* [n] */
    size_t n;
};

engram_code gates_panel_create(struct figure *figure, struct gates_panel **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct gates_panel *p = NULL;
    *out = NULL;
    TRY(memory_new(&p, 1, sizeof *p, "gates", status));
    TRY(memory_new(&p->lines, engram_results_n_gates(figure->results), sizeof *p->lines, "gates", status));
    for (size_t i = 0; i < engram_results_n_gates(figure->results); i++) {
        struct gate_line *g = &p->lines[p->n++];
        g->of = engram_results_gate_at(figure->results, i);
        TRY(memory_new(&g->time_ms, g->of->n_rows, sizeof *g->time_ms, "gates", status));
        TRY(memory_new(&g->level, g->of->n_rows, sizeof *g->level, "gates", status));
        TRY(engram_results_gate_read(figure->results, i, 0, g->of->n_rows, g->time_ms, g->level, status));
    }
    *out = p;
    p = NULL;
cleanup:
    gates_panel_free(p);
    return code;
}

void gates_panel_free(struct gates_panel *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++) {
        free(p->lines[i].time_ms);
        free(p->lines[i].level);
    }
    free(p->lines);
    free(p);
}

/* A level holds until the next row, the last one to the end. */
static void draw_line(cairo_t *cr, const struct gate_line *g, const struct panel *panel, double per_ms,
                      double end_ms, struct colour colour)
{
    canvas_colour(cr, colour, 1.0);
    cairo_set_line_width(cr, 1.6);
    for (uint64_t i = 0; i < g->of->n_rows; i++) {
        double until = i + 1 < g->of->n_rows ? g->time_ms[i + 1] : end_ms,
               y = scale_at(&panel->y, g->level[i]);
        cairo_line_to(cr, scale_at(&panel->x, g->time_ms[i] * per_ms), y);
        cairo_line_to(cr, scale_at(&panel->x, until * per_ms), y);
    }
    cairo_stroke(cr);
}

void gates_draw(cairo_t *cr, const struct figure *figure, const struct gates_panel *p, const char *letter,
                struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    struct panel panel = {
        .box = box, .letter = letter, .title = "gates", .x_label = time.label, .y_label = "level"};
    double legend = box.x;
    panel.x = scale_exact(figure->begin_ms * time.per_ms, figure->end_ms * time.per_ms, box.x,
                          box.x + box.width, 10);
    panel.y = scale_nice(0.0, 1.0, box.y + box.height, box.y, 5);
    panel_frame(cr, &panel, 1);
    for (size_t i = 0; i < p->n; i++) {
        draw_line(cr, &p->lines[i], &panel, time.per_ms, figure->end_ms, panel_colour(i));
        if (legend < box.x + box.width - 120)
            panel_legend(cr, &panel, &legend, panel_colour(i), 2.5, p->lines[i].of->name);
    }
}
