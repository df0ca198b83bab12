/* Physical quantities in text: "20 ms", "0.02 s", "1.5mV", "3e2 pA", "0.45 1/d", "7". Base units: ms mV pA pF nS MOhm Hz um um^3 m/s 1. */
#ifndef ENGRAM_CONFIG_UNITS_H
#define ENGRAM_CONFIG_UNITS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum quantity_error {
    QUANTITY_FINE,
    QUANTITY_NO_NUMBER,    /* text does not begin with a number */
    QUANTITY_NOT_FINITE,   /* nan, inf, or too large for a double */
    QUANTITY_UNKNOWN_UNIT, /* the number is followed by something that is no unit */
    QUANTITY_WRONG_UNIT    /* a unit of another dimension */
};

/* Parse `text` in units of `unit`. The decimal exponent of the unit is applied before the text becomes binary, so "0.0023 s" and "2.3 ms" are the
 * same double; of hours, days and years, which are no powers of ten, the factor comes after. *rest points at the unit found (or at what was there
 * instead) for messages. */
enum quantity_error units_parse(const char *text, const char *unit, double *out, const char **rest);
/* Whole number, exactly; false if it is not one or does not fit 64 bits (*too_large tells which). */
bool units_parse_integer(const char *text, uint64_t *out, bool *too_large);
/* Units of the same dimension, as "ms, s, us", for messages; writes at most `size` bytes. */
void units_alternatives(const char *unit, char *out, size_t size);
/* Is this one of the base units? */
bool units_is_base(const char *unit);
/* Is this a unit at all? */
bool units_are_known(const char *unit);
/* How many `to` one `from` is; 0 if they are of different dimensions. */
double units_ratio(const char *from, const char *to);
#endif
