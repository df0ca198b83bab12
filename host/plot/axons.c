/* Axons of one projection, or of several recorded together: delays of the synapses before and after, and over time velocities of single axons or, without
 * them, the deciles of the delays. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST_BINS = 20, N_DECILES = 9 };

struct axons {
    const engram_results_delays *of;
    uint64_t n_synapses;
    struct before_after delays;
    const engram_results_axons *velocities; /* NULL: there are none */
    struct paths paths; /* velocities or deciles; none if there are no times between the ends */
};

struct range {
    int64_t begin, end;
};

/* The bins that hold anything, at first or last, with some room around them where they are few. */
static struct range occupied(const engram_results_delays *of, const uint64_t *count[2])
{
    struct range r = {(int64_t)of->n_bins, 0};
    double width = of->edge_ms[1] - of->edge_ms[0];
    for (int64_t i = 0; i < (int64_t)of->n_bins; i++)
        if (count[0][i] || count[1][i]) {
            r.begin = i < r.begin ? i : r.begin;
            r.end = i + 1;
        }
    if (r.begin >= r.end) /* a projection without synapses */
        r = (struct range){0, 1};
    while (r.end - r.begin < FEWEST_BINS) {
        r.end++;
        if (of->edge_ms[0] + (double)(r.begin - 1) * width > 0.0)
            r.begin--;
    }
    return r;
}

static void moments_of(const engram_results_delays *of, const uint64_t *count, double *mean, double *sd)
{
    double n = 0.0, sum = 0.0, square = 0.0;
    for (uint64_t i = 0; i < of->n_bins; i++) {
        n += (double)count[i];
        sum += (double)count[i] * 0.5 * (of->edge_ms[i] + of->edge_ms[i + 1]);
    }
    *mean = n > 0.0 ? sum / n : 0.0;
    for (uint64_t i = 0; i < of->n_bins; i++) {
        double off = 0.5 * (of->edge_ms[i] + of->edge_ms[i + 1]) - *mean;
        square += (double)count[i] * off * off;
    }
    *sd = n > 0.0 ? sqrt(square / n) : 0.0;
}

/* Neighbouring bins are joined until few enough are left to be seen. */
static void join_bins(struct axons *a, const uint64_t *count[2])
{
    struct before_after *d = &a->delays;
    const double *edge = a->of->edge_ms, width = edge[1] - edge[0]; /* all are equally wide */
    struct range r = occupied(a->of, count);
    int64_t factor = (r.end - r.begin + MOST_BINS - 1) / MOST_BINS;
    d->n = (int)((r.end - r.begin + factor - 1) / factor);
    d->low = edge[0] + (double)r.begin * width;
    d->width = width * (double)factor;
    for (int k = 0; k < 2; k++) {
        uint64_t n = 0;
        for (int64_t i = 0; i < (int64_t)a->of->n_bins; i++) {
            n += count[k][i];
            if (count[k][i])
                d->count[k][(i - r.begin) / factor] += count[k][i];
        }
        a->n_synapses = n > a->n_synapses ? n : a->n_synapses; /* blocked axons are not counted */
        moments_of(a->of, count[k], &d->mean[k], &d->sd[k]);
    }
}

static engram_code read_delays(struct figure *figure, size_t i, struct axons *a, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *count[2] = {NULL, NULL};
    const uint64_t snapshot[2] = {0, a->of->n_snapshots - 1};
    for (int k = 0; k < 2; k++) {
        TRY(memory_new(&count[k], a->of->n_bins, sizeof *count[k], "delays", status));
        TRY(engram_results_delays_read(figure->results, i, snapshot[k], count[k], status));
        a->delays.time_ms[k] = a->of->time_ms[snapshot[k]];
    }
    join_bins(a, (const uint64_t *[2]){count[0], count[1]});
cleanup:
    free(count[0]);
    free(count[1]);
    return code;
}

/* The first nine tenths of the synapses have delays of at most decile[0 ... 8], by the middles of bins. */
static void deciles_of(const engram_results_delays *of, const uint64_t *count, float *decile)
{
    uint64_t n = 0, sum = 0, bin = 0;
    for (uint64_t i = 0; i < of->n_bins; i++)
        n += count[i];
    for (uint64_t k = 0; k < N_DECILES; k++) {
        while (bin < of->n_bins && (sum + count[bin]) * (N_DECILES + 1) < n * (k + 1))
            sum += count[bin++];
        uint64_t at = bin < of->n_bins ? bin : of->n_bins - 1;
        decile[k] = (float)(0.5 * (of->edge_ms[at] + of->edge_ms[at + 1]));
    }
}

