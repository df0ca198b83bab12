/* How fast an axon conducts, from what it is made of. Diameters in um, velocities in m/s.
 *
 *   myelinated     v = k_m D m(g) / m(g_0),  m(g) = g sqrt(-ln g)      D = d / g is the diameter of the fibre, d that of the axon inside its myelin
 *   unmyelinated   v = k_u sqrt(d)
 *
 * With D = d / g the first is k_m d sqrt(-ln g) / m(g_0): it grows with d and falls with g, so bounds of the two bound the velocity. */
#ifndef ENGRAM_NETWORK_AXON_H
#define ENGRAM_NETWORK_AXON_H
#include "network/network.h"

/* The law for one axon; a->law must not be AXON_GIVEN. */
double axon_law_velocity(const struct axon *a, double diameter, double g_ratio);
/* Velocity of the axon of a source neuron, as drawn or computed from what is drawn. p must be by_length. */
double axon_velocity(const struct network *net, const struct projection *p, uint32_t source);
/* Bounds of it; infinite where nothing bounds it from above, 0 where nothing does from below. */
void axon_velocity_range(const struct projection *p, double *low, double *high);
/* Do all axons of the projection have the same velocity? */
bool axons_are_alike(const struct projection *p);
#endif
