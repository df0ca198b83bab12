/* kernels/common/dialect.h and arith.h once more, in double precision with the C library's functions. The text of a model compiled after this
 * shows what its equations give, without the rounding of float or the errors of our own exp, log and pow. */
#ifndef ENGRAM_TESTS_DOUBLE_ARITH_H
#define ENGRAM_TESTS_DOUBLE_ARITH_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define ENGRAM_DIALECT_H /* the real ones must not come in */
#define ENGRAM_ARITH_H
#define ENGRAM_CHANCE_H
#define float                                                                                                \
    double /* also for parameters, and in the types of reference/entry.h, which get names of their own */
#define rule_entry     rule_entry_double
#define rule_event     rule_event_double
#define neuron_entry   neuron_entry_double
#define myelin_entry   myelin_entry_double
#define turnover_entry turnover_entry_double
#define turnover_tick  turnover_tick_double
typedef double real;
typedef int32_t ireal;
#define pick(c, a, b) ((c) ? (a) : (b))
#define to_int_(x)    ((ireal)(x))
#define to_real_(x)   ((real)(x))
#define lanes_set(c)  ((c) ? 1 : 0)
#define any_(c)       (c)
#define fma_          fma
#define min_          fmin
#define max_          fmax
#define exp_          exp
#define log_          log
#define pow_          pow
#define sqrt_         sqrt
#define sin_          sin
#define recip_(x)     (1.0 / (x))
#define chance_(x)    (-expm1(-(x)))
static inline real clamp_(real x, real low, real high)
{
    return fmin(fmax(x, low), high);
}
#endif
