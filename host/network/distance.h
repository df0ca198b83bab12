/* Distances between neurons, with or without periodic boundaries, and how connection probability falls with them. */
#ifndef ENGRAM_NETWORK_DISTANCE_H
#define ENGRAM_NETWORK_DISTANCE_H
#include "network/network.h"

/* Between two points; a period of 0 means open in that direction. */
double distance_um(const float *a, const float *b, const double *period);
/* No pair is farther apart than this. */
double distance_longest(const struct population *source, const struct population *target);
/* Probability at a distance; 0 beyond the cut-off. Never grows with the distance. */
double distance_probability(const struct connect *c, double distance);
#endif
