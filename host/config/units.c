#include "config/units.h"

#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A unit is a power of ten of its base unit, or of factor() of it. */
static const struct unit {
    const char *name, *base;
    int exponent;
} units[] = {
    {"ms", "ms", 0},
    {"s", "ms", 3},
    {"us", "ms", -3},
    {"\xC2\xB5s", "ms", -3},
    {"ns", "ms", -6},
    {"min", "ms", 4},
    {"h", "ms", 5},
    {"d", "ms", 5},
    {"y", "ms", 5},
    {"mV", "mV", 0},
    {"V", "mV", 3},
    {"uV", "mV", -3},
    {"\xC2\xB5V", "mV", -3},
    {"pA", "pA", 0},
    {"nA", "pA", 3},
    {"uA", "pA", 6},
    {"\xC2\xB5"
     "A",
     "pA", 6},
    {"mA", "pA", 9},
    {"A", "pA", 12},
    {"fA", "pA", -3},
    {"pF", "pF", 0},
    {"nF", "pF", 3},
    {"uF", "pF", 6},
    {"\xC2\xB5"
     "F",
     "pF", 6},
    {"F", "pF", 12},
    {"fF", "pF", -3},
    {"nS", "nS", 0},
    {"uS", "nS", 3},
    {"\xC2\xB5S", "nS", 3},
    {"mS", "nS", 6},
    {"S", "nS", 9},
    {"pS", "nS", -3},
    {"MOhm", "MOhm", 0},
    {"GOhm", "MOhm", 3},
    {"kOhm", "MOhm", -3},
    {"Ohm", "MOhm", -6},
    {"Hz", "Hz", 0},
    {"kHz", "Hz", 3},
    {"MHz", "Hz", 6},
    {"mHz", "Hz", -3},
    {"1/s", "Hz", 0},
    {"1/min", "Hz", -1},
    {"1/h", "Hz", -2},
    {"1/d", "Hz", -2},
    {"1/y", "Hz", -2},
    {"um", "um", 0},
    {"\xC2\xB5m", "um", 0},
    {"mm", "um", 3},
    {"cm", "um", 4},
    {"m", "um", 6},
    {"nm", "um", -3},
    {"um^3", "um^3", 0},
    {"m/s", "m/s", 0},
    {"mm/ms", "m/s", 0},
    {"mm/s", "m/s", -3},
    {"um/ms", "m/s", -3},
    {"cm/s", "m/s", -2},
    {"1", "1", 0},
};
enum { N_UNITS = sizeof units / sizeof units[0] };

static const struct unit *find_unit(const char *name)
{
    for (size_t i = 0; i < N_UNITS; i++)
        if (strcmp(units[i].name, name) == 0)
            return &units[i];
    return NULL;
}

bool units_are_known(const char *unit)
{
    return find_unit(unit) != NULL;
}

/* Units of the calendar are no powers of ten: how many of the table's there are in each. A year has 365.25 days. */
static double factor(const struct unit *u)
{
    static const struct {
        const char *name;
        double length;
    } calendar[] = {{"min", 6}, {"h", 36}, {"d", 864}, {"y", 315576}};
    bool per = strncmp(u->name, "1/", 2) == 0;
    for (size_t i = 0; i < sizeof calendar / sizeof *calendar; i++)
        if (strcmp(u->name + (per ? 2 : 0), calendar[i].name) == 0)
            return per ? 1.0 / calendar[i].length : calendar[i].length;
    return 1.0;
}

double units_ratio(const char *from, const char *to)
{
    const struct unit *f = find_unit(from), *t = find_unit(to);
    if (strcmp(from, to) == 0)
        return 1.0;
    if (!f || !t || strcmp(f->base, t->base) != 0)
        return 0.0;
    return factor(f) / factor(t) * pow(10.0, f->exponent - t->exponent);
}

bool units_is_base(const char *unit)
{
    const struct unit *u = find_unit(unit);
    return u && strcmp(u->base, unit) == 0;
}

