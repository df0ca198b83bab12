/* From values to places: linear scales with round ticks. */
#ifndef ENGRAM_PLOT_SCALE_H
#define ENGRAM_PLOT_SCALE_H
#include <stddef.h>

struct scale {
    double low, high; /* values at the ends of the axis */
    double from, to;  /* their places */
    double step;      /* between ticks: 1, 2 or 5 times a power of ten */
};

/* Exactly [low, high] on [from, to], with at most n_ticks ticks inside. An empty range is widened. */
struct scale scale_exact(double low, double high, double from, double to, int n_ticks);
/* The same, with the ends moved outwards to ticks. */
struct scale scale_nice(double low, double high, double from, double to, int n_ticks);
double scale_at(const struct scale *scale, double value);
/* First tick; the others follow at `step` up to `high`. */
double scale_first_tick(const struct scale *scale);
/* "1,250", "0.05", "-3": as many decimals as `step` needs. */
void scale_format(double value, double step, char *out, size_t size);
/* A count with thousands separated: "9,000". */
void scale_format_count(unsigned long long n, char *out, size_t size);
#endif
