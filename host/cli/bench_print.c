#include "cli/bench_print.h"

#include "io/json.h"

#include <engram/engram.h>

#include <inttypes.h>
#include <time.h>

/* ---- for people ---- */

static void print_spread(FILE *out, const char *name, engram_spread s, double unit)
{
    fprintf(out, "  %-46s %11.4g %11.4g %11.4g\n", name, s.median / unit, s.low / unit, s.high / unit);
}

static double kernel_bandwidth(const engram_kernel_profile *k)
{
    return k->seconds > 0 ? (double)k->bytes / k->seconds : 0;
}

static void print_kernels(const engram_bench_profile *p, double copy_bytes_per_s, FILE *out)
{
    fprintf(out, "\n  %-24s %9s %10s %11s %7s %10s %9s\n", "kernel", "launches", "seconds", "us/launch",
            "time", "GB/s", "of copy");
    for (size_t i = 0; i < p->n_kernels; i++) {
        const engram_kernel_profile *k = &p->kernels[i];
        fprintf(out, "  %-24s %9" PRIu64 " %10.4f %11.2f %6.1f%%", k->name, k->launches, k->seconds,
                1e6 * k->seconds / (double)k->launches, 100 * k->seconds / p->kernel_s);
        if (k->bytes)
            fprintf(out, " %10.2f %8.1f%%", 1e-9 * kernel_bandwidth(k),
                    100 * kernel_bandwidth(k) / copy_bytes_per_s);
        fputc('\n', out);
    }
}

static void print_profile(const engram_bench_profile *p, FILE *out)
{
    fprintf(out, "  %" PRIu64 " launches, %.3g s in kernels of %.3g s: %.1f %% for host and driver\n",
            p->n_launches, p->kernel_s, p->seconds, 100 * (1 - p->kernel_s / p->seconds));
}

static void print_device(const engram_device_description *d, FILE *out)
{
    fprintf(out, "\n  engram %s on %s\n  %s, driver %s, %u units, %.1f GiB\n", ENGRAM_VERSION, d->name,
            d->platform, d->driver, d->compute_units, (double)d->memory_bytes / (1u << 30));
}

static void print_spread_head(FILE *out)
{
    fprintf(out, "  %-46s %11s %11s %11s\n", "", "median", "low", "high");
}

static void print_network(const engram_bench *b, FILE *out)
{
    fprintf(out,
            "  %" PRIu64 " neurons, %.4g million synapses, %.4g million of them plastic; %g ms after %g ms, "
            "%.3g Hz; %u rounds\n\n",
            b->n_neurons, 1e-6 * b->plastic.n_synapses, 1e-6 * b->plastic.n_plastic, b->measured_ms,
            b->warm_up_ms, b->plastic.rate_hz, b->rounds);
    print_spread_head(out);
    print_spread(out, "plastic events, million per s", b->plastic.plastic_events_per_s, 1e6);
    print_spread(out, "all events of that network, million per s", b->plastic.events_per_s, 1e6);
    print_spread(out, "static events, million per s", b->fixed.events_per_s, 1e6);
    print_spread(out, "neuron updates with Poisson drive, million per s", b->driven_updates_per_s, 1e6);
    print_spread(out, "neuron updates without, million per s", b->bare_updates_per_s, 1e6);
    print_spread(out, "wall s per simulated s, plastic", b->plastic.real_time_factor, 1);
    print_spread(out, "wall s per simulated s, static", b->fixed.real_time_factor, 1);
    print_spread(out, "copy bandwidth, GB/s", b->copy_bytes_per_s, 1e9);
    print_spread(out, "share of it, plastic network, %", b->plastic.share_of_copy, 0.01);
    print_spread(out, "share of it, static network, %", b->fixed.share_of_copy, 0.01);
    print_spread(out, "synapses built, million per s", b->plastic.built_per_s, 1e6);
    print_spread(out, "build, start-up test and all, s", b->plastic.build_s, 1);
}

