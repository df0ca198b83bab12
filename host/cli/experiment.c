#include "cli/cli.h"

#include <stdlib.h>

void cli_experiment_options(struct cli_experiment *c, struct cli_option *options, size_t *n)
{
    const struct cli_option common[CLI_EXPERIMENT_OPTIONS] = {
        {"device", 'd', OPTION_TEXT, "NAME", "device: cpu, gpu, 0:1, or part of its name (engram devices)",
         &c->device},
        {"set", 's', OPTION_TEXTS, "KEY=VALUE", "change a key of the experiment: populations.E.size=100",
         &c->set},
        {"duration", 0, OPTION_TEXT, "TIME", "same as --set duration=TIME", &c->duration},
        {"seed", 0, OPTION_TEXT, "N", "same as --set seed=N", &c->seed},
        {"memory-limit", 0, OPTION_BYTES, "BYTES", "use no more of the device's memory (8G)",
         &c->memory_limit},
        {"tiles", 0, OPTION_COUNT, "N", "target tiles (default: by device)", &c->tiles},
        {"window", 0, OPTION_COUNT, "STEPS", "steps per window (default: the largest legal)", &c->window},
        {"work-group", 0, OPTION_COUNT, "N", "work-group size (default: by kernel)", &c->work_group},
        {"delivery", 0, OPTION_TEXT, "KIND", "tiles (owned) or chunks (atomics) (default: by device)",
         &c->delivery},
        {"flush-every", 0, OPTION_COUNT, "N", "flush after every N windows (default: when needed)",
         &c->flush_every},
    };
    for (int i = 0; i < CLI_EXPERIMENT_OPTIONS; i++)
        options[(*n)++] = common[i];
}

engram_code cli_load(const struct cli_experiment *c, const char *path, engram_experiment **out,
                     engram_status *status)
{
    struct cli_texts set = c->set;
    char duration[256], seed[256];
    if (c->duration && set.n < 62) {
        snprintf(duration, sizeof duration, "duration=%s", c->duration);
        set.items[set.n++] = duration;
    }
    if (c->seed && set.n < 63) {
        snprintf(seed, sizeof seed, "seed=%s", c->seed);
        set.items[set.n++] = seed;
    }
    return engram_experiment_load(path, set.items, set.n, out, status);
}

void cli_apply(const struct cli_experiment *c, engram_options *options)
{
    options->device = c->device;
    options->delivery = c->delivery;
    options->tiles = (uint32_t)c->tiles;
    options->window = (uint32_t)c->window;
    options->work_group = (uint32_t)c->work_group;
    options->flush_every = (uint32_t)c->flush_every;
    options->memory_limit = c->memory_limit;
}
