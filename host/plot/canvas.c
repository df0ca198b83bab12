#include "plot/canvas.h"

#include "core/memory.h"
#include "io/disk.h"

#include <cairo-svg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char font[] = "DejaVu Sans"; /* comes with fontconfig, which Cairo needs */

const struct colour INK = {0.13, 0.13, 0.15}, SOFT = {0.40, 0.40, 0.43}, FAINT = {0.62, 0.62, 0.65},
                    GRID = {0.90, 0.90, 0.92};

struct colour colour_of(int sign, unsigned nth)
{
    enum { N = 4 };
    static const struct colour excitatory[N] = {
        {0.00, 0.45, 0.70}, {0.00, 0.62, 0.45}, {0.34, 0.71, 0.91}, {0.15, 0.25, 0.50}};
    static const struct colour inhibitory[N] = {
        {0.84, 0.37, 0.00}, {0.80, 0.47, 0.65}, {0.90, 0.62, 0.00}, {0.55, 0.15, 0.15}};
    static const struct colour neither[N] = {
        {0.45, 0.45, 0.48}, {0.47, 0.35, 0.70}, {0.55, 0.42, 0.25}, {0.25, 0.25, 0.28}};
    return (sign > 0 ? excitatory : sign < 0 ? inhibitory : neither)[nth % N];
}

void canvas_colour(cairo_t *cr, struct colour c, double opacity)
{
    cairo_set_source_rgba(cr, c.r, c.g, c.b, opacity);
}

static void choose_font(cairo_t *cr, double size, int bold)
{
    cairo_select_font_face(cr, font, CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, size);
}

double canvas_text_width(cairo_t *cr, double size, int bold, const char *text)
{
    cairo_text_extents_t extents;
    choose_font(cr, size, bold);
    cairo_text_extents(cr, text, &extents);
    return extents.x_advance;
}

double canvas_text(cairo_t *cr, double x, double y, enum anchor anchor, double size, int bold,
                   struct colour colour, const char *text)
{
    double width = canvas_text_width(cr, size, bold, text);
    canvas_colour(cr, colour, 1.0);
    cairo_move_to(cr, x - (anchor == LEFT ? 0.0 : anchor == CENTRE ? 0.5 * width : width), y);
    cairo_show_text(cr, text);
    cairo_new_path(cr); /* text leaves a current point, which the next line would start from */
    return width;
}

void canvas_shorten(cairo_t *cr, double font_size, int bold, const char *text, double width, char *out,
                    size_t size)
{
    static const char ellipsis[] = "\u2026";
    size_t n = strlen(text) < size ? strlen(text) : size - 1;
    snprintf(out, size, "%s", text);
    while (n && (strlen(text) >= size || canvas_text_width(cr, font_size, bold, out) > width)) {
        do
            n--;
        while (n && ((unsigned char)text[n] & 0xC0) == 0x80);
        if (n + sizeof ellipsis > size)
            continue;
        snprintf(out, size, "%.*s%s", (int)n, text, ellipsis);
        if (canvas_text_width(cr, font_size, bold, out) <= width)
            break;
    }
}

void canvas_text_upwards(cairo_t *cr, double x, double y, double size, struct colour colour, const char *text)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_rotate(cr, -1.5707963267948966);
    canvas_text(cr, 0.0, 0.0, CENTRE, size, 0, colour, text);
    cairo_restore(cr);
}

void canvas_line(cairo_t *cr, double x0, double y0, double x1, double y1, double width, struct colour colour)
{
    canvas_colour(cr, colour, 1.0);
    cairo_set_line_width(cr, width);
    cairo_move_to(cr, x0, y0);
    cairo_line_to(cr, x1, y1);
    cairo_stroke(cr);
}

/* ---- output ---- */

struct bytes {
    char *at;
    size_t n, capacity;
    engram_status *status;
    engram_code code;
};

