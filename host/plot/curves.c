/* What weights became, condition by condition, beside what was measured: the experiment's `curves`. */
#include "network/curves.h"
#include "config/yaml.h"
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct curves_panels {
    struct tree *tree; /* the experiment's text, from which names are borrowed */
    struct curves curves;
    double **values; /* [lines of all diagrams][conditions]; NAN: no synapse was recorded */
    size_t n_values;
};

static engram_code find_weights(const engram_results *results, const char *projection, size_t *out,
                                engram_status *status)
{
    size_t n = engram_results_n_weights(results);
    for (*out = 0; *out < n; ++*out)
        if (strcmp(engram_results_weights_at(results, *out)->projection, projection) == 0)
            return ENGRAM_OK;
    return FAIL(ENGRAM_E_INPUT, .what = TEXT("there are no weights of projection '%s'", projection),
                .where = "`curves` of experiment.yaml", .why = "the run has not recorded them",
                .hint = TEXT("add  record: {weights: {%s: {sample: 0}}}  and run it again", projection));
}

/* Mean weight of the synapses under each of n conditions at the last snapshot up to `time_ms`. */
static engram_code mean_weights(engram_results *results, size_t i, double time_ms,
                                const struct curve_line *line, size_t n, double *mean, engram_status *status)
{
    const engram_results_weights *w = engram_results_weights_at(results, i);
    uint64_t snapshot = 0;
    uint32_t *source = NULL, *target = NULL;
    float *weight = NULL;
    double *count = NULL;
    engram_code code = ENGRAM_OK;

    while (snapshot + 1 < w->n_snapshots && w->time_ms[snapshot + 1] <= time_ms)
        snapshot++;
    TRY(memory_new(&source, w->n_synapses, sizeof *source, "weights", status));
    TRY(memory_new(&target, w->n_synapses, sizeof *target, "weights", status));
    TRY(memory_new(&weight, w->n_synapses, sizeof *weight, "weights", status));
    TRY(memory_new(&count, n, sizeof *count, "weights", status));
    TRY(engram_results_weights_synapses(results, i, snapshot, source, target, NULL, weight, status));
    for (size_t k = 0; k < n; k++)
        mean[k] = 0;
    for (uint64_t s = 0; s < w->n_recorded[snapshot]; s++) {
        uint64_t condition = (line->by_source ? source[s] : target[s]) / line->neurons;
        if (condition >= n)
            continue;
        count[condition]++;
        mean[condition] += (double)weight[s];
    }
    for (size_t k = 0; k < n; k++)
        mean[k] /= count[k];

cleanup:
    free(source), free(target), free(weight), free(count);
    return code;
}

static engram_code line_values(engram_results *results, const struct curve_line *line, size_t n, double **out,
                               engram_status *status)
{
    double *begin = NULL;
    size_t i = 0;
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&begin, n, sizeof *begin, "a line of a diagram", status));
    TRY(memory_new(out, n, sizeof **out, "a line of a diagram", status));
    TRY(find_weights(results, line->projection, &i, status));
    TRY(mean_weights(results, i, line->begin_ms, line, n, begin, status));
    TRY(mean_weights(results, i, line->end_ms, line, n, *out, status));
    for (size_t k = 0; k < n; k++)
        (*out)[k] = line->of == CURVE_RELATIVE_CHANGE ? (*out)[k] / begin[k] - 1
                    : line->of == CURVE_CHANGE        ? (*out)[k] - begin[k]
                                                      : (*out)[k];
cleanup:
    free(begin);
    return code;
}

engram_code curves_panels_create(struct figure *figure, const char *folder, struct curves_panels **out,
                                 engram_status *status)
{
    char path[4096];
    struct stat facts;
    size_t n_lines = 0;
    struct curves_panels *p = NULL;
    engram_code code = ENGRAM_OK;

    *out = NULL;
    snprintf(path, sizeof path, "%s/experiment.yaml", folder);
    if (stat(path, &facts) || facts.st_size == 0) /* networks that are made by hand have no text */
        return ENGRAM_OK;
    TRY(memory_new(&p, 1, sizeof *p, "curves", status));
    TRY(yaml_read_file(path, &p->tree, status));
    TRY(curves_read(node_get(p->tree->root, "curves"), &p->curves, status));
    for (size_t i = 0; i < p->curves.n; i++)
        n_lines += p->curves.diagrams[i].n_lines;
    TRY(memory_new(&p->values, n_lines, sizeof *p->values, "curves", status));
    for (size_t i = 0; i < p->curves.n; i++)
        for (size_t k = 0; k < p->curves.diagrams[i].n_lines; k++)
            TRY(line_values(figure->results, &p->curves.diagrams[i].lines[k], p->curves.diagrams[i].n,
                            &p->values[p->n_values++], status));
    *out = p;
    p = NULL;

cleanup:
    curves_panels_free(p);
    return code;
}

void curves_panels_free(struct curves_panels *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n_values; i++)
        free(p->values[i]);
    free(p->values);
    curves_free(&p->curves);
    tree_free(p->tree);
    free(p);
}

size_t curves_panels_n(const struct curves_panels *p)
{
    return p ? p->curves.n : 0;
}

/* ---- drawing ---- */

struct extent {
    double low, high;
};