static engram_code read_deciles(struct figure *figure, size_t i, struct axons *a, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *count = NULL;
    float decile[N_DECILES];
    TRY(memory_new(&count, a->of->n_bins, sizeof *count, "delays", status));
    TRY(paths_create(&a->paths, N_DECILES, a->of->n_snapshots, status));
    a->paths.time_ms = a->of->time_ms;
    for (uint64_t t = 0; t < a->of->n_snapshots; t++) {
        TRY(engram_results_delays_read(figure->results, i, t, count, status));
        deciles_of(a->of, count, decile);
        paths_add(&a->paths, t, decile, (double)decile[N_DECILES / 2]);
    }
cleanup:
    free(count);
    return code;
}

static int ascending(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double median_of(float *values, uint64_t n)
{
    qsort(values, n, sizeof *values, ascending);
    return 0.5 * ((double)values[(n - 1) / 2] + (double)values[n / 2]);
}

static engram_code read_velocities(struct figure *figure, size_t i, struct axons *a, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_results_axons *v = a->velocities = engram_results_axons_at(figure->results, i);
    float *values = NULL, *sorted = NULL;
    TRY(memory_new(&values, v->n_axons, sizeof *values, "velocities", status));
    TRY(memory_new(&sorted, v->n_axons, sizeof *sorted, "velocities", status));
    TRY(paths_create(&a->paths, v->n_axons, v->n_snapshots, status));
    a->paths.time_ms = v->time_ms;
    for (uint64_t t = 0; t < v->n_snapshots; t++) {
        TRY(engram_results_axons_read(figure->results, i, t, values, status));
        memcpy(sorted, values, v->n_axons * sizeof *sorted);
        paths_add(&a->paths, t, values, median_of(sorted, v->n_axons));
    }
cleanup:
    free(values);
    free(sorted);
    return code;
}

engram_code axons_create(struct figure *figure, size_t i, struct axons **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct axons *a = NULL;
    *out = NULL;
    TRY(memory_new(&a, 1, sizeof *a, "axons", status));
    a->of = engram_results_delays_at(figure->results, i);
    TRY(read_delays(figure, i, a, status));
    const engram_results_axons *v = NULL;
    for (size_t k = 0; (v = engram_results_axons_at(figure->results, k)) && !a->velocities; k++)
        if (!strcmp(v->projection, a->of->projection) && !strcmp(v->variable, "velocity") &&
            v->n_segments == 1)
            TRY(read_velocities(figure, k, a, status));
    if (!a->velocities && a->of->n_snapshots > 2)
        TRY(read_deciles(figure, i, a, status));
    *out = a;
    a = NULL;
cleanup:
    axons_free(a);
    return code;
}

void axons_free(struct axons *a)
{
    if (!a)
        return;
    paths_free(&a->paths);
    free(a);
}

bool axons_have_velocities(const struct axons *a)
{
    return a->velocities;
}

bool axons_have_deciles(const struct axons *a)
{
    return !a->velocities && a->paths.n_times > 0;
}

void axons_draw_delays(cairo_t *cr, const struct figure *figure, const struct axons *a, const char *letter,
                       struct box box)
{
    char title[256], y_label[64], all[32];
    scale_format_count(a->n_synapses, all, sizeof all);
    snprintf(title, sizeof title, "delays, %s", a->of->projection);
    snprintf(y_label, sizeof y_label, "synapses (of %s)", all);
    before_after_draw(cr, figure, &a->delays,
                      (struct panel){.box = box,
                                     .letter = letter,
                                     .title = title,
                                     .x_label = "axonal and dendritic delay (ms)",
                                     .y_label = y_label},
                      figure_colour(figure, a->of->source));
}

void axons_draw_deciles(cairo_t *cr, const struct figure *figure, const struct axons *a, const char *letter,
                        struct box box)
{
    char title[256];
    snprintf(title, sizeof title, "delays over time, %s", a->of->projection);
    paths_draw(cr, figure, &a->paths,
               (struct panel){.box = box, .letter = letter, .title = title, .y_label = "delay (ms)"},
               figure_colour(figure, a->of->source), "deciles of all synapses", "median");
}

void axons_draw_velocities(cairo_t *cr, const struct figure *figure, const struct axons *a,
                           const char *letter, struct box box)
{
    char title[256], y_label[64];
    snprintf(title, sizeof title, "single axons, %s", a->of->projection);
    snprintf(y_label, sizeof y_label, "velocity (%s)", a->velocities->unit);
    paths_draw(cr, figure, &a->paths,
               (struct panel){.box = box, .letter = letter, .title = title, .y_label = y_label},
               figure_colour(figure, a->of->source), "sampled axons", "median of all");
}
