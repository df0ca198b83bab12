#include "plot/panel.h"

#include <string.h>

enum { TICK_LENGTH = 4 };

struct time_axis panel_time_axis(double duration_ms)
{
    return duration_ms > 3000.0 ? (struct time_axis){"time (s)", 1e-3} : (struct time_axis){"time (ms)", 1.0};
}

static void draw_x_names(cairo_t *cr, const struct panel *p)
{
    double bottom = p->box.y + p->box.height;
    for (size_t i = 0; i < p->n_x_names; i++) {
        double x = scale_at(&p->x, (double)i + 1);
        canvas_line(cr, x, bottom, x, bottom + TICK_LENGTH, 1.0, FAINT);
        canvas_text(cr, x, bottom + 18, CENTRE, TICK_SIZE, 0, SOFT, p->x_names[i]);
    }
}

static void draw_x_numbers(cairo_t *cr, const struct panel *p)
{
    double bottom = p->box.y + p->box.height;
    char number[32];
    for (int i = 0; scale_first_tick(&p->x) + i * p->x.step <= p->x.high * (1 + 1e-12) + 1e-9 * p->x.step;
         i++) {
        double value = scale_first_tick(&p->x) + i * p->x.step, x = scale_at(&p->x, value);
        canvas_line(cr, x, bottom, x, bottom + TICK_LENGTH, 1.0, FAINT);
        scale_format(value, p->x.step, number, sizeof number);
        canvas_text(cr, x, bottom + 18, CENTRE, TICK_SIZE, 0, SOFT, number);
    }
}

static void draw_x_axis(cairo_t *cr, const struct panel *p)
{
    const struct box *b = &p->box;
    double bottom = b->y + b->height;
    if (p->x_names)
        draw_x_names(cr, p);
    else
        draw_x_numbers(cr, p);
    canvas_line(cr, b->x, bottom, b->x + b->width, bottom, 1.0, FAINT);
    canvas_text(cr, b->x + 0.5 * b->width, bottom + 36, CENTRE, LABEL_SIZE, 0, INK, p->x_label);
}

static void draw_y_axis(cairo_t *cr, const struct panel *p)
{
    const struct box *b = &p->box;
    char number[32];
    double widest = 0.0;
    for (int i = 0; scale_first_tick(&p->y) + i * p->y.step <= p->y.high * (1 + 1e-12) + 1e-9 * p->y.step;
         i++) {
        double value = scale_first_tick(&p->y) + i * p->y.step, y = scale_at(&p->y, value);
        canvas_line(cr, b->x, y, b->x + b->width, y, 1.0, GRID);
        canvas_line(cr, b->x - TICK_LENGTH, y, b->x, y, 1.0, FAINT);
        scale_format(value, p->y.step, number, sizeof number);
        double width = canvas_text(cr, b->x - 8, y + 4, RIGHT, TICK_SIZE, 0, SOFT, number);
        widest = width > widest ? width : widest;
    }
    canvas_text_upwards(cr, b->x - 16 - widest, b->y + 0.5 * b->height, LABEL_SIZE, INK, p->y_label);
}

void panel_frame(cairo_t *cr, const struct panel *p, int y_numbers)
{
    const struct box *b = &p->box;
    if (y_numbers)
        draw_y_axis(cr, p);
    else
        canvas_text_upwards(cr, b->x - 92, b->y + 0.5 * b->height, LABEL_SIZE, INK, p->y_label);
    draw_x_axis(cr, p);
    canvas_line(cr, b->x, b->y, b->x, b->y + b->height, 1.0, FAINT);
    double y = b->y - (y_numbers ? 34 : 12),
           width = canvas_text(cr, b->x, y, LEFT, PANEL_SIZE, 1, INK, p->letter);
    char title[256];
    canvas_shorten(cr, PANEL_SIZE, 0, p->title, b->width - width - 9, title, sizeof title);
    canvas_text(cr, b->x + width + 9, y, LEFT, PANEL_SIZE, 0, INK, title);
}

void panel_legend(cairo_t *cr, const struct panel *p, double *x, struct colour colour, double line_width,
                  const char *text)
{
    double y = p->box.y - 12;
    canvas_line(cr, *x, y - 4, *x + 18, y - 4, line_width, colour);
    *x += 25;
    *x += canvas_text(cr, *x, y, LEFT, TICK_SIZE, 0, INK, text) + 18;
}

void panel_note(cairo_t *cr, const struct panel *p, const char *text)
{
    canvas_text(cr, p->box.x + 0.5 * p->box.width, p->box.y + 0.5 * p->box.height, CENTRE, LABEL_SIZE, 0,
                SOFT, text);
}

struct colour panel_colour(size_t i)
{
    static const struct colour colours[] = {
        {0.00, 0.45, 0.70}, {0.84, 0.37, 0.00}, {0.00, 0.62, 0.45}, {0.80, 0.47, 0.65}, {0.90, 0.62, 0.00}};
    return colours[i % (sizeof colours / sizeof *colours)];
}
