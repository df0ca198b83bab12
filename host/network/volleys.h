/* Spikes of a population that come in volleys: each neuron spikes once in every volley. */
#ifndef ENGRAM_NETWORK_VOLLEYS_H
#define ENGRAM_NETWORK_VOLLEYS_H
#include "network/network.h"

/* Volleys are a Poisson process. A spike comes at the time of its volley + the neuron's offset + jitter:
 *   offset  drawn once for each neuron, then shifted and scaled so that the mean over the population is 0 and the standard deviation exactly spread_ms
 *   jitter  normal, drawn anew for every spike
 * With `independent`, every neuron has volleys of its own. All are pure functions of the seed, the population's name and size. */
struct volley_law {
    double rate_hz, spread_ms, jitter_ms;
    double begin_ms,
        end_ms; /* volleys come after begin and before end; their spikes may be earlier or later */
    bool independent;
};

struct volley_spikes {
    uint64_t n;
    uint32_t *neuron; /* [n] owned */
    double *time_ms;  /* [n] owned; none before the first step: what would come earlier comes then */
};
/* Draw the spikes, which the caller owns, and p->volleys. */
engram_code volleys_draw(const struct network *net, struct population *p, const struct volley_law *law,
                         struct volley_spikes *out, engram_status *status);
void volley_spikes_free(struct volley_spikes *spikes);
void volleys_clear(struct volleys *volleys);
#endif
