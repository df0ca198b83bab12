#include "network/elementary.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static double from_bits(uint64_t bits)
{
    double x = 0;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x)
{
    uint64_t bits = 0;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* ln 2 in two parts: the first has 32 trailing zero bits, so k times it is exact. */
static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;

/* c[0] + c[1] x + ... + c[11] x^11. Products of pairs do not wait for one another, as those of Horner's rule would: three times faster. */
static double polynomial(const double c[12], double x)
{
    double x2 = x * x, x4 = x2 * x2;
    double low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    double middle = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    double high = (c[8] + c[9] * x) + (c[10] + c[11] * x) * x2;
    return low + (middle + high * x4) * x4;
}

/* x = k ln 2 + r with |r| <= ln 2 / 2; Taylor polynomial of degree 13, whose remainder is below 1e-17. */
double elementary_exp(double x)
{
    static const double from_square[12] = {0.5,           1.0 / 6,        1.0 / 24,        1.0 / 120,
                                           1.0 / 720,     1.0 / 5040,     1.0 / 40320,     1.0 / 362880,
                                           1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
    if (!(x >= -708.0))
        return 0.0;
    if (x > 709.0)
        return INFINITY;
    int64_t k = (int64_t)(x * 1.44269504088896340736 + (x < 0 ? -0.5 : 0.5));
    double r = (x - (double)k * LN2_HIGH) - (double)k * LN2_LOW;
    double p = 1.0 + (r + r * r * polynomial(from_square, r));
    return p * from_bits((uint64_t)(k + 1023) << 52);
}

/* 2 atanh(s) for |s| <= 0.1716 = (sqrt 2 - 1) / (sqrt 2 + 1): odd series, remainder below 1e-17. */
static double twice_atanh(double s)
{
    static const double from_cube[12] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11, 2.0 / 13,
                                         2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23, 2.0 / 25};
    double s2 = s * s;
    return 2.0 * s + s * (s2 * polynomial(from_cube, s2));
}

/* x = m 2^e with m in [sqrt(1/2), sqrt 2); ln m = 2 atanh((m - 1) / (m + 1)). */
static inline double logarithm(double x)
{
    uint64_t bits = to_bits(x);
    int64_t e = (int64_t)(bits - 0x3FE6A09E667F3BCDu) >> 52;
    double m = from_bits(bits - ((uint64_t)e << 52));
    double y = twice_atanh((m - 1.0) / (m + 1.0));
    return (double)e * LN2_HIGH + (y + (double)e * LN2_LOW);
}

double elementary_log(double x)
{
    return logarithm(x);
}

void elementary_logs(const double *x, double *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = logarithm(x[i]);
}

double elementary_log_ratio(double a, double b)
{
    double s = (a - b) / (a + b);
    return fabs(s) < 0.17 ? twice_atanh(s) : elementary_log(a / b);
}

double elementary_minus_log1m(double p)
{
    if (p < 0.25)
        return twice_atanh(p / (2.0 - p));
    return p < 1.0 ? -elementary_log(1.0 - p) : (double)INFINITY;
}

/* Rational approximations in three regions: algorithm AS 241, PPND16 (Wichura 1988, Appl Statist 37:477). */
struct region {
    double p[8], q[8];
};
static const struct region middle = {
    {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
     4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3},
    {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
     2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3}};
static const struct region near_tail = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
     7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};
static const struct region far_tail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
     2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15}};

static inline double ratio(const struct region *c, double r)
{
    double p = c->p[7], q = c->q[7];
    for (int i = 6; i >= 0; i--) {
        p = p * r + c->p[i];
        q = q * r + c->q[i];
    }
    return p / q;
}

static double tail(double u)
{
    double r = sqrt(-elementary_log(u < 0.5 ? u : 1.0 - u));
    double x = r <= 5.0 ? ratio(&near_tail, r - 1.6) : ratio(&far_tail, r - 5.0);
    return u < 0.5 ? -x : x;
}

static inline double body(double u)
{
    double q = u - 0.5;
    return q * ratio(&middle, 0.180625 - q * q);
}

static inline bool is_in_tail(double u)
{
    return fabs(u - 0.5) > 0.425;
}

/* The body of all, so that vector instructions serve several at once; then the tails, collected without a branch that could be mispredicted. */
void elementary_normals(const double *u, double *x, size_t n)
{
    enum { PART = 256 };
    uint16_t tails[PART];
    for (size_t done = 0; done < n; done += PART, u += PART, x += PART) {
        size_t m = n - done < PART ? n - done : PART, n_tails = 0;
        for (size_t i = 0; i < m; i++)
            x[i] = body(u[i]);
        for (size_t i = 0; i < m; i++) {
            tails[n_tails] = (uint16_t)i;
            n_tails += is_in_tail(u[i]);
        }
        for (size_t k = 0; k < n_tails; k++)
            x[tails[k]] =
                tail(u[tails[k]]); /* NOLINT(clang-analyzer-core.uninitialized.ArraySubscript): set above */
    }
}
