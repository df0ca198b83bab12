#include "device/buildlog.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Copy [begin, end) without the blanks around it. */
static void copy_span(char *out, size_t bytes, const char *begin, const char *end)
{
    while (begin < end && isspace((unsigned char)*begin))
        begin++;
    while (end > begin && isspace((unsigned char)end[-1]))
        end--;
    snprintf(out, bytes, "%.*s", (int)(end - begin), begin);
}

/* FILE:LINE[:COL] ending at `end`, where LINE and COL are numbers. */
static bool read_place(const char *begin, const char *end, struct build_error *out)
{
    unsigned long number[2] = {0, 0};
    int n_numbers = 0;
    while (n_numbers < 2) {
        const char *digits = end;
        while (digits > begin && isdigit((unsigned char)digits[-1]))
            digits--;
        if (digits == end || digits == begin || digits[-1] != ':')
            break;
        number[n_numbers++] = strtoul(digits, NULL, 10);
        end = digits - 1;
    }
    if (n_numbers == 0)
        return false;
    out->line = (unsigned)number[n_numbers - 1];
    out->column = n_numbers == 2 ? (unsigned)number[0] : 0;
    copy_span(out->file, sizeof out->file, begin, end);
    return true;
}

/* PLACE: error: MESSAGE */
static bool read_clang(const char *begin, const char *end, const char *error, struct build_error *out)
{
    const char *place_end = error;
    while (place_end > begin && (isspace((unsigned char)place_end[-1]) || place_end[-1] == ':'))
        place_end--;
    if (!read_place(begin, place_end, out))
        return false;
    copy_span(out->message, sizeof out->message, error + strlen("error:"), end);
    return true;
}

/* error: PLACE: MESSAGE */
static bool read_pocl(const char *begin, const char *end, const char *error, struct build_error *out)
{
    if (error != begin)
        return false;
    const char *place = error + strlen("error:");
    for (const char *at = place; at < end; at++) {
        if (at[0] == ':' && at + 1 < end && at[1] == ' ' && read_place(place, at, out)) {
            copy_span(out->message, sizeof out->message, at + 1, end);
            return true;
        }
    }
    return false;
}

/* "FILE", line N: error: MESSAGE */
static bool read_edg(const char *begin, const char *end, const char *error, struct build_error *out)
{
    const char *line = strstr(begin, "\", line ");
    if (*begin != '"' || !line || line > error)
        return false;
    copy_span(out->file, sizeof out->file, begin + 1, line);
    out->line = (unsigned)strtoul(line + strlen("\", line "), NULL, 10);
    out->column = 0;
    copy_span(out->message, sizeof out->message, error + strlen("error:"), end);
    return true;
}

static bool find_first(const char *log, struct build_error *out)
{
    for (const char *begin = log; *begin;) {
        const char *end = begin + strcspn(begin, "\n");
        const char *error = strstr(begin, "error:");
        if (error && error < end &&
            (read_edg(begin, end, error, out) || read_clang(begin, end, error, out) ||
             read_pocl(begin, end, error, out)))
            return true;
        begin = *end ? end + 1 : end;
    }
    return false;
}

/* One line of the assembled text, and what a compiler that honours #line would call it. */
struct cursor {
    const char *begin, *end; /* the line, without its newline */
    unsigned raw, line;      /* line of the assembled text, and of `file` */
    char file[256];
    bool is_named; /* a #line directive has named the file */
};

static bool read_line_directive(const char *begin, struct cursor *at)
{
    unsigned line = 0;
    char file[256] = "";
    int n = sscanf(begin, "#line %u \"%255[^\"\n]\"", &line, file);
    if (n < 1)
        return false;
    at->line = line - 1; /* the directive tells the number of the line after it */
    if (n == 2) {
        snprintf(at->file, sizeof at->file, "%s", file);
        at->is_named = true;
    }
    return true;
}

/* Go to the next line; false at the end of the text. */
static bool advance(struct cursor *at, const char *text)
{
    if (at->begin) {
        if (*at->end == '\0')
            return false;
        read_line_directive(at->begin, at);
        at->begin = at->end + 1;
    } else {
        at->begin = text;
    }
    at->end = at->begin + strcspn(at->begin, "\n");
    at->raw++;
    at->line++;
    return true;
}

/* Fill in the source line; if the log's file is not one that the text names, take its line number as one of the whole text. */
static void locate(const char *text, struct build_error *error)
{
    struct cursor at = {0};
    while (advance(&at, text)) {
        if (at.line == error->line && strcmp(at.file, error->file) == 0 && at.is_named) {
            copy_span(error->source, sizeof error->source, at.begin, at.end);
            return;
        }
    }
    at = (struct cursor){0};
    while (advance(&at, text)) {
        if (at.raw != error->line)
            continue;
        copy_span(error->source, sizeof error->source, at.begin, at.end);
        if (at.is_named) {
            error->line = at.line;
            snprintf(error->file, sizeof error->file, "%s", at.file);
        }
        return;
    }
}

bool build_error_find(const char *log, const char *text, struct build_error *out)
{
    *out = (struct build_error){0};
    if (!find_first(log, out)) {
        log += strspn(log, " \t\r\n");
        copy_span(out->message, sizeof out->message, log, log + strcspn(log, "\n"));
        return false;
    }
    locate(text, out);
    return true;
}
