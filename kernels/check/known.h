/* What the self-test asks of a device and of this host alike: expressions of the engine's arithmetic, listed once, compiled in both languages.
 * An entry is a name, the set its inputs x, y, z come from, and an expression:
 *
 *      SIGNED    in [-100, 100]; zeros of both signs, ties of rounding, the limits of exp_
 *      POSITIVE  in [2^-100, 2^100]
 *      words     any 32 bits
 *
 * Results are compared bit by bit. */
#ifndef ENGRAM_KNOWN_H
#define ENGRAM_KNOWN_H
#include "common/arith.h"
#include "common/dialect.h"
#include "common/normal.h"
#include "common/philox.h"

enum { SET_SIGNED, SET_POSITIVE, N_REAL_SETS };

/* Primitives first: what is built from a broken one is broken too, and the first difference found should name the cause. The two of a
 * product and a sum fail where a compiler fuses them. */
#define KNOWN_REALS(F)                                                                                       \
    F(pick, SIGNED, pick(x < y, z, x))                                                                       \
    F(min_, SIGNED, min_(x, y))                                                                              \
    F(max_, SIGNED, max_(x, y))                                                                              \
    F(clamp_, SIGNED, clamp_(x, (real)(-3.0f), (real)(7.5f)))                                                \
    F(rint_, SIGNED, rint_(x))                                                                               \
    F(to_real_, SIGNED, to_real_(to_int_(x * 1e5f)))                                                         \
    F(fma_, SIGNED, fma_(x, y, z))                                                                           \
    F(product_then_sum, SIGNED, (x * y) + z)                                                                 \
    F(product_then_difference, SIGNED, x - (y * z))                                                          \
    F(recip_, POSITIVE, recip_(x))                                                                           \
    F(sqrt_, POSITIVE, sqrt_(x))                                                                             \
    F(exp_, SIGNED, exp_(x))                                                                                 \
    F(log_, POSITIVE, log_(x))                                                                               \
    F(pow_half, POSITIVE, pow_(x, 0.5f))                                                                     \
    F(pow_small, POSITIVE, pow_(x, 0.023f))                                                                  \
    F(pow_of_zero, SIGNED, pow_(max_(x, (real)(0.0f)), 0.4f))                                                \
    F(pow_one, POSITIVE, pow_(x, 1.0f))                                                                      \
    F(sin_, SIGNED, sin_(x))

#define KNOWN_INTS(F)                                                                                        \
    F(to_int_, SIGNED, to_int_(x * 1e5f))                                                                    \
    F(to_int_of_rint_, SIGNED, to_int_(rint_(x * 4096.0f)))                                                  \
    F(real_bits, POSITIVE, real_bits(x) >> 23)                                                               \
    F(lanes_set, SIGNED, lanes_set(x >= y))                                                                  \
    F(lanes_where, SIGNED, lanes_where(x < y, real_bits(z)))

#define KNOWN_WORDS(F)                                                                                       \
    F(mul_hi_, mul_hi_(x, 0xD2511F53u))                                                                      \
    F(philox_first, philox_word(x, y, z, 0))                                                                 \
    F(philox_second, philox_word(x, y, z, 1))                                                                \
    F(philox_third, philox_word(x, y, z, 2))                                                                 \
    F(philox_last, philox_word(x, y, z, 3))                                                                  \
    F(uniform_, unsigned_(real_bits(uniform_(x))))                                                           \
    F(normal_, unsigned_(real_bits(normal_(x))))

static inline ureal philox_word(ureal x, ureal y, ureal z, int word)
{
    philox_block c;
    c.v[0] = x;
    c.v[1] = y;
    c.v[2] = z;
    c.v[3] = x ^ 0x80000001u;
    c = philox(c, 0xA4093822u, 0x299F31D0u);
    return c.v[word];
}

#define NUMBER_OF(name, ...) KNOWN_##name,
enum { KNOWN_REALS(NUMBER_OF) KNOWN_INTS(NUMBER_OF) KNOWN_WORDS(NUMBER_OF) N_KNOWN };
#undef NUMBER_OF

#define REAL_FUNCTION(name, set, expression)                                                                 \
    static inline real known_##name(real x, real y, real z)                                                  \
    {                                                                                                        \
        (void)x, (void)y, (void)z;                                                                           \
        return expression;                                                                                   \
    }
KNOWN_REALS(REAL_FUNCTION)
#undef REAL_FUNCTION
#define INT_FUNCTION(name, set, expression)                                                                  \
    static inline ireal known_##name(real x, real y, real z)                                                 \
    {                                                                                                        \
        (void)x, (void)y, (void)z;                                                                           \
        return expression;                                                                                   \
    }
KNOWN_INTS(INT_FUNCTION)
#undef INT_FUNCTION
#define WORD_FUNCTION(name, expression)                                                                      \
    static inline ureal known_##name(ureal x, ureal y, ureal z)                                              \
    {                                                                                                        \
        (void)x, (void)y, (void)z;                                                                           \
        return expression;                                                                                   \
    }
KNOWN_WORDS(WORD_FUNCTION)
#undef WORD_FUNCTION
#endif
