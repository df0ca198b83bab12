#include "device/platform.h"

#include "core/memory.h"
#include "device/select.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Drivers pad names with blanks or wrap them; what is shown and matched is trimmed. */
static void trim(char *text)
{
    size_t start = strspn(text, " \t\n"), n = strlen(text);
    while (n > start && isspace((unsigned char)text[n - 1]))
        n--;
    memmove(text, text + start, n - start);
    text[n - start] = '\0';
}

/* A string too long for its slot is cut: it is for display. */
static void device_text(cl_device_id id, cl_device_info what, char *out, size_t bytes)
{
    char text[2048] = "";
    if (clGetDeviceInfo(id, what, sizeof text - 1, text, NULL) != CL_SUCCESS)
        text[0] = '\0';
    trim(text);
    snprintf(out, bytes, "%.*s", (int)bytes - 1, text);
}

static void platform_text(cl_platform_id id, cl_platform_info what, char *out, size_t bytes)
{
    char text[2048] = "";
    if (clGetPlatformInfo(id, what, sizeof text - 1, text, NULL) != CL_SUCCESS)
        text[0] = '\0';
    trim(text);
    snprintf(out, bytes, "%.*s", (int)bytes - 1, text);
}

/* One word per device. A simulator (Oclgrind) claims to be every type at once; it is none of them, and never anybody's default. */
static const char *type_word(cl_device_type type)
{
    switch (type & ~(cl_device_type)CL_DEVICE_TYPE_DEFAULT) {
    case CL_DEVICE_TYPE_CPU:
        return "cpu";
    case CL_DEVICE_TYPE_GPU:
        return "gpu";
    default:
        return "accelerator";
    }
}

/* Indices are below MAX_PLATFORMS and MAX_PLATFORM_DEVICES. */
static void describe(struct found_device *found, uint8_t i_platform, uint8_t i_device)
{
    engram_device_description *d = &found->description;
    cl_device_type type = 0;
    cl_ulong memory = 0, max_alloc = 0;
    cl_uint units = 0;
    cl_bool unified = CL_FALSE;
    size_t group = 0;

    snprintf(d->selector, sizeof d->selector, "%u:%u", i_platform, i_device);
    platform_text(found->platform, CL_PLATFORM_NAME, d->platform, sizeof d->platform);
    device_text(found->id, CL_DEVICE_NAME, d->name, sizeof d->name);
    device_text(found->id, CL_DEVICE_VENDOR, d->vendor, sizeof d->vendor);
    device_text(found->id, CL_DRIVER_VERSION, d->driver, sizeof d->driver);
    device_text(found->id, CL_DEVICE_VERSION, d->version, sizeof d->version);
    /* A query that fails leaves its zero: the device is listed, and opening it says what is wrong. */
    clGetDeviceInfo(found->id, CL_DEVICE_TYPE, sizeof type, &type, NULL);
    clGetDeviceInfo(found->id, CL_DEVICE_GLOBAL_MEM_SIZE, sizeof memory, &memory, NULL);
    clGetDeviceInfo(found->id, CL_DEVICE_MAX_MEM_ALLOC_SIZE, sizeof max_alloc, &max_alloc, NULL);
    clGetDeviceInfo(found->id, CL_DEVICE_MAX_COMPUTE_UNITS, sizeof units, &units, NULL);
    clGetDeviceInfo(found->id, CL_DEVICE_MAX_WORK_GROUP_SIZE, sizeof group, &group, NULL);
    clGetDeviceInfo(found->id, CL_DEVICE_HOST_UNIFIED_MEMORY, sizeof unified, &unified, NULL);
    snprintf(d->type, sizeof d->type, "%s", type_word(type));
    d->memory_bytes = memory;
    d->max_allocation_bytes = max_alloc;
    d->compute_units = units;
    d->max_work_group = group;
    d->unified_memory = unified == CL_TRUE;
}

cl_uint platform_ids(cl_platform_id *ids)
{
    cl_uint n = 0;
    if (clGetPlatformIDs(MAX_PLATFORMS, ids, &n) != CL_SUCCESS)
        return 0;
    return n < MAX_PLATFORMS ? n : MAX_PLATFORMS;
}

engram_code platform_devices(struct found_device **out, size_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_platform_id platforms[MAX_PLATFORMS];
    cl_uint n_platforms = platform_ids(platforms);
    struct found_device *all = NULL;
    size_t n_all = 0;

    TRY(memory_new(&all, 0, sizeof *all, "list of devices", status));
    for (unsigned i = 0; i < n_platforms; i++) {
        cl_device_id ids[MAX_PLATFORM_DEVICES];
        cl_uint n_ids = 0;
        if (clGetDeviceIDs(platforms[i], CL_DEVICE_TYPE_ALL, MAX_PLATFORM_DEVICES, ids, &n_ids) != CL_SUCCESS)
            continue;
        n_ids = n_ids < MAX_PLATFORM_DEVICES ? n_ids : MAX_PLATFORM_DEVICES;
        TRY(memory_resize(&all, n_all + n_ids, sizeof *all, "list of devices", status));
        for (unsigned j = 0; j < n_ids; j++) {
            struct found_device *found = &all[n_all++];
            *found = (struct found_device){.platform = platforms[i], .id = ids[j]};
            describe(found, (uint8_t)i, (uint8_t)j);
        }
    }
    *out = all;
    *n = n_all;
    all = NULL;

cleanup:
    free(all);
    return code;
}

engram_code engram_devices_list(engram_device_description **out, size_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct found_device *all = NULL;
    engram_device_description *list = NULL;
    size_t n_all = 0;

    TRY(platform_devices(&all, &n_all, status));
    TRY(memory_new(&list, n_all, sizeof *list, "list of devices", status));
    for (size_t i = 0; i < n_all; i++)
        list[i] = all[i].description;
    *out = list;
    *n = n_all;

cleanup:
    free(all);
    return code;
}

engram_code platform_find(const char *selector, struct found_device *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct found_device *all = NULL;
    engram_device_description *list = NULL;
    size_t n_all = 0, chosen = 0;

    TRY(platform_devices(&all, &n_all, status));
    TRY(memory_new(&list, n_all, sizeof *list, "list of devices", status));
    for (size_t i = 0; i < n_all; i++)
        list[i] = all[i].description;
    TRY(select_device(list, n_all, selector, &chosen, status));
    *out = all[chosen];

cleanup:
    free(list);
    free(all);
    return code;
}

engram_code engram_device_find(const char *selector, engram_device_description *out, engram_status *status)
{
    struct found_device found;
    engram_code code = platform_find(selector, &found, status);
    if (code == ENGRAM_OK)
        *out = found.description;
    return code;
}
