/* engram devices: one line per device, with its measured copy bandwidth. */
#include "cli/cli.h"

#include <engram/device.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const double gib = 1024.0 * 1024.0 * 1024.0;

/* Bandwidth of one device, or a negative number and a line on stderr: a device that does not work must not hide the others. */
static double measured(const engram_device_description *d)
{
    double bytes_per_s = -1;
    engram_status *status = engram_status_create();
    if (status && engram_device_bandwidth(d->selector, &bytes_per_s, status) != ENGRAM_OK) {
        fprintf(stderr, "device %s does not work: %s; %s (engram doctor says more)\n", d->selector,
                engram_status_what(status), engram_status_why(status));
        bytes_per_s = -1;
    }
    engram_status_free(status);
    return bytes_per_s;
}

static int longest(const engram_device_description *list, size_t n, size_t offset, int least)
{
    for (size_t i = 0; i < n; i++) {
        int length = (int)strlen((const char *)&list[i] + offset);
        least = length > least ? length : least;
    }
    return least;
}

static void print_table(const engram_device_description *list, size_t n, bool fast)
{
    int name = longest(list, n, offsetof(engram_device_description, name), 4);
    int platform = longest(list, n, offsetof(engram_device_description, platform), 8);
    int driver = longest(list, n, offsetof(engram_device_description, driver), 6);
    printf("%-5s  %-11s  %-*s  %-*s  %-*s  %5s  %10s  %10s%s\n", "", "type", name, "name", platform,
           "platform", driver, "driver", "units", "memory", "max buffer", fast ? "" : "  copy bandwidth");
    for (size_t i = 0; i < n; i++) {
        const engram_device_description *d = &list[i];
        printf("%-5s  %-11s  %-*s  %-*s  %-*s  %5" PRIu32 "  %6.2f GiB  %6.2f GiB", d->selector, d->type,
               name, d->name, platform, d->platform, driver, d->driver, d->compute_units,
               (double)d->memory_bytes / gib, (double)d->max_allocation_bytes / gib);
        double bytes_per_s = fast ? -1 : measured(d);
        if (bytes_per_s >= 0)
            printf("  %9.4g GB/s", bytes_per_s / 1e9);
        else if (!fast)
            printf("  does not work");
        printf("\n");
    }
}

/* Driver strings come from outside: quotes, backslashes and control characters are escaped. */
static void print_string(const char *key, const char *text)
{
    printf("\"%s\": \"", key);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else if ((unsigned char)*text < ' ')
            printf("\\u%04x", *text);
        else
            putchar(*text);
    }
    printf("\", ");
}

static void print_json(const engram_device_description *list, size_t n, bool fast)
{
    printf("[");
    for (size_t i = 0; i < n; i++) {
        const engram_device_description *d = &list[i];
        double bytes_per_s = fast ? -1 : measured(d);
        printf("%s{", i ? ",\n " : "");
        print_string("selector", d->selector);
        print_string("type", d->type);
        print_string("name", d->name);
        print_string("platform", d->platform);
        print_string("vendor", d->vendor);
        print_string("driver", d->driver);
        print_string("version", d->version);
        printf("\"memory_bytes\": %" PRIu64 ", \"max_allocation_bytes\": %" PRIu64
               ", \"compute_units\": %" PRIu32 ", \"max_work_group\": %" PRIu64
               ", \"unified_memory\": %s, \"copy_bytes_per_s\": ",
               d->memory_bytes, d->max_allocation_bytes, d->compute_units, d->max_work_group,
               d->unified_memory ? "true" : "false");
        if (bytes_per_s >= 0)
            printf("%.6g}", bytes_per_s);
        else
            printf("null}");
    }
    printf("]\n");
}

int cli_devices(const struct cli_command *command, int argc, char **argv)
{
    bool json = false, fast = false;
    const struct cli_option options[] = {
        {"json", 0, OPTION_FLAG, NULL, "as JSON", &json},
        {"fast", 0, OPTION_FLAG, NULL, "do not measure the copy bandwidth (0.3 s per device)", &fast},
    };
    engram_device_description *list = NULL;
    size_t n = 0;
    int done = cli_parse(command, options, sizeof options / sizeof *options, argc, argv, 0, 0, NULL);
    if (done >= 0)
        return done;

    engram_status *status = engram_status_create();
    engram_code code = engram_devices_list(&list, &n, status);
    if (code == ENGRAM_OK && n == 0 && !json) {
        engram_device_description none;
        code = engram_device_find(NULL, &none, status); /* says why there is none and what to do */
    }
    if (code == ENGRAM_OK && json)
        print_json(list, n, fast);
    else if (code == ENGRAM_OK)
        print_table(list, n, fast);
    done = code == ENGRAM_OK ? 0 : cli_fail(status);
    free(list);
    engram_status_free(status);
    return done;
}