static cairo_status_t append(void *context, const unsigned char *data, unsigned n)
{
    struct bytes *b = context;
    if (b->n + n > b->capacity) {
        b->code = memory_resize(&b->at, 2 * b->capacity + n, 1, "a figure", b->status);
        if (b->code != ENGRAM_OK)
            return CAIRO_STATUS_WRITE_ERROR;
        b->capacity = 2 * b->capacity + n;
    }
    memcpy(b->at + b->n, data, n);
    b->n += n;
    return CAIRO_STATUS_SUCCESS;
}

/* Cairo numbers the surfaces of a process; without the number a figure does not depend on what was drawn before it. */
static void drop_surface_number(struct bytes *b)
{
    static const char mark[] = "id=\"surface";
    char *at = b->n ? memmem(b->at, b->n, mark, sizeof mark - 1) : NULL;
    if (!at)
        return;
    at += sizeof mark - 1;
    char *end = at;
    while (end < b->at + b->n && *end >= '0' && *end <= '9')
        end++;
    memmove(at, end, (size_t)(b->at + b->n - end));
    b->n -= (size_t)(end - at);
}

static engram_code store(const char *base, const char *ending, const struct bytes *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct disk_file file;
    struct disk_record record = {0};
    const char *slash = strrchr(base, '/');
    char *folder = NULL, *name = NULL;
    TRY(memory_string(&folder, slash ? TEXT("%.*s", (int)(slash == base ? 1 : slash - base), base) : ".",
                      status));
    TRY(memory_string(&name, TEXT("%s%s", slash ? slash + 1 : base, ending), status));
    TRY(disk_create(folder, name, &file, status));
    disk_write(&file, 0, b->at, b->n);
    TRY(disk_commit(&file, &record, status));
cleanup:
    free(record.name);
    free(folder);
    free(name);
    return code;
}

/* Unhinted text has the same shape and size on both surfaces. */
static void prepare(cairo_t *cr)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
}

static engram_code draw_on(cairo_surface_t *surface, double zoom, canvas_draw draw, void *context,
                           engram_status *status)
{
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, zoom, zoom);
    prepare(cr);
    engram_code code = draw(cr, context, status);
    if (code == ENGRAM_OK && cairo_status(cr) != CAIRO_STATUS_SUCCESS)
        code = FAIL(ENGRAM_E_RESOURCES, .what = "a figure cannot be drawn", .where = "Cairo",
                    .why = cairo_status_to_string(cairo_status(cr)), .hint = "is memory exhausted?");
    cairo_destroy(cr);
    return code;
}

engram_code canvas_write(const char *base, double width, double height, canvas_draw draw, void *context,
                         engram_status *status)
{
    enum { ZOOM = 2 };
    engram_code code = ENGRAM_OK;
    struct bytes svg = {.status = status}, png = {.status = status};
    cairo_surface_t *vector = cairo_svg_surface_create_for_stream(append, &svg, width, height);
    cairo_surface_t *pixels =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(ZOOM * width), (int)(ZOOM * height));
    TRY(draw_on(vector, 1.0, draw, context, status));
    cairo_surface_finish(vector);
    TRY(svg.code);
    drop_surface_number(&svg);
    TRY(store(base, ".svg", &svg, status));
    TRY(draw_on(pixels, ZOOM, draw, context, status));
    if (cairo_surface_write_to_png_stream(pixels, append, &png) != CAIRO_STATUS_SUCCESS)
        TRY(png.code != ENGRAM_OK
                ? png.code
                : FAIL(ENGRAM_E_RESOURCES, .what = "a figure cannot be drawn", .where = TEXT("%s.png", base),
                       .why = "Cairo could not pack it", .hint = "is memory exhausted?"));
    TRY(store(base, ".png", &png, status));
cleanup:
    cairo_surface_destroy(vector);
    cairo_surface_destroy(pixels);
    free(svg.at);
    free(png.at);
    return code;
}