static void print_text(const engram_bench *b, const struct bench_format *format, FILE *out)
{
    double whole = b->plastic.device_bytes / b->plastic.n_synapses;
    print_device(&b->device, out);
    print_network(b, out);
    fprintf(out,
            "\n  bytes per plastic synapse %.2f, per static one %.2f; with neurons and buffers %.2f per "
            "synapse\n",
            b->plastic.bytes_per_synapse, b->fixed.bytes_per_synapse, whole);
    print_profile(&b->profile, out);
    fprintf(out,
            "  digests: plastic %016" PRIx64 ", static %016" PRIx64 ", neurons %016" PRIx64
            " (equal on every device)\n",
            b->plastic.digest.total, b->fixed.digest.total, b->neurons_digest.total);
    if (format->with_kernels)
        print_kernels(&b->profile, b->copy_bytes_per_s.median, out);
}

static void print_experiment_text(const engram_experiment_bench *b, const char *name, FILE *out)
{
    const engram_bench_network *n = &b->network;
    print_device(&b->device, out);
    fprintf(out,
            "  %s: %" PRIu64
            " neurons, %.4g million synapses, %.4g million of them plastic; %g ms after %g ms, "
            "%.3g Hz; %u rounds\n\n",
            name, b->n_neurons, 1e-6 * n->n_synapses, 1e-6 * n->n_plastic, b->measured_ms, b->warm_up_ms,
            n->rate_hz, b->rounds);
    print_spread_head(out);
    print_spread(out, "wall s per simulated s", n->real_time_factor, 1);
    print_spread(out, "all events, million per s", n->events_per_s, 1e6);
    print_spread(out, "plastic events, million per s", n->plastic_events_per_s, 1e6);
    print_spread(out, "copy bandwidth, GB/s", b->copy_bytes_per_s, 1e9);
    print_spread(out, "share of it, %", n->share_of_copy, 0.01);
    print_spread(out, "synapses built, million per s", n->built_per_s, 1e6);
    print_spread(out, "build, start-up test and all, s", n->build_s, 1);
    fprintf(out, "\n  %-24s %12s %10s\n", "population", "neurons", "rate (Hz)");
    for (size_t i = 0; i < b->n_populations; i++)
        fprintf(out, "  %-24s %12" PRIu64 " %10.3f\n", b->populations[i].name, b->populations[i].n_neurons,
                b->populations[i].rate_hz);
    if (n->n_synapses > 0)
        fprintf(out, "\n  bytes per synapse %.2f; with neurons and buffers %.2f\n", n->bytes_per_synapse,
                n->device_bytes / n->n_synapses);
    fprintf(out, "  digest %016" PRIx64 " (equal on every device)\n", n->digest.total);
    if (b->profile.n_kernels) {
        print_profile(&b->profile, out);
        print_kernels(&b->profile, b->copy_bytes_per_s.median, out);
    }
}

/* ---- as JSON ---- */

static void json_spread(struct json *json, const char *name, engram_spread s)
{
    json_open(json, name, '{');
    json_real(json, "median", s.median);
    json_real(json, "low", s.low);
    json_real(json, "high", s.high);
    json_close(json, '}');
}

static void json_network(struct json *json, const char *name, const engram_bench_network *n)
{
    json_open(json, name, '{');
    json_real(json, "n_synapses", n->n_synapses);
    json_real(json, "n_plastic", n->n_plastic);
    json_real(json, "rate_Hz", n->rate_hz);
    json_spread(json, "events_per_s", n->events_per_s);
    json_spread(json, "plastic_events_per_s", n->plastic_events_per_s);
    json_spread(json, "wall_s_per_simulated_s", n->real_time_factor);
    json_spread(json, "share_of_copy", n->share_of_copy);
    json_spread(json, "synapses_built_per_s", n->built_per_s);
    json_spread(json, "build_s", n->build_s);
    json_real(json, "bytes_per_synapse", n->bytes_per_synapse);
    json_real(json, "device_bytes", n->device_bytes);
    json_real(json, "host_bytes_while_building", n->host_bytes);
    json_hex(json, "digest", n->digest.total);
    json_hex(json, "digest_spikes", n->digest.spikes);
    json_hex(json, "digest_weights", n->digest.weights);
    json_close(json, '}');
}

static void json_device(struct json *json, const engram_device_description *d)
{
    json_open(json, "device", '{');
    json_text(json, "name", d->name);
    json_text(json, "type", d->type);
    json_text(json, "vendor", d->vendor);
    json_text(json, "platform", d->platform);
    json_text(json, "driver", d->driver);
    json_text(json, "opencl", d->version);
    json_integer(json, "memory_bytes", d->memory_bytes);
    json_integer(json, "compute_units", d->compute_units);
    json_flag(json, "unified_memory", d->unified_memory);
    json_close(json, '}');
}

