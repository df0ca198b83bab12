/* One diagram of a figure: a frame with a title, two axes, a legend; and the diagrams there are. */
#ifndef ENGRAM_PLOT_PANEL_H
#define ENGRAM_PLOT_PANEL_H
#include "plot/canvas.h"
#include "plot/scale.h"

#include <engram/results.h>

struct box {
    double x, y, width, height; /* of the area inside the axes */
};

struct panel {
    struct box box;
    const char *letter, *title;
    const char *x_label, *y_label;
    struct scale x, y;
    const char *const *x_names; /* in place of the numbers 1 to n on the x axis, or NULL */
    size_t n_x_names;
};

/* Grid, ticks, numbers, labels and title, with a line for a legend under it. `y_numbers` off: the caller labels the y axis, and there is no legend. */
void panel_frame(cairo_t *cr, const struct panel *panel, int y_numbers);
/* One entry of a legend, above the right end of the box; *right moves to the left for the next. */
void panel_legend(cairo_t *cr, const struct panel *panel, double *right, struct colour colour,
                  double line_width, const char *text);
/* A remark in the middle of an empty panel. */
void panel_note(cairo_t *cr, const struct panel *panel, const char *text);
/* Time axis of a run in ms or s. */
struct time_axis {
    const char *label;
    double per_ms; /* axis units per ms */
};
struct time_axis panel_time_axis(double duration_ms);

/* What is drawn, prepared once and drawn on both surfaces. */
struct figure {
    engram_results *results;
    double begin_ms, end_ms;
    struct colour *colours; /* [populations] */
};

/* Colour of the population of that name. */
struct colour figure_colour(const struct figure *figure, const char *population);

/* ---- before_after.c: two histograms over the same bins ---- */
enum { MOST_BINS = 100 };
struct before_after {
    double low, width; /* lower end of the first bin, and the width of each */
    int n;
    uint64_t count[2][MOST_BINS];
    double mean[2], sd[2], time_ms[2];
};
/* panel: box, letter, title and labels. */
void before_after_draw(cairo_t *cr, const struct figure *figure, const struct before_after *b,
                       struct panel panel, struct colour after);

/* ---- paths.c: a few of many values over time, and what stands for all of them ---- */
struct paths {
    uint64_t n_values, n, n_times; /* n of n_values are drawn */
    float *path;                   /* [n_times][n] */
    double *centre;                /* [n_times] */
    double low, high;
    const double *time_ms; /* [n_times] borrowed; set by the caller */
};
engram_code paths_create(struct paths *paths, uint64_t n_values, uint64_t n_times, engram_status *status);
/* The values [n_values] at time t, and their centre; NAN: none. */
void paths_add(struct paths *paths, uint64_t t, const float *values, double centre);
/* panel: box, letter, title and y_label. The legend calls the paths "N `each`"; one path alone needs none. */
void paths_draw(cairo_t *cr, const struct figure *figure, const struct paths *paths, struct panel panel,
                struct colour colour, const char *each, const char *centre);
void paths_free(struct paths *paths);

struct raster;
engram_code raster_create(struct figure *figure, struct raster **out, engram_status *status);
void raster_draw(cairo_t *cr, const struct figure *figure, const struct raster *raster, const char *letter,
                 struct box box);
void raster_free(struct raster *raster);

struct rates;
engram_code rates_create(struct figure *figure, struct rates **out, engram_status *status);
/* Too many for lines: they are drawn as a map, which needs more room. */
bool rates_are_many(const struct rates *rates);
void rates_draw(cairo_t *cr, const struct figure *figure, const struct rates *rates, const char *letter,
                struct box box);
void rates_free(struct rates *rates);

/* ---- pairs.c: a few pairs of neurons whose synapses come and go ---- */
enum { MOST_PAIRS = 40 };
struct pairs {
    uint64_t n, pair[MOST_PAIRS]; /* source << 32 | target, ascending */
};
/* Some that are connected at first, and some that are at last, of entry i of engram_results_weights_at(). source, target: room for its n_synapses. */
engram_code pairs_choose(engram_results *results, size_t i, uint32_t *source, uint32_t *target,
                         struct pairs *pairs, engram_status *status);
/* The weight between each of them, summed over its synapses, of n; NAN where there is none. */
void pairs_weights(const struct pairs *pairs, const uint32_t *source, const uint32_t *target,
                   const float *weight, uint64_t n, float *of_pair);

struct weights;
/* Of entry i of engram_results_weights_at(). */
engram_code weights_create(struct figure *figure, size_t i, struct weights **out, engram_status *status);
void weights_draw_histogram(cairo_t *cr, const struct figure *figure, const struct weights *weights,
                            const char *letter, struct box box);
void weights_draw_trajectories(cairo_t *cr, const struct figure *figure, const struct weights *weights,
                               const char *letter, struct box box);
void weights_free(struct weights *weights);

