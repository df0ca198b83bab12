/* Homeostatic growth of a projection: axonal elements on its source neurons and dendritic elements on its target neurons follow the calcium of their neuron.
 * kernels/structure/growth.h has the laws. */
#ifndef ENGRAM_NETWORK_GROWTH_H
#define ENGRAM_NETWORK_GROWTH_H
#include "network/matching.h"
#include "network/network.h"

enum side { SIDE_AXON, SIDE_DENDRITE, N_SIDES };

struct growth_side {
    char *name;            /* owned: the state of a neuron that its elements are, "axon_E_to_E" */
    char *bound, *vacant;  /* owned: the same of those that synapses bind, and of whole ones that none does */
    uint32_t curve;        /* GROWTH_GAUSSIAN ... */
    double rate;           /* elements per second of simulated time where the curve is 1; may be negative */
    double eta, eps, psi;  /* in units of calcium, as the curve needs them */
    double initial_vacant; /* elements at the start that no synapse binds */
};

struct growth {
    struct growth_side side[N_SIDES];
    uint32_t kernel; /* of the distance between two neurons that find each other; a MATCHING_ number */
    double sigma_um;
    bool autapses;
    double vacant_decay; /* share of vacant elements that is lost at each structural tick */
};
void growth_description_free(struct growth *growth);

/* How a projection grows; NULL if it does not. */
const struct growth *projection_growth(const struct projection *p);
/* The population whose neurons have the elements. */
uint32_t projection_side(const struct projection *p, enum side side);

/* How vacant elements find each other. *plan is to be freed by the caller (matching_plan_free), also after a failure. */
engram_code growth_matching(const struct network *net, const struct projection *p, struct matching_plan *plan,
                            engram_status *status);

/* The constants of a tick of calcium, as growth_curve() and elements_grown() take them. */
struct growth_plan {
    uint32_t curve;
    float centre, slope, step;
    int64_t initial; /* elements that are vacant at the start */
};
struct growth_plan growth_plan(const struct network *net, const struct projection *p, enum side side);
/* For elements_decayed(). */
uint64_t growth_decay_share(const struct growth *growth);
/* A number of elements for readers. */
double elements_value(int64_t z);
#endif
