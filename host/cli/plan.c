#include "cli/cli.h"

#include <inttypes.h>

static void print_bytes(const char *name, uint64_t bytes)
{
    const char *units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double x = (double)bytes;
    int i = 0;
    while (x >= 1024 && i < 4) {
        x /= 1024;
        i++;
    }
    printf("  %-44s %14" PRIu64 "  %8.2f %s\n", name, bytes, x, units[i]);
}

static void print_slots(const engram_plan_slots *s)
{
    printf("  slots of %.64s: %" PRIu32 ", ", s->population, s->slots);
    if (!s->needed)
        printf("too many days or births to tell whether all find one\n");
    else if (s->needed <= s->slots)
        printf("%s%" PRIu32 " are needed\n", s->at_most ? "at most " : "", s->needed);
    else
        printf("too few: %s%" PRIu32 " are needed; make size %" PRIu32 "\n", s->at_most ? "up to " : "",
               s->needed, s->needed);
}

static void print_plan(const engram_plan *p)
{
    printf("  %" PRIu64
           " neurons, %.0f synapses, %.2f bytes per synapse\n  %u tiles, windows of %u steps\n\n",
           p->n_neurons, p->n_synapses, p->bytes_per_synapse, p->n_tiles, p->window);
    printf("  %-44s %14s\n", "array", "bytes");
    for (size_t i = 0; i < p->n_items; i++)
        print_bytes(p->items[i].name, p->items[i].bytes);
    print_bytes("device, all together", p->device_bytes);
    print_bytes("device, allowed", p->device_memory);
    print_bytes("host, while building", p->host_bytes);
    if (p->most_bytes) {
        print_bytes("device, if synapses come up to max_in_degree", p->most_bytes);
        printf("  %-44s %14.0f\n", "synapses then", p->most_synapses);
    }
    for (size_t i = 0; i < p->n_slots; i++)
        print_slots(&p->slots[i]);
}

static void print_json(const engram_plan *p)
{
    printf("{\"n_neurons\": %" PRIu64 ", \"n_synapses\": %.0f, \"bytes_per_synapse\": %.4f, \"n_tiles\": %u, "
           "\"window_steps\": %u, \"device_bytes\": %" PRIu64 ", \"device_memory\": %" PRIu64
           ", \"host_bytes\": %" PRIu64 ", \"fits\": %s, \"arrays\": {",
           p->n_neurons, p->n_synapses, p->bytes_per_synapse, p->n_tiles, p->window, p->device_bytes,
           p->device_memory, p->host_bytes, p->fits ? "true" : "false");
    for (size_t i = 0; i < p->n_items; i++)
        printf("%s\"%s\": %" PRIu64, i ? ", " : "", p->items[i].name, p->items[i].bytes);
    printf("}, \"most_synapses\": %.0f, \"most_bytes\": %" PRIu64 ", \"slots\": {", p->most_synapses,
           p->most_bytes);
    for (size_t i = 0; i < p->n_slots; i++)
        printf("%s\"%s\": {\"slots\": %" PRIu32 ", \"needed\": %" PRIu32 ", \"at_most\": %s}", i ? ", " : "",
               p->slots[i].population, p->slots[i].slots, p->slots[i].needed,
               p->slots[i].at_most ? "true" : "false");
    printf("}}\n");
}

int cli_plan(const struct cli_command *command, int argc, char **argv)
{
    struct cli_experiment common = {0};
    const char *file = NULL;
    bool json = false;
    struct cli_option options[CLI_EXPERIMENT_OPTIONS + 1] = {
        {"json", 0, OPTION_FLAG, NULL, "as JSON", &json}};
    size_t n = 1;
    cli_experiment_options(&common, options, &n);
    int done = cli_parse(command, options, n, argc, argv, 1, 1, &file);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_plan *plan = NULL;
    engram_options o = {0};
    cli_apply(&common, &o);
    engram_code code = cli_load(&common, file, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_plan_create(experiment, &o, &plan, status);
    int exit_code = 0;
    if (code != ENGRAM_OK)
        exit_code = cli_fail(status);
    else {
        json ? print_json(plan) : print_plan(plan);
        if (!plan->fits) {
            fprintf(stderr,
                    "error: it does not fit\n  do:    choose another device, or make the network smaller\n");
            exit_code = engram_exit_code(ENGRAM_E_RESOURCES);
        }
    }
    engram_plan_free(plan);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return exit_code;
}
