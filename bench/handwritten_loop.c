/* Delivery through additive pair STDP as one would write it by hand for AVX-512.
 *
 * It does what the engine's kernel does: walk the row of every arriving spike, apply the pending post spikes, depress, add the weight to a 64-bit sum
 * of its target; float weights, decay tables, one tile per thread. It may assume what the kernel may not: one rule, one delay, one spike at a time, one
 * speed, no limit to watch. Before it is timed, its weights and sums must equal those of a plain loop bit for bit. */
#include "handwritten_parts.h"

#include <math.h>

/* ---- the plain loop ---- */

void deliver_plain(const struct hand *h, struct hand_tile *t, const struct spike *s)
{
    int64_t *slot = t->sums + (size_t)((s->stamp + DENDRITIC) % SLOTS) * t->n_targets;
    size_t begin = (size_t)s->axon * h->fan_out;
    for (size_t i = begin; i < begin + h->fan_out; i++) {
        uint32_t target = t->target[i], *post = t->post[target];
        float w = t->weight[i];
        for (int k = POSTS - 1; k >= 0; k--) {
            uint32_t at = post[k] + DENDRITIC, age = least(at - s->before, TABLE - 1);
            if ((int32_t)(at - s->before) > 0 && (int32_t)(at - s->stamp) <= 0)
                w = fminf(fmaxf(w + STEP_SIZE * (s->x * h->decay[age]), 0), W_MAX);
        }
        int k = (int32_t)(post[0] + DENDRITIC - s->stamp) >= 0;
        float y = t->y[target][k] * h->decay[least(s->stamp - DENDRITIC - post[k], TABLE - 1)];
        w = fminf(fmaxf(w - STEP_SIZE * y, 0), W_MAX);
        t->weight[i] = w;
        slot[target] += (int64_t)rintf(w * SCALE);
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512dq")))

/* ---- by hand ---- */

AVX512 static inline __m512i all(uint32_t x)
{
    return _mm512_set1_epi32((int)x);
}

/* Elements index[0 .. 15] of a table: single loads and inserts, which Zen 4 does faster than a gather instruction. */
AVX512 static inline __m512 look_up(const float *table, __m512i index)
{
    uint32_t i[16] __attribute__((aligned(64)));
    __m128 four[4];
    _mm512_store_si512(i, index);
    for (int q = 0; q < 4; q++) {
        four[q] = _mm_load_ss(table + i[4 * q]);
        four[q] = _mm_insert_ps(four[q], _mm_load_ss(table + i[4 * q + 1]), 0x10);
        four[q] = _mm_insert_ps(four[q], _mm_load_ss(table + i[4 * q + 2]), 0x20);
        four[q] = _mm_insert_ps(four[q], _mm_load_ss(table + i[4 * q + 3]), 0x30);
    }
    __m256 low = _mm256_insertf128_ps(_mm256_castps128_ps256(four[0]), four[1], 1);
    __m256 high = _mm256_insertf128_ps(_mm256_castps128_ps256(four[2]), four[3], 1);
    return _mm512_insertf32x8(_mm512_castps256_ps512(low), high, 1);
}

/* Records q, q + 4, q + 8 and q + 12 of 16 targets. */
AVX512 static inline __m512i four_records(const uint32_t (*post)[POSTS], const uint32_t *target, int q, int k)
{
    __m512i all_four = _mm512_castsi128_si512(_mm_load_si128((const __m128i *)(post[target[q]] + k)));
    all_four = _mm512_inserti32x4(all_four, _mm_load_si128((const __m128i *)(post[target[q + 4]] + k)), 1);
    all_four = _mm512_inserti32x4(all_four, _mm_load_si128((const __m128i *)(post[target[q + 8]] + k)), 2);
    return _mm512_inserti32x4(all_four, _mm_load_si128((const __m128i *)(post[target[q + 12]] + k)), 3);
}

/* Post spikes k .. k + 3 of 16 targets, turned so that each vector holds one of every target. */
AVX512 static inline void load_posts(const uint32_t (*post)[POSTS], const uint32_t *target, int k,
                                     __m512i *out)
{
    __m512i a = four_records(post, target, 0, k), b = four_records(post, target, 1, k);
    __m512i c = four_records(post, target, 2, k), d = four_records(post, target, 3, k);
    __m512i ab_low = _mm512_unpacklo_epi32(a, b), ab_high = _mm512_unpackhi_epi32(a, b);
    __m512i cd_low = _mm512_unpacklo_epi32(c, d), cd_high = _mm512_unpackhi_epi32(c, d);
    out[0] = _mm512_unpacklo_epi64(ab_low, cd_low);
    out[1] = _mm512_unpackhi_epi64(ab_low, cd_low);
    out[2] = _mm512_unpacklo_epi64(ab_high, cd_high);
    out[3] = _mm512_unpackhi_epi64(ab_high, cd_high);
}

/* The four post spikes of `posts` that lie in (from, to]: the oldest first. */
AVX512 static inline __m512 potentiate(__m512 w, const __m512i *posts, __m512i from, __m512i to, __m512 x,
                                       const float *decay)
{
    __m512 zero = _mm512_setzero_ps();
    int n = 0;
    for (int k = 0; k < 4; k++)
        n += _mm512_cmpgt_epi32_mask(posts[k], from) != 0;
    for (int k = n - 1; k >= 0; k--) {
        __mmask16 applies = _mm512_cmpgt_epi32_mask(posts[k], from) & _mm512_cmple_epi32_mask(posts[k], to);
        __m512i age = _mm512_min_epu32(_mm512_sub_epi32(posts[k], from), all(TABLE - 1));
        __m512 gain = _mm512_mul_ps(_mm512_set1_ps(STEP_SIZE), _mm512_mul_ps(x, look_up(decay, age)));
        w = _mm512_mask_min_ps(w, applies, _mm512_max_ps(_mm512_add_ps(w, gain), zero),
                               _mm512_set1_ps(W_MAX));
    }
    return w;
}

AVX512 static inline __m512 depress(__m512 w, const struct hand_tile *t, __m512i targets,
                                    const __m512i *posts, __m512i to, const float *decay)
{
    __mmask16 late = _mm512_cmpge_epi32_mask(posts[0], to);
    __m512i place = _mm512_add_epi32(targets, targets);
    __m512 y =
        _mm512_mul_ps(look_up(t->y[0], place),
                      look_up(decay, _mm512_min_epu32(_mm512_sub_epi32(to, posts[0]), all(TABLE - 1))));
    if (late) {
        __m512i age = _mm512_min_epu32(_mm512_sub_epi32(to, posts[1]), all(TABLE - 1));
        y = _mm512_mask_mul_ps(y, late, look_up(t->y[0], _mm512_add_epi32(place, all(1))),
                               look_up(decay, age));
    }
    w = _mm512_sub_ps(w, _mm512_mul_ps(_mm512_set1_ps(STEP_SIZE), y));
    return _mm512_min_ps(_mm512_max_ps(w, _mm512_setzero_ps()), _mm512_set1_ps(W_MAX));
}

AVX512 static inline void add_up(int64_t *slot, const uint32_t *target, __m512 w, uint32_t n)
{
    int64_t amount[16] __attribute__((aligned(64)));
    __m512 whole = _mm512_roundscale_ps(_mm512_mul_ps(w, _mm512_set1_ps(SCALE)), _MM_FROUND_TO_NEAREST_INT);
    _mm512_store_si512(amount, _mm512_cvtps_epi64(_mm512_castps512_ps256(whole)));
    _mm512_store_si512(amount + 8, _mm512_cvtps_epi64(_mm512_extractf32x8_ps(whole, 1)));
    for (uint32_t l = 0; l < n; l++)
        slot[target[l]] += amount[l];
}

AVX512 static void deliver_avx512(const struct hand *h, struct hand_tile *t, const struct spike *s)
{
    int64_t *slot = t->sums + (size_t)((s->stamp + DENDRITIC) % SLOTS) * t->n_targets;
    __m512i from = all(s->before - DENDRITIC), to = all(s->stamp - DENDRITIC);
    __m512 x = _mm512_set1_ps(s->x);
    const uint32_t(*post)[POSTS] = (const uint32_t(*)[POSTS])t->post;
    size_t begin = (size_t)s->axon * h->fan_out, end = begin + h->fan_out;
    for (size_t i = begin; i < end; i += 16) {
        uint32_t n = end - i < 16 ? (uint32_t)(end - i) : 16;
        __mmask16 mask = (__mmask16)((1u << n) - 1u);
        __m512i posts[4], older[4];
        __m512 w = _mm512_maskz_loadu_ps(mask, t->weight + i);
        load_posts(post, t->target + i, 0, posts);
        if (_mm512_cmpgt_epi32_mask(posts[3], from)) {
            load_posts(post, t->target + i, 4, older);
            w = potentiate(w, older, from, to, x, h->decay);
        }
        w = potentiate(w, posts, from, to, x, h->decay);
        w = depress(w, t, _mm512_loadu_si512(t->target + i), posts, to, h->decay);
        _mm512_mask_storeu_ps(t->weight + i, mask, w);
        add_up(slot, t->target + i, w, n);
    }
}

deliver_function *deliver_by_hand(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") ? deliver_avx512 : NULL;
}
#else
deliver_function *deliver_by_hand(void)
{
    return NULL;
}
#endif
