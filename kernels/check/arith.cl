/* Known answers: every expression of known.h for n inputs. One work-item computes VW neighbouring inputs and writes only their results, so
 * nothing depends on order. n is a multiple of VW.
 *      reals [N_REAL_SETS][3][n], words [3][n], results [N_KNOWN][n] */
#include "check/known.h"

#if VW == 1
#define LOAD_REALS(p)    (*(p))
#define STORE_BITS(x, p) (*(p) = as_uint(x))
#else
#define LOAD_REALS(p)    JOIN(vload, VW)(0, (p))
#define STORE_BITS(x, p) JOIN(vstore, VW)(JOIN(as_uint, VW)(x), 0, (p))
#endif

#define ANSWER_REAL(name, set, expression)                                                                   \
    {                                                                                                        \
        __global const float *in = reals + (size_t)(SET_##set * 3) * n + i;                                  \
        STORE_BITS(known_##name(LOAD_REALS(in), LOAD_REALS(in + n), LOAD_REALS(in + 2 * n)),                 \
                   results + KNOWN_##name * n + i);                                                          \
    }
#define ANSWER_WORD(name, expression)                                                                        \
    {                                                                                                        \
        __global const uint *in = words + i;                                                                 \
        STORE_BITS(known_##name(LOAD_REALS(in), LOAD_REALS(in + n), LOAD_REALS(in + 2 * n)),                 \
                   results + KNOWN_##name * n + i);                                                          \
    }

__kernel void answer(__global const float *restrict reals, __global const uint *restrict words,
                     __global uint *restrict results, uint n)
{
    size_t i = get_global_id(0) * VW;
    if (i >= n)
        return;
    KNOWN_REALS(ANSWER_REAL)
    KNOWN_INTS(ANSWER_REAL)
    KNOWN_WORDS(ANSWER_WORD)
}
