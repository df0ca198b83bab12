#include "network/axon.h"

#include "network/draw.h"
#include "network/elementary.h"

#include <math.h>

static double myelinated(const struct axon *a, double diameter, double g_ratio)
{
    double gain = sqrt(-elementary_log(g_ratio)) / (a->g_0 * sqrt(-elementary_log(a->g_0)));
    return a->k_m * diameter * gain;
}

double axon_law_velocity(const struct axon *a, double diameter, double g_ratio)
{
    double bare = a->k_u * sqrt(diameter);
    if (a->law == AXON_UNMYELINATED)
        return bare;
    double wrapped = myelinated(a, diameter, g_ratio);
    return a->law == AXON_FASTEST && bare > wrapped ? bare : wrapped;
}

double axon_velocity(const struct network *net, const struct projection *p, uint32_t source)
{
    struct draw_key key = {net->seed, p->owner, STREAM_PLACE, source, name_hash("velocity")};
    if (p->axon.law == AXON_GIVEN)
        return quantity_value(&p->velocity, &key, source);
    key.index = name_hash("diameter");
    double diameter = quantity_value(&p->axon.diameter, &key, source);
    key.index = name_hash("g_ratio");
    return axon_law_velocity(&p->axon, diameter, quantity_value(&p->axon.g_ratio, &key, source));
}

void axon_velocity_range(const struct projection *p, double *low, double *high)
{
    double thin = 0, thick = 0, g_least = 0, g_most = 0;
    if (p->axon.law == AXON_GIVEN) {
        quantity_range(&p->velocity, low, high);
        return;
    }
    quantity_range(&p->axon.diameter, &thin, &thick);
    quantity_range(&p->axon.g_ratio, &g_least, &g_most);
    *low = axon_law_velocity(&p->axon, thin, g_most);
    *high = axon_law_velocity(&p->axon, thick, g_least);
}

bool axons_are_alike(const struct projection *p)
{
    if (p->axon.law == AXON_GIVEN)
        return quantity_is_constant(&p->velocity);
    return quantity_is_constant(&p->axon.diameter) && quantity_is_constant(&p->axon.g_ratio);
}
