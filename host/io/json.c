#include "io/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static void quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *c = (const unsigned char *)(text ? text : ""); *c; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(out, "\\%c", *c);
        else if (*c == '\n')
            fputs("\\n", out);
        else if (*c < 0x20)
            fprintf(out, "\\u%04x", *c);
        else
            fputc(*c, out);
    }
    fputc('"', out);
}

static void start(struct json *json, const char *name)
{
    if (json->depth)
        fprintf(json->out, "%s\n%*s", json->first ? "" : ",", 2 * json->depth, "");
    json->first = false;
    if (name) {
        quoted(json->out, name);
        fputs(": ", json->out);
    }
}

void json_open(struct json *json, const char *name, char open)
{
    start(json, name);
    fputc(open, json->out);
    json->depth++;
    json->first = true;
}

void json_close(struct json *json, char close)
{
    json->depth--;
    if (!json->first)
        fprintf(json->out, "\n%*s", 2 * json->depth, "");
    fputc(close, json->out);
    json->first = false;
    if (!json->depth)
        fputc('\n', json->out);
}

void json_text(struct json *json, const char *name, const char *text)
{
    start(json, name);
    quoted(json->out, text);
}

void json_real(struct json *json, const char *name, double value)
{
    start(json, name);
    char text[40];
    snprintf(text, sizeof text, "%.15g", value);
    if (strtod(text, NULL) !=
        value) /* 0.1 stays 0.1; what needs 17 digits to read back as the same number gets them */
        snprintf(text, sizeof text, "%.17g", value);
    fputs(isfinite(value) ? text : "null", json->out);
}

void json_integer(struct json *json, const char *name, uint64_t value)
{
    start(json, name);
    fprintf(json->out, "%" PRIu64, value);
}

void json_flag(struct json *json, const char *name, bool value)
{
    start(json, name);
    fputs(value ? "true" : "false", json->out);
}

void json_hex(struct json *json, const char *name, uint64_t value)
{
    start(json, name);
    fprintf(json->out, "\"0x%016" PRIx64 "\"", value);
}