static void json_kernels(struct json *json, const engram_bench_profile *b)
{
    json_open(json, "kernels", '[');
    for (size_t i = 0; i < b->n_kernels; i++) {
        json_open(json, NULL, '{');
        json_text(json, "name", b->kernels[i].name);
        json_integer(json, "launches", b->kernels[i].launches);
        json_real(json, "seconds", b->kernels[i].seconds);
        json_integer(json, "bytes", b->kernels[i].bytes);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void json_date(struct json *json)
{
    char text[32];
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
        json_text(json, "date", text);
}

static void json_profile(struct json *json, const engram_bench_profile *p)
{
    json_integer(json, "launches", p->n_launches);
    json_real(json, "kernel_s", p->kernel_s);
    json_real(json, "profiled_s", p->seconds);
}

/* What both kinds of measurement begin with. */
static void json_head(struct json *json, const struct bench_format *format,
                      const engram_device_description *device)
{
    json_open(json, NULL, '{');
    json_text(json, "engram", ENGRAM_VERSION);
    if (format->with_date)
        json_date(json);
    json_device(json, device);
}

static void print_json(const engram_bench *b, const struct bench_format *format, FILE *out)
{
    struct json json = {.out = out, .first = true};
    json_head(&json, format, &b->device);
    json_integer(&json, "rounds", b->rounds);
    json_integer(&json, "n_neurons", b->n_neurons);
    json_integer(&json, "n_neurons_updated", b->n_updated);
    json_real(&json, "warm_up_ms", b->warm_up_ms);
    json_real(&json, "measured_ms", b->measured_ms);
    json_real(&json, "updated_ms", b->updated_ms);
    json_integer(&json, "bytes_per_plastic_event", ENGRAM_BENCH_PLASTIC_BYTES);
    json_integer(&json, "bytes_per_static_event", ENGRAM_BENCH_STATIC_BYTES);
    json_spread(&json, "copy_bytes_per_s", b->copy_bytes_per_s);
    json_network(&json, "plastic", &b->plastic);
    json_network(&json, "static", &b->fixed);
    json_spread(&json, "driven_neuron_updates_per_s", b->driven_updates_per_s);
    json_spread(&json, "bare_neuron_updates_per_s", b->bare_updates_per_s);
    json_hex(&json, "digest_neurons", b->neurons_digest.total);
    if (format->with_kernels)
        json_kernels(&json, &b->profile);
    json_profile(&json, &b->profile);
    json_close(&json, '}');
}

static void print_experiment_json(const engram_experiment_bench *b, const char *name,
                                  const struct bench_format *format, FILE *out)
{
    struct json json = {.out = out, .first = true};
    json_head(&json, format, &b->device);
    json_text(&json, "experiment", name);
    json_integer(&json, "rounds", b->rounds);
    json_integer(&json, "n_neurons", b->n_neurons);
    json_real(&json, "warm_up_ms", b->warm_up_ms);
    json_real(&json, "measured_ms", b->measured_ms);
    json_integer(&json, "bytes_per_plastic_event", ENGRAM_BENCH_PLASTIC_BYTES);
    json_integer(&json, "bytes_per_static_event", ENGRAM_BENCH_STATIC_BYTES);
    json_spread(&json, "copy_bytes_per_s", b->copy_bytes_per_s);
    json_network(&json, "network", &b->network);
    json_open(&json, "populations", '[');
    for (size_t i = 0; i < b->n_populations; i++) {
        json_open(&json, NULL, '{');
        json_text(&json, "name", b->populations[i].name);
        json_integer(&json, "n_neurons", b->populations[i].n_neurons);
        json_real(&json, "rate_Hz", b->populations[i].rate_hz);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    if (b->profile.n_kernels) {
        json_kernels(&json, &b->profile);
        json_profile(&json, &b->profile);
    }
    json_close(&json, '}');
}

void bench_print(const engram_bench *bench, const struct bench_format *format, FILE *out)
{
    if (format->is_json)
        print_json(bench, format, out);
    else
        print_text(bench, format, out);
}

void bench_print_experiment(const engram_experiment_bench *bench, const char *name,
                            const struct bench_format *format, FILE *out)
{
    if (format->is_json)
        print_experiment_json(bench, name, format, out);
    else
        print_experiment_text(bench, name, out);
}
