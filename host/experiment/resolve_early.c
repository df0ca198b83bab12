/* A static synapse only has to know when a spike acts on its target. If no path along an axon ever takes less than some steps, its spikes can be processed that much earlier, and
 * wait at the target: those steps then count as dendritic. No result changes, but a window may be as long as the smallest dendritic delay (store/layout.c), and short windows
 * are what small networks spend their time on. */
#include "experiment/resolve.h"

/* So many slots of accumulators static synapses of different lengths have anyway. */
enum { MOST_EARLY = 16 };

/* Nothing was said of its dendrites (resolve_delay.c): it is one step early. */
static bool can_be_earlier(const struct projection *p)
{
    return p->by_length && !projection_is_plastic(p) && p->axonal_shift > 0;
}

void resolve_early(struct network *net)
{
    uint32_t window = MOST_EARLY;
    for (size_t i = 0; i < net->n_projections; i++) {
        const struct projection *p = &net->projections[i];
        bool is_driven = net->populations[p->target].model->n_receptors > 0;
        uint32_t steps = can_be_earlier(p) ? projection_shortest_path(net, p) : p->dendritic_steps;
        if (is_driven && steps < window)
            window = steps;
    }
    for (size_t i = 0; i < net->n_projections; i++) {
        struct projection *p = &net->projections[i];
        if (can_be_earlier(p) && window > 1 && projection_shortest_path(net, p) >= window)
            p->axonal_min = p->axonal_shift = p->dendritic_steps = window;
    }
}
