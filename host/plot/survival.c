/* How long synapses live, from the log of a projection: of those there are at the start, and of those that are born, whose observation ends with the run (Kaplan and
 * Meier's estimate). Of synapses that are equal in the log, the one born last dies first. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { AT_START, BORN, N_COHORTS };

/* A synapse of the log: how long it lived, or was seen to live. */
struct life {
    double age_ms;
    bool died;
};

struct lives {
    struct life *life; /* [n] */
    uint64_t n;
};

struct survival {
    const engram_results_topology *of;
    struct lives cohort[N_COHORTS]; /* by age */
};

struct entry {
    uint64_t ends, step, place; /* ends: source and target */
    uint32_t length;
    uint8_t event;
};

static int in_order(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    if (a->ends != b->ends)
        return a->ends < b->ends ? -1 : 1;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static int by_age(const void *left, const void *right)
{
    const struct life *a = left, *b = right;
    return a->age_ms != b->age_ms ? (a->age_ms > b->age_ms) - (a->age_ms < b->age_ms)
                                  : (a->died < b->died) - (a->died > b->died); /* deaths first */
}

static engram_code read_log(struct figure *figure, size_t i, uint64_t n, struct entry *entries,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *step = NULL;
    uint32_t *source = NULL, *target = NULL;
    uint16_t *length = NULL;
    uint8_t *event = NULL;
    TRY(memory_new(&step, n, sizeof *step, "a log of synapses", status));
    TRY(memory_new(&source, n, sizeof *source, "a log of synapses", status));
    TRY(memory_new(&target, n, sizeof *target, "a log of synapses", status));
    TRY(memory_new(&length, n, sizeof *length, "a log of synapses", status));
    TRY(memory_new(&event, n, sizeof *event, "a log of synapses", status));
    TRY(engram_results_topology_read(figure->results, i, 0, n, step, source, target, length, event, status));
    for (uint64_t k = 0; k < n; k++)
        entries[k] = (struct entry){(uint64_t)source[k] << 32 | target[k], step[k], k, length[k], event[k]};
cleanup:
    free(step);
    free(source);
    free(target);
    free(length);
    free(event);
    return code;
}

static void add_life(struct survival *s, const struct entry *begin, double end_ms, bool died, double dt_ms)
{
    struct lives *to = &s->cohort[begin->event == ENGRAM_EVENT_START ? AT_START : BORN];
    to->life[to->n++] = (struct life){end_ms - (double)begin->step * dt_ms, died};
}

/* entries: sorted; the front of the array becomes a stack of the synapses that live. */
static void follow(struct survival *s, struct entry *entries, uint64_t n, double dt_ms, double end_ms)
{
    uint64_t n_alive = 0;
    for (uint64_t k = 0; k < n; k++) {
        struct entry e = entries[k];
        bool is_same =
            n_alive && entries[n_alive - 1].ends == e.ends && entries[n_alive - 1].length == e.length;
        while (n_alive && !is_same)
            add_life(s, &entries[--n_alive], end_ms, false, dt_ms);
        if (e.event < ENGRAM_EVENT_DIED)
            entries[n_alive++] = e;
        else if (n_alive) /* of a log without its start, some die that never were born */
            add_life(s, &entries[--n_alive], (double)e.step * dt_ms, true, dt_ms);
    }
    while (n_alive)
        add_life(s, &entries[--n_alive], end_ms, false, dt_ms);
}

engram_code survival_create(struct figure *figure, size_t i, struct survival **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct survival *s = NULL;
    struct entry *entries = NULL;
    *out = NULL;
    TRY(memory_new(&s, 1, sizeof *s, "survival", status));
    s->of = engram_results_topology_at(figure->results, i);
    TRY(memory_new(&entries, s->of->n_events, sizeof *entries, "survival", status));
    for (int c = 0; c < N_COHORTS; c++)
        TRY(memory_new(&s->cohort[c].life, s->of->n_events, sizeof *s->cohort[c].life, "survival", status));
    TRY(read_log(figure, i, s->of->n_events, entries, status));
    qsort(entries, s->of->n_events, sizeof *entries, in_order);
    follow(s, entries, s->of->n_events, engram_results_dt_ms(figure->results), figure->end_ms);
    for (int c = 0; c < N_COHORTS; c++)
        qsort(s->cohort[c].life, s->cohort[c].n, sizeof *s->cohort[c].life, by_age);
    *out = s;
    s = NULL;
cleanup:
    free(entries);
    survival_free(s);
    return code;
}

void survival_free(struct survival *s)
{
    if (!s)
        return;
    for (int c = 0; c < N_COHORTS; c++)
        free(s->cohort[c].life);
    free(s);
}

/* Steps down where some die; those that are still seen to live afterwards count until then. */
static void draw_cohort(cairo_t *cr, const struct lives *lives, const struct panel *panel, double per_ms,
                        struct colour colour)
{
    double share = 1.0;
    canvas_colour(cr, colour, 1.0);
    cairo_set_line_width(cr, 1.8);
    cairo_move_to(cr, scale_at(&panel->x, 0.0), scale_at(&panel->y, 1.0));
    for (uint64_t k = 0, next; k < lives->n; k = next) {
        uint64_t n_died = 0;
        for (next = k; next < lives->n && lives->life[next].age_ms == lives->life[k].age_ms; next++)
            n_died += lives->life[next].died;
        double x = scale_at(&panel->x, lives->life[k].age_ms * per_ms);
        cairo_line_to(cr, x, scale_at(&panel->y, share));
        share *= 1.0 - (double)n_died / (double)(lives->n - k);
        cairo_line_to(cr, x, scale_at(&panel->y, share));
    }
    cairo_stroke(cr);
}

void survival_draw(cairo_t *cr, const struct figure *figure, const struct survival *s, const char *letter,
                   struct box box)
{
    struct time_axis time = panel_time_axis(figure->end_ms);
    const struct colour colours[N_COHORTS] = {INK, figure_colour(figure, s->of->source)};
    static const char *const names[N_COHORTS] = {"there at the start", "born since (until the run ends)"};
    char title[256], text[96], n[32];
    double legend = box.x;
    snprintf(title, sizeof title, "survival of synapses, %s", s->of->projection);
    struct panel panel = {.box = box,
                          .letter = letter,
                          .title = title,
                          .x_label = time.per_ms == 1.0 ? "age, or time since the start (ms)"
                                                        : "age, or time since the start (s)",
                          .y_label = "share that lives",
                          .x = scale_exact(0.0, figure->end_ms * time.per_ms, box.x, box.x + box.width, 6),
                          .y = scale_exact(0.0, 1.0, box.y + box.height, box.y, 5)};
    panel_frame(cr, &panel, 1);
    for (int c = 0; c < N_COHORTS; c++) {
        if (!s->cohort[c].n)
            continue;
        draw_cohort(cr, &s->cohort[c], &panel, time.per_ms, colours[c]);
        scale_format_count(s->cohort[c].n, n, sizeof n);
        snprintf(text, sizeof text, "%s %s", n, names[c]);
        panel_legend(cr, &panel, &legend, colours[c], 2.5, text);
    }
}
