/* Connections from a text file. */
#include "config/text_file.h"
#include "core/memory.h"
#include "oscillators/oscillators.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t MOST_BYTES = UINT64_C(1) << 32;
static const char FORM[] = "a line is: source target length_mm [weight], for example  0 12 70.5";

static engram_code bad_line(const char *path, uint64_t line, const char *why, engram_status *status)
{
    return FAIL(ENGRAM_E_INPUT, .what = "this is no connection", .where = TEXT("%s:%" PRIu64, path, line),
                .why = why, .hint = FORM);
}

static bool is_oscillator(const struct oscillators *o, double number)
{
    return number >= 0 && number < o->n && floor(number) == number;
}

/* One line without its comment; *n_words 0: there is nothing on it. */
static engram_code read_line(const struct oscillators *o, const char *text, const char *path, uint64_t line,
                             int *n_words, struct connection *out, engram_status *status)
{
    double word[4] = {0, 0, 0, 1};
    *n_words = 0;
    for (char *end = NULL; text += strspn(text, " \t\r,"), *text; text = end, ++*n_words) {
        double number = strtod(text, &end);
        if (end == text || !isfinite(number) || *n_words == 4)
            return bad_line(path, line, TEXT("'%.40s' is not expected here", text), status);
        word[*n_words] = number;
    }
    if (*n_words == 0)
        return ENGRAM_OK;
    if (*n_words < 3)
        return bad_line(path, line, TEXT("it has %d numbers", *n_words), status);
    if (!is_oscillator(o, word[0]) || !is_oscillator(o, word[1]))
        return bad_line(path, line, TEXT("oscillators are numbered from 0 to %" PRIu32, o->n - 1), status);
    if (word[2] < 0 || fabs(word[3]) > 1e30)
        return bad_line(path, line, "a length is not negative, and a weight is a 32-bit float", status);
    *out = (struct connection){(uint32_t)word[1], (uint32_t)word[0], (float)word[2], (float)word[3]};
    return ENGRAM_OK;
}

engram_code graph_file(struct oscillators *o, const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    struct connection *connections = NULL;
    uint64_t n = 0, room = 0, line = 1;
    size_t n_bytes = 0;
    int n_words = 0;
    TRY(text_file_read(path, MOST_BYTES, &text, &n_bytes, status));
    for (char *at = text, *next = NULL; at; at = next, line++) {
        next = strchr(at, '\n');
        if (next)
            *next++ = '\0';
        at[strcspn(at, "#")] = '\0';
        if (n == room) {
            room = 2 * room + 1024;
            TRY(memory_resize(&connections, room, sizeof *connections, "connections of oscillators", status));
        }
        TRY(read_line(o, at, path, line, &n_words, &connections[n], status));
        n += n_words > 0;
    }
    TRY(graph_take(o, connections, n, path, status));

cleanup:
    free(connections);
    free(text);
    return code;
}
