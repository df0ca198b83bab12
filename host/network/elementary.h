/* exp, log and the normal distribution in double, from + - * / and sqrt only: the same bits on every machine, which no libm promises. */
#ifndef ENGRAM_NETWORK_ELEMENTARY_H
#define ENGRAM_NETWORK_ELEMENTARY_H
#include <stddef.h>

/* e^x, within 2 units in the last place; 0 below -708, infinite above 709. */
double elementary_exp(double x);
/* ln x for a positive normal number, within 2 units in the last place (absolute 2e-16 near x = 1). */
double elementary_log(double x);
/* The same of n numbers, which do not wait for one another. x and out do not overlap. */
void elementary_logs(const double *x, double *out, size_t n);
/* ln(a / b) for positive a, b, without the loss of forming a / b when they are close. */
double elementary_log_ratio(double a, double b);
/* -ln(1 - p) for 0 <= p <= 1, accurate for small p; infinite at 1. */
double elementary_minus_log1m(double p);
/* The x with Phi(x) = u, 0 < u < 1, for n numbers; relative error about 1e-15. x and u do not overlap. */
void elementary_normals(const double *u, double *x, size_t n);
#endif
