/* Weights of one projection: distribution before and after, single synapses over time. */
#include "core/memory.h"
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { BINS = 48 };

struct moments {
    double mean, sd;
};

struct weights {
    const engram_results_weights *of;
    struct before_after ends;
    struct paths paths;
};

static struct moments moments_of(const float *w, uint64_t n)
{
    double sum = 0.0, square = 0.0;
    for (uint64_t i = 0; i < n; i++)
        sum += (double)w[i];
    double mean = n ? sum / (double)n : (double)NAN;
    for (uint64_t i = 0; i < n; i++)
        square += ((double)w[i] - mean) * ((double)w[i] - mean);
    return (struct moments){mean, sqrt(square / (double)n)};
}

static void count_bins(struct before_after *ends, int end, const float *values, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        double place = ((double)values[i] - ends->low) / ends->width;
        ends->count[end][place <= 0.0 ? 0 : place >= BINS - 1 ? BINS - 1 : (int)place]++;
    }
}

/* Histograms need the range of both ends first. */
static engram_code read_ends(struct figure *figure, size_t i, struct weights *w, float *values,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const uint64_t snapshot[2] = {0, w->of->n_snapshots - 1};
    struct before_after *ends = &w->ends;
    double low = INFINITY, high = -INFINITY;
    for (int end = 0; end < 2; end++) {
        TRY(engram_results_weights_read(figure->results, i, snapshot[end], values, status));
        uint64_t n = w->of->n_recorded[snapshot[end]];
        struct moments moments = moments_of(values, n);
        ends->mean[end] = moments.mean;
        ends->sd[end] = moments.sd;
        ends->time_ms[end] = w->of->time_ms[snapshot[end]];
        for (uint64_t k = 0; k < n; k++) {
            low = fmin(low, (double)values[k]);
            high = fmax(high, (double)values[k]);
        }
    }
    struct scale round = low > high ? scale_nice(0, 1, 0, 1, 6) : scale_nice(low, high, 0, 1, 6);
    ends->n = BINS;
    ends->low = round.low;
    ends->width = (round.high - round.low) / BINS;
    for (int end = 0; end < 2; end++) {
        TRY(engram_results_weights_read(figure->results, i, snapshot[end], values, status));
        count_bins(ends, end, values, w->of->n_recorded[snapshot[end]]);
    }
cleanup:
    return code;
}

static engram_code read_paths(struct figure *figure, size_t i, struct weights *w, float *values,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(paths_create(&w->paths, w->of->n_synapses, w->of->n_snapshots, status));
    w->paths.time_ms = w->of->time_ms;
    for (uint64_t t = 0; t < w->of->n_snapshots; t++) {
        TRY(engram_results_weights_read(figure->results, i, t, values, status));
        paths_add(&w->paths, t, values, moments_of(values, w->of->n_synapses).mean);
    }
cleanup:
    return code;
}

/* Of synapses that come and go: the pairs of neurons that they connect. */
static engram_code read_pairs(struct figure *figure, size_t i, struct weights *w, float *values,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct pairs pairs;
    float of_pair[MOST_PAIRS];
    uint32_t *source = NULL, *target = NULL;
    TRY(memory_new(&source, w->of->n_synapses, sizeof *source, "weights", status));
    TRY(memory_new(&target, w->of->n_synapses, sizeof *target, "weights", status));
    TRY(pairs_choose(figure->results, i, source, target, &pairs, status));
    TRY(paths_create(&w->paths, pairs.n, w->of->n_snapshots, status));
    w->paths.time_ms = w->of->time_ms;
    for (uint64_t t = 0; t < w->of->n_snapshots; t++) {
        uint64_t n = w->of->n_recorded[t];
        TRY(engram_results_weights_synapses(figure->results, i, t, source, target, NULL, values, status));
        pairs_weights(&pairs, source, target, values, n, of_pair);
        paths_add(&w->paths, t, of_pair, moments_of(values, n).mean);
    }
cleanup:
    free(source);
    free(target);
    return code;
}

engram_code weights_create(struct figure *figure, size_t i, struct weights **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct weights *w = NULL;
    float *values = NULL;
    *out = NULL;
    TRY(memory_new(&w, 1, sizeof *w, "weights", status));
    w->of = engram_results_weights_at(figure->results, i);
    TRY(memory_new(&values, w->of->n_synapses, sizeof *values, "weights", status));
    TRY(read_ends(figure, i, w, values, status));
    TRY(w->of->structure ? read_pairs(figure, i, w, values, status)
                         : read_paths(figure, i, w, values, status));
    *out = w;
    w = NULL;
cleanup:
    free(values);
    weights_free(w);
    return code;
}

void weights_free(struct weights *w)
{
    if (!w)
        return;
    paths_free(&w->paths);
    free(w);
}

void weights_draw_histogram(cairo_t *cr, const struct figure *figure, const struct weights *w,
                            const char *letter, struct box box)
{
    char title[256], x_label[64], y_label[64], all[32];
    scale_format_count(w->of->n_synapses, all, sizeof all);
    snprintf(title, sizeof title, "weights, %s", w->of->projection);
    snprintf(x_label, sizeof x_label, "weight (%s)", w->of->unit);
    snprintf(y_label, sizeof y_label, "synapses (of %s)", all);
    before_after_draw(
        cr, figure, &w->ends,
        (struct panel){.box = box, .letter = letter, .title = title, .x_label = x_label, .y_label = y_label},
        figure_colour(figure, w->of->source));
}

void weights_draw_trajectories(cairo_t *cr, const struct figure *figure, const struct weights *w,
                               const char *letter, struct box box)
{
    char title[256], y_label[64];
    snprintf(title, sizeof title, "%s, %s",
             w->of->structure         ? "single pairs of neurons"
             : w->of->n_synapses == 1 ? "the synapse"
                                      : "single synapses",
             w->of->projection);
    snprintf(y_label, sizeof y_label, "weight (%s)", w->of->unit);
    paths_draw(cr, figure, &w->paths,
               (struct panel){.box = box, .letter = letter, .title = title, .y_label = y_label},
               figure_colour(figure, w->of->source),
               w->of->structure ? "sampled pairs, synapses summed" : "sampled synapses", "mean of all");
}
