/* What is drawn on: one set of strokes for the vector and the pixel figure. */
#ifndef ENGRAM_PLOT_CANVAS_H
#define ENGRAM_PLOT_CANVAS_H
#include "core/status.h"

#include <cairo.h>
#include <stddef.h>

struct colour {
    double r, g, b;
};

/* Okabe and Ito's palette, distinguishable with every kind of colour vision: blues and greens excite, reds and oranges inhibit, greys do neither. */
struct colour colour_of(int sign, unsigned nth);
extern const struct colour INK, SOFT, FAINT, GRID; /* text, secondary text, frames, grid lines */

enum anchor { LEFT, CENTRE, RIGHT };
enum { TITLE_SIZE = 19, PANEL_SIZE = 13, LABEL_SIZE = 12, TICK_SIZE = 11, NOTE_SIZE = 10 };

void canvas_colour(cairo_t *cr, struct colour colour, double opacity);
/* Text with its baseline at y. Returns its width. */
double canvas_text(cairo_t *cr, double x, double y, enum anchor anchor, double size, int bold,
                   struct colour colour, const char *text);
double canvas_text_width(cairo_t *cr, double size, int bold, const char *text);
/* The text, or as much of its beginning as fits into `width` with an ellipsis behind it; never cuts a UTF-8 character. */
void canvas_shorten(cairo_t *cr, double font_size, int bold, const char *text, double width, char *out,
                    size_t size);
/* Reads upwards, centred on (x, y). */
void canvas_text_upwards(cairo_t *cr, double x, double y, double size, struct colour colour,
                         const char *text);
void canvas_line(cairo_t *cr, double x0, double y0, double x1, double y1, double width, struct colour colour);

/* Call draw twice and write base.svg and base.png (two pixels per unit). */
typedef engram_code (*canvas_draw)(cairo_t *cr, void *context, engram_status *status);
engram_code canvas_write(const char *base, double width, double height, canvas_draw draw, void *context,
                         engram_status *status);
#endif
