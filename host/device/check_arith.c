/* Every expression of kernels/check/known.h for N inputs, on the device and here. */
#include "device/checks.h"

#include "check/known.h"
#include "core/memory.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/program.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { N = 4096, N_EDGES = 16 };

/* Inputs and answers; one block, because it is large. */
struct answers {
    float reals[N_REAL_SETS][3][N];
    uint32_t words[3][N];
    uint32_t wanted[N_KNOWN][N], got[N_KNOWN][N];
};

/* Values where implementations part: signed zeros, ties, whole numbers, and the ends of exp_'s range. */
static const float edges[N_EDGES] = {0.0f, -0.0f, 0.5f,  -0.5f,  1.5f,      -1.5f,       2.5f,  -2.5f,
                                     1.0f, -1.0f, 87.0f, -87.0f, -87.0001f, 0.99999994f, 88.0f, -100.0f};

static void make_inputs(struct answers *a)
{
    for (u32 i = 0; i < N; i++) {
        for (u32 argument = 0; argument < 3; argument++) {
            philox_block random = philox((philox_block){{i, argument, 0, 0}}, 1u, 2u);
            float unit = (float)(random.v[0] >> 8) * 0x1p-24f;
            i32 exponent = (i32)(random.v[1] % 200u) - 100;
            a->words[argument][i] = random.v[2];
            a->reals[SET_SIGNED][argument][i] = 200.0f * unit - 100.0f;
            a->reals[SET_POSITIVE][argument][i] = bits_real((exponent + 127) << 23) * (1.0f + unit);
        }
    }
    for (u32 i = 0; i < N_EDGES * N_EDGES; i++) {
        a->reals[SET_SIGNED][0][i] = edges[i % N_EDGES];
        a->reals[SET_SIGNED][1][i] = edges[i / N_EDGES];
        a->reals[SET_SIGNED][2][i] = edges[i * 7u % N_EDGES];
    }
}

static uint32_t bits_of_real(float x)
{
    return (uint32_t)real_bits(x);
}

/* The same lists as the kernel walks, with this host's compiler. */
static void compute_here(struct answers *a)
{
#define ANSWER_REAL(name, set, ...)                                                                          \
    for (u32 i = 0; i < N; i++)                                                                              \
        a->wanted[KNOWN_##name][i] = bits_of_real(                                                           \
            known_##name(a->reals[SET_##set][0][i], a->reals[SET_##set][1][i], a->reals[SET_##set][2][i]));
#define ANSWER_INT(name, set, ...)                                                                           \
    for (u32 i = 0; i < N; i++)                                                                              \
        a->wanted[KNOWN_##name][i] = (uint32_t)known_##name(                                                 \
            a->reals[SET_##set][0][i], a->reals[SET_##set][1][i], a->reals[SET_##set][2][i]);
#define ANSWER_WORD(name, ...)                                                                               \
    for (u32 i = 0; i < N; i++)                                                                              \
        a->wanted[KNOWN_##name][i] = known_##name(a->words[0][i], a->words[1][i], a->words[2][i]);
    KNOWN_REALS(ANSWER_REAL)
    KNOWN_INTS(ANSWER_INT)
    KNOWN_WORDS(ANSWER_WORD)
}

static engram_code compute_there(struct device *dev, cl_program program, struct answers *a,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    cl_kernel kernel = NULL;
    cl_mem reals = NULL, words = NULL, results = NULL;
    cl_uint n = N;

    TRY(program_kernel(dev, program, "answer", &kernel, status));
    TRY(bank_alloc_copy(dev, a->reals, sizeof a->reals, "inputs of the self-test", &reals, status));
    TRY(bank_alloc_copy(dev, a->words, sizeof a->words, "inputs of the self-test", &words, status));
    TRY(bank_alloc_zero(dev, sizeof a->got, "answers of the self-test", &results, status));
    CL_TRY(clSetKernelArg(kernel, 0, sizeof reals, &reals));
    CL_TRY(clSetKernelArg(kernel, 1, sizeof words, &words));
    CL_TRY(clSetKernelArg(kernel, 2, sizeof results, &results));
    CL_TRY(clSetKernelArg(kernel, 3, sizeof n, &n));
    TRY(launch(dev, kernel, N / dev->vw, 0, "self-test: answer", status));
    TRY(bank_read(dev, results, 0, a->got, sizeof a->got, status));

cleanup:
    bank_free(dev, &results);
    bank_free(dev, &words);
    bank_free(dev, &reals);
    if (kernel)
        clReleaseKernel(kernel);
    return code;
}

/* Set of an expression's inputs, or -1 for words. */
static const struct {
    const char *name;
    int set;
    bool is_real;
} known[N_KNOWN] = {
#define DESCRIBE_REAL(name_, set_, ...) [KNOWN_##name_] = {#name_, SET_##set_, true},
#define DESCRIBE_INT(name_, set_, ...)  [KNOWN_##name_] = {#name_, SET_##set_, false},
#define DESCRIBE_WORD(name_, ...)       [KNOWN_##name_] = {#name_, -1, false},
    KNOWN_REALS(DESCRIBE_REAL) KNOWN_INTS(DESCRIBE_INT) KNOWN_WORDS(DESCRIBE_WORD)};

static const char *show(uint32_t bits, bool is_real, engram_status *status)
{
    if (is_real)
        return TEXT("0x%08" PRIx32 " (%.9g)", bits, (double)bits_real((i32)bits));
    return TEXT("0x%08" PRIx32 " (%" PRId32 ")", bits, (int32_t)bits);
}

static uint32_t input_bits(const struct answers *a, int set, int argument, u32 i)
{
    return set < 0 ? a->words[argument][i] : bits_of_real(a->reals[set][argument][i]);
}

static engram_code compare(const struct device *dev, const struct answers *a, engram_status *status)
{
    for (int k = 0; k < N_KNOWN; k++) {
        u32 n_wrong = 0, first = 0;
        for (u32 i = N; i-- > 0;) {
            if (a->got[k][i] != a->wanted[k][i]) {
                n_wrong++;
                first = i;
            }
        }
        if (n_wrong == 0)
            continue;
        int set = known[k].set;
        return check_fail(dev, TEXT("the device computes %s wrongly", known[k].name),
                          TEXT("of x = %s, y = %s, z = %s the device makes %s and this host %s; %" PRIu32
                               " of %d inputs differ",
                               show(input_bits(a, set, 0, first), set >= 0, status),
                               show(input_bits(a, set, 1, first), set >= 0, status),
                               show(input_bits(a, set, 2, first), set >= 0, status),
                               show(a->got[k][first], known[k].is_real, status),
                               show(a->wanted[k][first], known[k].is_real, status), n_wrong, N),
                          status);
    }
    return ENGRAM_OK;
}

engram_code check_arith(struct device *dev, cl_program program, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct answers *a = NULL;

    TRY(memory_new(&a, 1, sizeof *a, "answers of the self-test", status));
    make_inputs(a);
    compute_here(a);
    TRY(compute_there(dev, program, a, status));
    TRY(compare(dev, a, status));

cleanup:
    free(a);
    return code;
}