static void widen(struct extent *e, double value)
{
    if (!isnan(value)) {
        e->low = fmin(e->low, value);
        e->high = fmax(e->high, value);
    }
}

static void set_scales(const struct curve_diagram *d, double *const *values, struct panel *panel)
{
    const struct box *box = &panel->box;
    struct extent x = {INFINITY, -INFINITY}, y = {0, 0}; /* no change is always in sight */
    for (size_t i = 0; i < d->n; i++)
        widen(&x, d->at[i]);
    for (size_t k = 0; k < d->n_lines; k++)
        for (size_t i = 0; i < d->n; i++)
            widen(&y, values[k][i]);
    for (size_t k = 0; k < d->n_data; k++)
        for (size_t i = 0; i < d->data[k].n; i++) {
            double sem = d->data[k].sem ? d->data[k].sem[i] : 0;
            widen(&x, d->data[k].x[i]);
            widen(&y, d->data[k].y[i] - sem);
            widen(&y, d->data[k].y[i] + sem);
        }
    double room = d->names ? 0.5 : 0.02 * (x.high - x.low);
    panel->x = scale_exact(x.low - room, x.high + room, box->x, box->x + box->width, 8);
    panel->y = scale_nice(y.low, y.high, box->y + box->height, box->y, 6);
}

static void dot(cairo_t *cr, const struct panel *panel, double x, double y, double radius)
{
    if (isnan(y))
        return;
    cairo_arc(cr, scale_at(&panel->x, x), scale_at(&panel->y, y), radius, 0, 2 * acos(-1));
    cairo_fill(cr);
}

static void draw_line(cairo_t *cr, const struct curve_diagram *d, const struct panel *panel,
                      const double *values, struct colour colour)
{
    canvas_colour(cr, colour, 1.0);
    cairo_set_line_width(cr, 1.8);
    for (size_t i = 0; i < d->n; i++) {
        if (isnan(values[i]))
            cairo_new_sub_path(cr);
        else
            cairo_line_to(cr, scale_at(&panel->x, d->at[i]), scale_at(&panel->y, values[i]));
    }
    cairo_stroke(cr);
    for (size_t i = 0; i < d->n; i++)
        dot(cr, panel, d->at[i], values[i], 2.2);
}

/* Open, so that it is never taken for what a model did. */
static void draw_circle(cairo_t *cr, double x, double y, struct colour colour)
{
    enum { RADIUS = 4 };
    cairo_new_sub_path(cr);
    cairo_arc(cr, x, y, RADIUS, 0, 2 * acos(-1));
    canvas_colour(cr, (struct colour){1, 1, 1}, 1.0);
    cairo_fill_preserve(cr);
    canvas_colour(cr, colour, 1.0);
    cairo_set_line_width(cr, 1.5);
    cairo_stroke(cr);
}

/* With error bars. */
static void draw_points(cairo_t *cr, const struct curve_points *p, const struct panel *panel,
                        struct colour colour)
{
    enum { CAP = 4 };
    for (size_t i = 0; i < p->n; i++) {
        double x = scale_at(&panel->x, p->x[i]), y = scale_at(&panel->y, p->y[i]);
        if (p->sem) {
            double low = scale_at(&panel->y, p->y[i] - p->sem[i]),
                   high = scale_at(&panel->y, p->y[i] + p->sem[i]);
            canvas_line(cr, x, low, x, high, 1.2, colour);
            canvas_line(cr, x - CAP, low, x + CAP, low, 1.2, colour);
            canvas_line(cr, x - CAP, high, x + CAP, high, 1.2, colour);
        }
        draw_circle(cr, x, y, colour);
    }
}

/* Lines of a diagram differ in sign of colour, too, so that few of them are far apart. */
static struct colour line_colour(size_t line)
{
    return line == SIZE_MAX ? INK : colour_of(line % 2 ? -1 : 1, (unsigned)(line / 2));
}

void curves_panels_draw(cairo_t *cr, const struct curves_panels *p, size_t i, const char *letter,
                        struct box box)
{
    const struct curve_diagram *d = &p->curves.diagrams[i];
    double *const *values = p->values, legend = box.x;
    struct panel panel = {.box = box, .letter = letter, .title = d->name, .x_label = d->x, .y_label = d->y};
    for (size_t k = 0; k < i; k++)
        values += p->curves.diagrams[k].n_lines;
    panel.x_names = d->names;
    panel.n_x_names = d->names ? d->n : 0;
    set_scales(d, values, &panel);
    panel_frame(cr, &panel, 1);
    canvas_line(cr, box.x, scale_at(&panel.y, 0), box.x + box.width, scale_at(&panel.y, 0), 1.0, FAINT);
    for (size_t k = 0; k < d->n_lines; k++) {
        draw_line(cr, d, &panel, values[k], line_colour(k));
        panel_legend(cr, &panel, &legend, line_colour(k), 2.5, d->lines[k].name);
    }
    for (size_t k = 0; k < d->n_data; k++) {
        draw_points(cr, &d->data[k], &panel, line_colour(d->data[k].like));
        draw_circle(cr, legend + 9, box.y - 16, line_colour(d->data[k].like));
        legend = legend + 25 + 18 +
                 canvas_text(cr, legend + 25, box.y - 12, LEFT, TICK_SIZE, 0, INK, d->data[k].name);
    }
}
