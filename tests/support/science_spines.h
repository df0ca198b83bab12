/* Spines of one dendrite after another (C1, C2 of the science notes), measured as one does under a microscope. */
#ifndef ENGRAM_TESTS_SCIENCE_SPINES_H
#define ENGRAM_TESTS_SCIENCE_SPINES_H
#include "support/science_turnover.h"

enum { TICKS_PER_DAY = 4, CHANGE_BINS = 5 };

/* Which spines there are at a time, to see later what has become of them. */
struct photograph {
    bool *alive, *old; /* old: consolidated; of a rule that knows no difference, every spine is */
    uint32_t *born, n_sites, n_alive;
    float *weight;
};
void photograph(const struct ensemble *e, struct photograph *p);
void photograph_free(struct photograph *p);

/* `n` days at `formation` times the births of a dendrite at rest: 7,440 of 120,000 sites in a day, with V = 0.04 exp(0.3 xi) um^3. */
void spines_days(struct ensemble *e, double n, double formation);
/* Share of the spines on the photograph that are there still. */
double spines_left(const struct ensemble *e, const struct photograph *p);

struct shape {
    double sd, skew;
};
/* Of ln V of old spines. */
struct shape spines_shape(const struct photograph *p);
/* Correlation of ln V then and now, of old spines that are on both. */
double spines_correlation(const struct photograph *a, const struct photograph *b);

/* Changes of size from day to day, by size: equal bins of ln V from 0.04 to 0.5 um^3. */
struct changes {
    double n[CHANGE_BINS], V[CHANGE_BINS], dV[CHANGE_BINS], dV2[CHANGE_BINS];
};
/* Those of so many days. */
void spines_follow(struct ensemble *e, int n_days, double formation, struct changes *c);
/* SD(dV) / V of a bin. */
double spines_relative_change(const struct changes *c, int bin);

/* A dendrite that was left alone for so many days, begun with half of the sites occupied. */
void spines_settle(struct ensemble *e, uint32_t n_sites, double n_days, uint32_t seed);
/* All that C1 asks of it. */
struct rest {
    double persistent, turnover, left_at_28, sd, skew, least_change, most_change, correlation;
};
struct rest spines_at_rest(struct ensemble *e);

/* C2: what two days of `formation` times the births with factor `m` of consolidation, four more of m, and 26 of rest leave. */
struct lesson {
    double n_new; /* spines of the two days that are there at their end */
    double left;  /* share of all spines born in the two days that is there 30 days later */
};
struct lesson spines_learn(const struct ensemble *rested, double formation, double m);
/* Density after 21 days of 0.6 times the births and m = 0.5, over that before. */
double spines_stress(const struct ensemble *rested);

/* Bands of C1 and of C2, each over five seeds. */
void spines_must_look_like_imaging(uint32_t n_sites, double settle_days);
void spines_must_learn(uint32_t n_sites, double settle_days);
#endif