struct structure_panels;
/* Of entry i of engram_results_structure_at(). */
engram_code structure_panels_create(struct figure *figure, size_t i, struct structure_panels **out,
                                    engram_status *status);
void structure_draw_number(cairo_t *cr, const struct figure *figure, const struct structure_panels *panels,
                           const char *letter, struct box box);
void structure_draw_changes(cairo_t *cr, const struct figure *figure, const struct structure_panels *panels,
                            const char *letter, struct box box);
void structure_panels_free(struct structure_panels *panels);

/* Of line i, where lines are not populations. */
struct colour panel_colour(size_t i);

struct gates_panel;
engram_code gates_panel_create(struct figure *figure, struct gates_panel **out, engram_status *status);
void gates_draw(cairo_t *cr, const struct figure *figure, const struct gates_panel *panel, const char *letter,
                struct box box);
void gates_panel_free(struct gates_panel *panel);

struct cells_panels;
/* Of all populations in which neurons are born. */
engram_code cells_panels_create(struct figure *figure, struct cells_panels **out, engram_status *status);
void cells_draw_stages(cairo_t *cr, const struct figure *figure, const struct cells_panels *panels,
                       const char *letter, struct box box);
void cells_draw_levels(cairo_t *cr, const struct figure *figure, const struct cells_panels *panels,
                       const char *letter, struct box box);
void cells_panels_free(struct cells_panels *panels);

struct connectivity;
/* Of entry i of engram_results_weights_at(), whose synapses come and go. */
engram_code connectivity_create(struct figure *figure, size_t i, struct connectivity **out,
                                engram_status *status);
/* end: 0 the start, 1 the end. */
void connectivity_draw(cairo_t *cr, const struct figure *figure, const struct connectivity *connectivity,
                       int end, const char *letter, struct box box);
void connectivity_free(struct connectivity *connectivity);

struct degrees;
/* Of entry i of engram_results_weights_at(), whose synapses come and go: in-degrees of its targets, or out-degrees of its sources. *out NULL: they have no positions. */
engram_code degrees_create(struct figure *figure, size_t i, bool is_in, struct degrees **out,
                           engram_status *status);
/* end: 0 the start, 1 the end. */
void degrees_draw(cairo_t *cr, const struct figure *figure, const struct degrees *degrees, int end,
                  const char *letter, struct box box);
void degrees_free(struct degrees *degrees);

struct survival;
/* Of entry i of engram_results_topology_at(). */
engram_code survival_create(struct figure *figure, size_t i, struct survival **out, engram_status *status);
void survival_draw(cairo_t *cr, const struct figure *figure, const struct survival *survival,
                   const char *letter, struct box box);
void survival_free(struct survival *survival);

struct rhythm;
/* Does a results folder hold a run of oscillators? */
bool rhythm_is_in(const char *folder);
engram_code rhythm_create(struct figure *figure, const char *folder, struct rhythm **out,
                          engram_status *status);
void rhythm_draw_order(cairo_t *cr, const struct figure *figure, const struct rhythm *rhythm,
                       const char *letter, struct box box);
void rhythm_draw_delays(cairo_t *cr, const struct figure *figure, const struct rhythm *rhythm,
                        const char *letter, struct box box);
void rhythm_draw_mean(cairo_t *cr, const struct figure *figure, const struct rhythm *rhythm,
                      const char *letter, struct box box);
void rhythm_free(struct rhythm *rhythm);

struct axons;
/* Of entry i of engram_results_delays_at(), and the velocities of that projection's axons if there are any. */
engram_code axons_create(struct figure *figure, size_t i, struct axons **out, engram_status *status);
bool axons_have_velocities(const struct axons *axons);
/* Only of axons without velocities, and if there are records between the first and the last. */
bool axons_have_deciles(const struct axons *axons);
void axons_draw_delays(cairo_t *cr, const struct figure *figure, const struct axons *axons,
                       const char *letter, struct box box);
void axons_draw_deciles(cairo_t *cr, const struct figure *figure, const struct axons *axons,
                        const char *letter, struct box box);
void axons_draw_velocities(cairo_t *cr, const struct figure *figure, const struct axons *axons,
                           const char *letter, struct box box);
void axons_free(struct axons *axons);

struct curves_panels;
/* Of the experiment in the results folder; there may be none. */
engram_code curves_panels_create(struct figure *figure, const char *folder, struct curves_panels **out,
                                 engram_status *status);
size_t curves_panels_n(const struct curves_panels *panels);
void curves_panels_draw(cairo_t *cr, const struct curves_panels *panels, size_t i, const char *letter,
                        struct box box);
void curves_panels_free(struct curves_panels *panels);

struct states;
/* Of entry i of engram_results_states_at(), which has rows. */
engram_code states_create(struct figure *figure, size_t i, struct states **out, engram_status *status);
void states_draw(cairo_t *cr, const struct figure *figure, const struct states *states, const char *letter,
                 struct box box);
void states_free(struct states *states);
#endif
