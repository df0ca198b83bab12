/* How the synapses of a projection came and went: how many there were, and how many came and went at every tick. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_BINS_OF_TICKS = 200 }; /* more cannot be told apart; neighbours are joined */

struct structure_panels {
    const engram_results_structure *of;
    uint64_t n_rows, *n_synapses;
    double *time_ms;
    uint64_t n_bins, per_bin;                   /* ticks of a bin; of the last one: fewer */
    double *born, *died[ENGRAM_N_CAUSES], most; /* [n_bins] per tick */
    bool has_died[ENGRAM_N_CAUSES];
};

static double of_bin(const struct structure_panels *p, uint64_t bin)
{
    uint64_t left = p->n_rows - 1 - bin * p->per_bin;
    return (double)(left < p->per_bin ? left : p->per_bin);
}

static engram_code bin_ticks(struct structure_panels *p, const engram_structure *change,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n_ticks = p->n_rows - 1;
    p->per_bin = (n_ticks + MOST_BINS_OF_TICKS - 1) / MOST_BINS_OF_TICKS;
    p->n_bins = n_ticks ? (n_ticks + p->per_bin - 1) / p->per_bin : 0;
    TRY(memory_new(&p->born, p->n_bins, sizeof *p->born, "structure", status));
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        TRY(memory_new(&p->died[k], p->n_bins, sizeof **p->died, "structure", status));
    for (uint64_t i = 0; i < n_ticks; i++) {
        uint64_t bin = i / p->per_bin;
        p->born[bin] += (double)change[i + 1].n_born / of_bin(p, bin);
        for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++) {
            p->died[k][bin] += (double)change[i + 1].n_died[k] / of_bin(p, bin);
            p->has_died[k] |= change[i + 1].n_died[k] > 0;
            p->most = fmax(p->most, p->died[k][bin]);
        }
        p->most = fmax(p->most, p->born[bin]);
    }
cleanup:
    return code;
}

engram_code structure_panels_create(struct figure *figure, size_t i, struct structure_panels **out,
                                    engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct structure_panels *p = NULL;
    engram_structure *change = NULL;
    *out = NULL;
    TRY(memory_new(&p, 1, sizeof *p, "structure", status));
    p->of = engram_results_structure_at(figure->results, i);
    p->n_rows = p->of->n_rows;
    TRY(memory_new(&p->time_ms, p->n_rows, sizeof *p->time_ms, "structure", status));
    TRY(memory_new(&p->n_synapses, p->n_rows, sizeof *p->n_synapses, "structure", status));
    TRY(memory_new(&change, p->n_rows, sizeof *change, "structure", status));
    TRY(engram_results_structure_read(figure->results, i, 0, p->n_rows, p->time_ms, p->n_synapses, change,
                                      status));
    TRY(bin_ticks(p, change, status));
    *out = p;
    p = NULL;
cleanup:
    free(change);
    structure_panels_free(p);
    return code;
}

void structure_panels_free(struct structure_panels *p)
{
    if (!p)
        return;
    free(p->time_ms);
    free(p->n_synapses);
    free(p->born);
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        free(p->died[k]);
    free(p);
}

static struct time_axis time_scale(const struct figure *figure, struct panel *panel)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    panel->x_label = time.label;
    panel->x = scale_exact(figure->begin_ms * time.per_ms, figure->end_ms * time.per_ms, panel->box.x,
                           panel->box.x + panel->box.width, 6);
    return time;
}

void structure_draw_number(cairo_t *cr, const struct figure *figure, const struct structure_panels *p,
                           const char *letter, struct box box)
{
    char title[256], text[96], first[32], last[32];
    double legend = box.x, most = 1;
    snprintf(title, sizeof title, "number of synapses, %s", p->of->projection);
    struct panel panel = {.box = box, .letter = letter, .title = title, .y_label = "synapses"};
    struct time_axis time = time_scale(figure, &panel);
    for (uint64_t i = 0; i < p->n_rows; i++)
        most = fmax(most, (double)p->n_synapses[i]);
    panel.y = scale_nice(0.0, most, box.y + box.height, box.y, 5);
    panel_frame(cr, &panel, 1);
    canvas_colour(cr, figure_colour(figure, p->of->source), 1.0);
    cairo_set_line_width(cr, 1.8);
    for (uint64_t i = 0; i < p->n_rows; i++) {
        double end_ms = i + 1 < p->n_rows ? p->time_ms[i + 1] : figure->end_ms;
        cairo_line_to(cr, scale_at(&panel.x, p->time_ms[i] * time.per_ms),
                      scale_at(&panel.y, (double)p->n_synapses[i]));
        cairo_line_to(cr, scale_at(&panel.x, end_ms * time.per_ms),
                      scale_at(&panel.y, (double)p->n_synapses[i]));
    }
    cairo_stroke(cr);
    scale_format_count(p->n_synapses[0], first, sizeof first);
    scale_format_count(p->n_synapses[p->n_rows - 1], last, sizeof last);
    snprintf(text, sizeof text, "%s \u2192 %s synapses", first, last);
    panel_legend(cr, &panel, &legend, figure_colour(figure, p->of->source), 2.5, text);
}

static void draw_ticks(cairo_t *cr, const struct structure_panels *p, const struct panel *panel,
                       double per_ms, const double *count, struct colour colour)
{
    cairo_set_line_width(cr, 1.6);
    canvas_colour(cr, colour, 1.0);
    for (uint64_t bin = 0; bin < p->n_bins; bin++) {
        double begin_ms = p->time_ms[bin * p->per_bin],
               end_ms = p->time_ms[bin * p->per_bin + (uint64_t)of_bin(p, bin)];
        cairo_line_to(cr, scale_at(&panel->x, begin_ms * per_ms), scale_at(&panel->y, count[bin]));
        cairo_line_to(cr, scale_at(&panel->x, end_ms * per_ms), scale_at(&panel->y, count[bin]));
    }
    cairo_stroke(cr);
}

void structure_draw_changes(cairo_t *cr, const struct figure *figure, const struct structure_panels *p,
                            const char *letter, struct box box)
{
    static const struct colour born = {0.00, 0.45, 0.70}, died[ENGRAM_N_CAUSES] = {{0.84, 0.37, 0.00},
                                                                                   {0.80, 0.47, 0.65},
                                                                                   {0.90, 0.62, 0.00},
                                                                                   {0.13, 0.13, 0.15}};
    char title[256];
    double legend = box.x;
    snprintf(title, sizeof title, "born and died at a tick of %g ms, %s", p->of->tick_ms, p->of->projection);
    struct panel panel = {.box = box, .letter = letter, .title = title, .y_label = "synapses per tick"};
    struct time_axis time = time_scale(figure, &panel);
    panel.y = scale_nice(0.0, p->most > 0 ? p->most : 1, box.y + box.height, box.y, 5);
    panel_frame(cr, &panel, 1);
    if (!p->n_bins)
        panel_note(cr, &panel, "no tick yet");
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        if (p->has_died[k])
            draw_ticks(cr, p, &panel, time.per_ms, p->died[k], died[k]);
    draw_ticks(cr, p, &panel, time.per_ms, p->born, born);
    panel_legend(cr, &panel, &legend, born, 2.5, "born");
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        if (p->has_died[k])
            panel_legend(cr, &panel, &legend, died[k], 2.5, engram_cause_name(k));
}
