#include "device/select.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LISTED_BYTES = 1900 }; /* a status slot holds 2048 */

static bool contains(const char *text, const char *part)
{
    size_t n = strlen(part);
    for (; *text; text++) {
        if (strncasecmp(text, part, n) == 0)
            return true;
    }
    return false;
}

/* One or two digits are a position over all devices and never a part of a name: asking for a fifth device must not give an "RTX 4090". */
static bool is_index(const char *selector)
{
    size_t length = strlen(selector);
    return length <= 2 && strspn(selector, "0123456789") == length;
}

static bool by_index(const char *selector, size_t n, size_t *chosen)
{
    *chosen = strtoul(selector, NULL, 10);
    return *chosen < n;
}

/* "0:1" as listed; "00:1" means the same. */
static bool by_pair(const engram_device_description *list, size_t n, const char *selector, size_t *chosen)
{
    unsigned platform = 0, device = 0;
    int end = 0;
    if (sscanf(selector, "%u:%u%n", &platform, &device, &end) != 2 || selector[end] != '\0')
        return false;
    char wanted[32];
    snprintf(wanted, sizeof wanted, "%u:%u", platform, device);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].selector, wanted) == 0) {
            *chosen = i;
            return true;
        }
    }
    return false;
}

static bool by_type(const engram_device_description *list, size_t n, const char *selector, size_t *chosen)
{
    for (size_t i = 0; i < n; i++) {
        if (strcasecmp(list[i].type, selector) == 0) {
            *chosen = i;
            return true;
        }
    }
    return false;
}

static bool by_name(const engram_device_description *list, size_t n, const char *selector, size_t *chosen)
{
    for (size_t i = 0; i < n; i++) {
        if (contains(list[i].name, selector) || contains(list[i].platform, selector)) {
            *chosen = i;
            return true;
        }
    }
    return false;
}

static void list_all(const engram_device_description *list, size_t n, char *out)
{
    int used = snprintf(out, LISTED_BYTES, "choose one of:");
    for (size_t i = 0; i < n && used < LISTED_BYTES; i++)
        used += snprintf(out + used, (size_t)(LISTED_BYTES - used), "%s%s (%s) %s on %s", i ? "; " : " ",
                         list[i].selector, list[i].type, list[i].name, list[i].platform);
}

engram_code select_device(const engram_device_description *list, size_t n, const char *selector,
                          size_t *chosen, engram_status *status)
{
    const char *given_by = "device option";
    if (!selector || !*selector) {
        selector = getenv("ENGRAM_DEVICE");
        given_by = "environment variable ENGRAM_DEVICE";
    }
    if (n == 0)
        return FAIL(
            ENGRAM_E_DEVICE, .what = "there is no OpenCL device on this machine", .where = "OpenCL loader",
            .why =
                "no platform offers one: no driver is installed, or it is not allowed to reach its hardware",
            .hint = "install a driver (pocl-opencl-icd runs on every CPU), then see: engram doctor");
    if (!selector || !*selector) {
        if (!by_type(list, n, "gpu", chosen) && !by_type(list, n, "cpu", chosen))
            *chosen = 0;
        return ENGRAM_OK;
    }
    if (is_index(selector) ? by_index(selector, n, chosen)
                           : by_pair(list, n, selector, chosen) || by_type(list, n, selector, chosen) ||
                                 by_name(list, n, selector, chosen))
        return ENGRAM_OK;
    char listed[LISTED_BYTES];
    list_all(list, n, listed);
    return FAIL(
        ENGRAM_E_DEVICE, .what = TEXT("no device fits '%s'", selector), .where = given_by,
        .why =
            "it is no index, no platform:device pair, no type and no part of a device's or platform's name",
        .hint = listed);
}
