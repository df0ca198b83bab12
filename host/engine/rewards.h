/* Rewards of a run: which are due when, and what the concentrations of modulators are. The host learns of spikes when the clock stops; it must stop early
 * enough, and no earlier. */
#ifndef ENGRAM_ENGINE_REWARDS_H
#define ENGRAM_ENGINE_REWARDS_H
#include "engine/fast_clock.h"
#include "network/reward.h"

struct rewards;
/* Reward k of the network is given, so much of it before its baseline is taken away. */
typedef void (*reward_sink)(void *context, size_t k, uint64_t step, double amount);
/* net is borrowed until rewards_free. *out is NULL for a network without rewards; every function below takes that. */
engram_code rewards_create(const struct network *net, reward_sink watch, void *context, struct rewards **out,
                           engram_status *status);
void rewards_free(struct rewards *r);
/* Learn of spikes, sorted by stamp; id counts neurons over all populations. */
engram_code rewards_spikes(struct rewards *r, const struct recorded_spike *spikes, size_t n,
                           engram_status *status);
/* The first step after `step` at which concentrations jump or may jump; all spikes up to `step` are known. */
uint64_t rewards_next(const struct rewards *r, uint64_t step);
/* What is due at `step` by projection; NULL if nothing is. Borrowed until the next call, which must be for a later step. */
const double *rewards_take(struct rewards *r, uint64_t step);
/* [net->n_baselines] what the baselines are now. */
const double *rewards_means(const struct rewards *r);
#endif
