#include "plot/scale.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double round_step(double span, int n_ticks)
{
    double raw = span / n_ticks, power = pow(10.0, floor(log10(raw))), part = raw / power;
    return power * (part <= 1.0 ? 1.0 : part <= 2.0 ? 2.0 : part <= 5.0 ? 5.0 : 10.0);
}

struct scale scale_exact(double low, double high, double from, double to, int n_ticks)
{
    if (!(high - low > 1e-9 * fmax(fabs(low), fabs(high)))) { /* one value: give it some room */
        double room = low != 0.0 ? 0.1 * fabs(low) : 1.0;
        low -= room;
        high += room;
    }
    return (struct scale){low, high, from, to, round_step(high - low, n_ticks)};
}

struct scale scale_nice(double low, double high, double from, double to, int n_ticks)
{
    struct scale s = scale_exact(low, high, from, to, n_ticks);
    s.low = s.step * floor(s.low / s.step + 1e-9);
    s.high = s.step * ceil(s.high / s.step - 1e-9);
    return s;
}

double scale_at(const struct scale *s, double value)
{
    return s->from + (value - s->low) / (s->high - s->low) * (s->to - s->from);
}

double scale_first_tick(const struct scale *s)
{
    return s->step * ceil(s->low / s->step - 1e-9);
}

/* Put a comma before every third digit of the whole part. */
static void separate(const char *digits, char *out, size_t size)
{
    size_t whole = strcspn(digits, "."), n = 0;
    for (size_t i = 0; digits[i] && n + 2 < size; i++) {
        if (i && i < whole && (whole - i) % 3 == 0 && digits[i - 1] != '-')
            out[n++] = ',';
        out[n++] = digits[i];
    }
    out[n] = 0;
}

void scale_format(double value, double step, char *out, size_t size)
{
    char digits[64];
    int decimals = step < 1.0 ? (int)ceil(-log10(step) - 1e-9) : 0;
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value) < 1e-9 * step ? 0.0 : value);
    separate(digits, out, size);
}

void scale_format_count(unsigned long long n, char *out, size_t size)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%llu", n);
    separate(digits, out, size);
}