void units_alternatives(const char *unit, char *out, size_t size)
{
    size_t used = 0;
    const struct unit *u = find_unit(unit);
    out[0] = '\0';
    for (size_t i = 0; u && i < N_UNITS; i++)
        if (strcmp(units[i].base, u->base) == 0 && units[i].name[0] > 0 && used < size)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", units[i].name);
}

static const char *skip_digits(const char *c)
{
    while (isdigit((unsigned char)*c))
        c++;
    return c;
}

/* End of the decimal mantissa ("-12.5") at `text`, or NULL. */
static const char *mantissa_end(const char *text)
{
    const char *c = text + (*text == '+' || *text == '-');
    const char *whole = skip_digits(c);
    const char *end = whole;
    size_t n_digits = (size_t)(whole - c);
    if (*whole == '.') {
        end = skip_digits(whole + 1);
        n_digits += (size_t)(end - whole) - 1;
    }
    return n_digits ? end : NULL;
}

/* Read "e-3" at *text; leaves *text alone if there is no exponent, so that "3 e" is a number and junk. */
static long exponent_at(const char **text)
{
    const char *c = *text;
    if (*c != 'e' && *c != 'E')
        return 0;
    c++;
    const char *digits = c + (*c == '+' || *c == '-');
    const char *end = skip_digits(digits);
    if (end == digits)
        return 0;
    *text = end;
    long exponent = end - digits > 6 ? 999999 : strtol(digits, NULL, 10);
    return *c == '-' ? -exponent : exponent;
}

static bool is_not_finite_word(const char *text)
{
    static const char *const words[] = {"nan", "inf", "infinity", ".nan", ".inf"};
    const char *c = text + (*text == '+' || *text == '-');
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncasecmp(c, words[i], strlen(words[i])) == 0 && !isalnum((unsigned char)c[strlen(words[i])]))
            return true;
    return false;
}

/* mantissa * 10^exponent, correctly rounded, whatever the program's locale. */
static double decimal(const char *mantissa, size_t length, long exponent)
{
    char *text = NULL;
    double value = NAN;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (plain && asprintf(&text, "%.*se%ld", (int)length, mantissa, exponent) > 0)
        value = strtod_l(text, NULL, plain);
    free(text);
    if (plain)
        freelocale(plain);
    return value;
}

enum quantity_error units_parse(const char *text, const char *unit, double *out, const char **rest)
{
    const char *start = text + strspn(text, " \t");
    const char *end = mantissa_end(start);
    double share = 1.0; /* of a unit of the calendar in another one */
    *rest = start;
    if (!end)
        return is_not_finite_word(start) ? QUANTITY_NOT_FINITE : QUANTITY_NO_NUMBER;
    size_t length = (size_t)(end - start);
    long exponent = exponent_at(&end);
    end += strspn(end, " \t");
    *rest = end;
    if (*end) {
        const struct unit *u = find_unit(end), *wanted = find_unit(unit);
        if (!u)
            return QUANTITY_UNKNOWN_UNIT;
        if (!wanted || strcmp(u->base, wanted->base) != 0)
            return QUANTITY_WRONG_UNIT;
        exponent += u->exponent - wanted->exponent;
        share = factor(u) / factor(wanted);
    }
    *out = decimal(start, length, exponent) * share;
    return isfinite(*out) ? QUANTITY_FINE : QUANTITY_NOT_FINITE;
}

bool units_parse_integer(const char *text, uint64_t *out, bool *too_large)
{
    const char *rest = NULL;
    const char *digits = text + (*text == '+');
    double value = 0;
    *too_large = false;
    if (isdigit((unsigned char)*digits) && *skip_digits(digits) == '\0') {
        errno = 0;
        *out = strtoull(digits, NULL, 10);
        *too_large = errno == ERANGE;
        return !*too_large;
    }
    if (units_parse(text, "1", &value, &rest) != QUANTITY_FINE || *rest || value < 0 || value != floor(value))
        return false;
    /* Beyond 2^53 a number with an exponent is no longer surely the number that was written. */
    *too_large = value > 9007199254740992.0;
    *out = *too_large ? 0 : (uint64_t)value;
    return !*too_large;
}
