#include "store/scan.h"

#include "core/memory.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/program.h"
#include "model/model.h"

#include <stdlib.h>

/* A core walks long blocks best; a GPU wants more work-items than cores. */
enum { BLOCK_OF_CPU = 1024, BLOCK_OF_GPU = 32, MAX_LEVELS = 32 };

struct scan {
    struct device *dev;
    size_t work_group;
    uint32_t block;
    cl_program program;
    cl_kernel sums, prefixes;
    struct level {
        cl_mem sums; /* of the blocks of this level: the values of the next */
        uint32_t room;
    } levels[MAX_LEVELS];
    cl_mem nothing; /* one word, 0: what lies before the only block of the last level */
};

engram_code scan_create(struct device *dev, size_t work_group, uint32_t block, struct scan **out,
                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    struct scan *scan = NULL;
    *out = NULL;
    TRY(memory_new(&scan, 1, sizeof *scan, "prefix sums", status));
    scan->dev = dev;
    scan->work_group = work_group ? work_group : STRUCTURE_GROUP;
    scan->block = block ? block : dev->is_cpu ? BLOCK_OF_CPU : BLOCK_OF_GPU;
    TRY(assemble_file("structure/scan.cl", &text, status));
    TRY(program_build(dev, "prefix sums", text, NULL, &scan->program, status));
    TRY(program_kernel(dev, scan->program, "scan_sums", &scan->sums, status));
    TRY(program_kernel(dev, scan->program, "scan_prefixes", &scan->prefixes, status));
    TRY(bank_alloc_zero(dev, sizeof(uint32_t), "prefix sums", &scan->nothing, status));
    *out = scan;
    scan = NULL;
cleanup:
    free(text);
    scan_free(scan);
    return code;
}

void scan_free(struct scan *scan)
{
    if (!scan)
        return;
    for (int k = 0; k < MAX_LEVELS; k++)
        bank_free(scan->dev, &scan->levels[k].sums);
    bank_free(scan->dev, &scan->nothing);
    if (scan->sums)
        clReleaseKernel(scan->sums);
    if (scan->prefixes)
        clReleaseKernel(scan->prefixes);
    if (scan->program)
        clReleaseProgram(scan->program);
    free(scan);
}

static uint32_t blocks_of(const struct scan *scan, uint32_t n)
{
    return n / scan->block + (n % scan->block != 0);
}

/* Grown with room to spare, because the number of elements changes from call to call. */
static engram_code level_grow(struct scan *scan, struct level *level, uint32_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t room = (uint64_t)n + n / 2 + 1;
    if (n <= level->room)
        return ENGRAM_OK;
    bank_free(scan->dev, &level->sums);
    level->room = 0;
    TRY(bank_alloc_zero(scan->dev, (room + 1) * sizeof(uint32_t), "prefix sums", &level->sums, status));
    level->room = (uint32_t)(room < UINT32_MAX ? room : UINT32_MAX);
cleanup:
    return code;
}

static engram_code sum_blocks(struct scan *scan, cl_mem values, cl_mem sums, uint32_t n,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    struct device *dev = scan->dev;
    CL_TRY(clSetKernelArg(scan->sums, 0, sizeof values, &values));
    CL_TRY(clSetKernelArg(scan->sums, 1, sizeof sums, &sums));
    CL_TRY(clSetKernelArg(scan->sums, 2, sizeof n, &n));
    CL_TRY(clSetKernelArg(scan->sums, 3, sizeof scan->block, &scan->block));
    TRY(launch(dev, scan->sums, blocks_of(scan, n), scan->work_group, "scan_sums", status));
cleanup:
    return code;
}

static engram_code fill_blocks(struct scan *scan, cl_mem values, cl_mem sums, uint32_t n, cl_mem prefix,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    struct device *dev = scan->dev;
    CL_TRY(clSetKernelArg(scan->prefixes, 0, sizeof values, &values));
    CL_TRY(clSetKernelArg(scan->prefixes, 1, sizeof sums, &sums));
    CL_TRY(clSetKernelArg(scan->prefixes, 2, sizeof prefix, &prefix));
    CL_TRY(clSetKernelArg(scan->prefixes, 3, sizeof n, &n));
    CL_TRY(clSetKernelArg(scan->prefixes, 4, sizeof scan->block, &scan->block));
    TRY(launch(dev, scan->prefixes, blocks_of(scan, n), scan->work_group, "scan_prefixes", status));
cleanup:
    return code;
}

static engram_code scan_level(struct scan *scan, int k, cl_mem values, uint32_t n, cl_mem prefix,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_blocks = blocks_of(scan, n);
    struct level *level = &scan->levels[k];
    if (n_blocks <= 1)
        return fill_blocks(scan, values, scan->nothing, n, prefix, status);
    TRY(level_grow(scan, level, n_blocks, status));
    TRY(sum_blocks(scan, values, level->sums, n, status));
    TRY(scan_level(scan, k + 1, level->sums, n_blocks, level->sums, status));
    TRY(fill_blocks(scan, values, level->sums, n, prefix, status));
cleanup:
    return code;
}

engram_code scan_run(struct scan *scan, cl_mem values, uint32_t n, cl_mem prefix, engram_status *status)
{
    return n ? scan_level(scan, 0, values, n, prefix, status)
             : bank_zero(scan->dev, prefix, 0, sizeof(uint32_t), status);
}
