/* Write JSON text. Names and texts are escaped; numbers read back as the same double; not-a-numbers become null. */
#ifndef ENGRAM_IO_JSON_H
#define ENGRAM_IO_JSON_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json {
    FILE *out;
    int depth;
    bool first;
};

/* name NULL: an item of a list (or the outermost value). open is '{' or '['; close the same with json_close. */
void json_open(struct json *json, const char *name, char open);
void json_close(struct json *json, char close);
void json_text(struct json *json, const char *name, const char *text);
void json_real(struct json *json, const char *name, double value);
void json_integer(struct json *json, const char *name, uint64_t value);
void json_flag(struct json *json, const char *name, bool value);
/* 64 bits as text "0x0123456789abcdef": readers with doubles for numbers must not round it. */
void json_hex(struct json *json, const char *name, uint64_t value);
#endif
