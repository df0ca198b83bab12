/* Ratio of uniforms with the rectangle of Stadlober 1989 (Proc 9th Winter Simulation: one hat for the Poisson, binomial and hypergeometric
 * distributions), with probabilities relative to the mode, so that nothing overflows and nothing cancels. */
#include "network/discrete.h"

#include "network/elementary.h"

#include <math.h>

enum { DIRECT = 32 }; /* up to this many trials are simply made */

static const double HAT_SLOPE = 1.7155277699214135,
                    HAT_OFFSET = 0.8989161620588988; /* 2 sqrt(2/e), 3 - 2 sqrt(3/e) */

/* ln k! - (ln sqrt(2 pi) + (k + 1/2) ln(k + 1) - (k + 1)) */
static double stirling_rest(double k)
{
    static const double exact[] = {0.0810614667953272582, 0.0413406959554092941, 0.0276779256849983391,
                                   0.0207906721037650931, 0.0166446911898211922, 0.0138761288230707480,
                                   0.0118967099458917701, 0.0104112652619720965, 0.0092554621827127329,
                                   0.0083305634333628708};
    if (k < 10)
        return exact[(int)k];
    double x = 1 / (k + 1), x2 = x * x;
    return x * (1.0 / 12 - x2 * (1.0 / 360 - x2 * (1.0 / 1260 - x2 * (1.0 / 1680))));
}

/* ln(k!) - ln(m!) without forming either. */
static double log_factorial_ratio(double k, double m)
{
    return (m + 0.5) * elementary_log_ratio(k + 1, m + 1) + (k - m) * (elementary_log(k + 1) - 1) +
           (stirling_rest(k) - stirling_rest(m));
}

/* A distribution over low .. high whose probability at k is proportional to odds^k / (k! (n - k)! (a - k)! (b + k)!), the last two only if `a` is set. */
struct shape {
    double mean, variance, mode, low, high;
    double n, log_odds;
    bool without_replacement;
    double a, b;
};

static double log_relative(const struct shape *s, double k)
{
    double m = s->mode;
    double p = (k - m) * s->log_odds - log_factorial_ratio(k, m) - log_factorial_ratio(s->n - k, s->n - m);
    if (s->without_replacement)
        p -= log_factorial_ratio(s->a - k, s->a - m) + log_factorial_ratio(s->b + k, s->b + m);
    return p;
}

static double shape_draw(const struct shape *s, struct words *words)
{
    double width = HAT_SLOPE * sqrt(s->variance + 0.5) + HAT_OFFSET;
    for (;;) {
        double u = words_uniform(words), v = words_uniform(words);
        double k = floor(s->mean + 0.5 + width * (v - 0.5) / u);
        if (k >= s->low && k <= s->high && 2 * elementary_log(u) <= log_relative(s, k))
            return k;
    }
}

uint64_t discrete_binomial(struct words *words, uint64_t n, double p)
{
    uint64_t k = 0;
    double trials = (double)n;
    if (n > DIRECT) {
        struct shape s = {.mean = trials * p,
                          .variance = trials * p * (1 - p),
                          .mode = floor((trials + 1) * p),
                          .high = trials,
                          .n = trials};
        s.log_odds = elementary_log_ratio(p, 1 - p);
        return (uint64_t)shape_draw(&s, words);
    }
    for (uint64_t i = 0; i < n; i++)
        k += words_uniform(words) < p;
    return k;
}

/* n <= marked <= total / 2 */
static uint64_t hypergeometric_reduced(struct words *words, uint64_t n, uint64_t marked, uint64_t total)
{
    uint64_t k = 0;
    double N = (double)total, M = (double)marked, d = (double)n;
    if (n > DIRECT) {
        struct shape s = {.mean = d * M / N,
                          .variance = d * (M / N) * (1 - M / N) * ((N - d) / (N - 1)),
                          .high = d,
                          .n = d};
        s.mode = floor((d + 1) * ((M + 1) / (N + 2)));
        s.without_replacement = true;
        s.a = M;
        s.b = N - M - d;
        return (uint64_t)shape_draw(&s, words);
    }
    for (uint64_t i = 0; i < n; i++)
        k += words_uniform(words) < (double)(marked - k) / (double)(total - i);
    return k;
}

uint64_t discrete_hypergeometric(struct words *words, uint64_t n, uint64_t marked, uint64_t total)
{
    if (n > total / 2) /* look at what is not drawn */
        return marked - discrete_hypergeometric(words, total - n, marked, total);
    if (marked > total / 2)
        return n - discrete_hypergeometric(words, n, total - marked, total);
    return n <= marked ? hypergeometric_reduced(words, n, marked, total)
                       : hypergeometric_reduced(words, marked, n, total);
}
