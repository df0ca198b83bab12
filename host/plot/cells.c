/* Neurons that are born, mature and die: how many there are by stage, and what their region provides, of all populations in one pair of panels. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct cells_of {
    const engram_results_cells *of;
    double *time_ms;
    engram_cells *cells; /* [of->n_rows] */
};

struct cells_panels {
    struct cells_of *populations; /* [n] */
    size_t n;
};

engram_code cells_panels_create(struct figure *figure, struct cells_panels **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct cells_panels *p = NULL;
    *out = NULL;
    TRY(memory_new(&p, 1, sizeof *p, "cells", status));
    TRY(memory_new(&p->populations, engram_results_n_cells(figure->results), sizeof *p->populations, "cells",
                   status));
    for (size_t i = 0; i < engram_results_n_cells(figure->results); i++) {
        struct cells_of *c = &p->populations[p->n++];
        c->of = engram_results_cells_at(figure->results, i);
        TRY(memory_new(&c->time_ms, c->of->n_rows, sizeof *c->time_ms, "cells", status));
        TRY(memory_new(&c->cells, c->of->n_rows, sizeof *c->cells, "cells", status));
        TRY(engram_results_cells_read(figure->results, i, 0, c->of->n_rows, c->time_ms, c->cells, status));
    }
    *out = p;
    p = NULL;
cleanup:
    cells_panels_free(p);
    return code;
}

void cells_panels_free(struct cells_panels *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++) {
        free(p->populations[i].time_ms);
        free(p->populations[i].cells);
    }
    free(p->populations);
    free(p);
}

/* A line through one value of every day. */
static void draw_line(cairo_t *cr, const struct cells_of *c, const struct panel *panel, double per_ms,
                      double (*value)(const engram_cells *cells), struct colour colour, bool is_dashed)
{
    const double dashes[] = {5, 4};
    canvas_colour(cr, colour, 1.0);
    cairo_set_line_width(cr, 1.6);
    cairo_set_dash(cr, dashes, is_dashed ? 2 : 0, 0);
    for (uint64_t i = 0; i < c->of->n_rows; i++)
        cairo_line_to(cr, scale_at(&panel->x, c->time_ms[i] * per_ms),
                      scale_at(&panel->y, value(&c->cells[i])));
    cairo_stroke(cr);
    cairo_set_dash(cr, dashes, 0, 0);
}

static double young(const engram_cells *cells)
{
    return (double)cells->young;
}

static double alive(const engram_cells *cells)
{
    return (double)(cells->young + cells->mature);
}

static double bdnf(const engram_cells *cells)
{
    return cells->bdnf;
}

static double cortisol(const engram_cells *cells)
{
    return cells->cortisol;
}

/* In days, if they are equally long everywhere. */
static struct time_axis days_axis(const struct figure *figure, const struct cells_panels *p)
{
    for (size_t i = 1; i < p->n; i++)
        if (p->populations[i].of->day_ms != p->populations[0].of->day_ms)
            return panel_time_axis(figure->end_ms);
    return (struct time_axis){.label = "day", .per_ms = 1 / p->populations[0].of->day_ms};
}

/* One panel: two values, the second dashed. */
static void draw(cairo_t *cr, const struct figure *figure, const struct cells_panels *p, struct panel panel,
                 double (*first)(const engram_cells *), double (*second)(const engram_cells *))
{
    struct time_axis time = days_axis(figure, p);
    double most = 0, legend = panel.box.x;
    panel.x_label = time.label;
    panel.x = scale_exact(figure->begin_ms * time.per_ms, figure->end_ms * time.per_ms, panel.box.x,
                          panel.box.x + panel.box.width, 6);
    for (size_t i = 0; i < p->n; i++)
        for (uint64_t k = 0; k < p->populations[i].of->n_rows; k++)
            most = fmax(most, fmax(first(&p->populations[i].cells[k]), second(&p->populations[i].cells[k])));
    panel.y = scale_nice(0.0, most > 0 ? most : 1, panel.box.y + panel.box.height, panel.box.y, 5);
    panel_frame(cr, &panel, 1);
    for (size_t i = 0; i < p->n; i++) {
        const struct cells_of *c = &p->populations[i];
        draw_line(cr, c, &panel, time.per_ms, first, panel_colour(i), false);
        draw_line(cr, c, &panel, time.per_ms, second, panel_colour(i), true);
        panel_legend(cr, &panel, &legend, panel_colour(i), 2.5, c->of->population);
    }
}

void cells_draw_stages(cairo_t *cr, const struct figure *figure, const struct cells_panels *p,
                       const char *letter, struct box box)
{
    draw(cr, figure, p,
         (struct panel){
             .box = box, .letter = letter, .title = "neurons, and young ones (dashed)", .y_label = "neurons"},
         alive, young);
}

void cells_draw_levels(cairo_t *cr, const struct figure *figure, const struct cells_panels *p,
                       const char *letter, struct box box)
{
    draw(cr, figure, p,
         (struct panel){
             .box = box, .letter = letter, .title = "BDNF, and cortisol (dashed)", .y_label = "level"},
         bdnf, cortisol);
}
