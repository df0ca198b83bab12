/* Rates of populations over time, prepared by rates.c; of many populations, rates_map.c draws them. */
#ifndef ENGRAM_PLOT_RATES_H
#define ENGRAM_PLOT_RATES_H
#include "plot/panel.h"

struct rates {
    uint64_t n_bins;
    size_t n_populations;
    double *edge_ms; /* [n_bins + 1] */
    double *rate_hz; /* [n_bins][n_populations] */
    int *is_shown;   /* [n_populations] */
};
/* More lines than this cannot be told apart. */
enum { MOST_LINES = 12 };

/* A row for each population, as dark as its rate is high, and above them how alike they rise and fall. */
void rates_draw_map(cairo_t *cr, const struct figure *figure, const struct rates *r, struct panel panel,
                    double highest_hz);
#endif
