/* The schema table as a JSON schema (draft 7), for editors that complete and check YAML. */
#include "experiment/schema.h"

#include <inttypes.h>
#include <string.h>

#define QUANTITY     "{\"type\": [\"number\", \"string\"]}"
#define DISTRIBUTION "{\"$ref\": \"#/definitions/distribution\"}"

static void print_map(FILE *out, const char *pattern, int indent);

static void print_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static void print_words(FILE *out, const char *words)
{
    if (strcmp(words, "NAME") == 0) {
        fputs("{\"type\": \"string\"}", out);
        return;
    }
    fputs("{\"enum\": [", out);
    for (const char *word = words; *word;) {
        size_t length = strcspn(word, " ");
        fprintf(out, "%s\"%.*s\"", word == words ? "" : ", ", (int)length, word);
        word += length + strspn(word + length, " ");
    }
    fputs("]}", out);
}

static void print_integer(FILE *out, const struct schema_row *row)
{
    fprintf(out, "{\"type\": \"integer\", \"minimum\": %" PRIu64 ", \"maximum\": %" PRIu64 "}", row->least,
            row->most ? row->most : UINT64_MAX);
}

static void print_type(FILE *out, const struct schema_row *row, int indent)
{
    char items[200];
    switch (row->type) {
    case SCHEMA_MAP:
    case SCHEMA_NAMED:
    case SCHEMA_TEMPLATE:
        print_map(out, row->path, indent);
        return;
    case SCHEMA_MAPS:
        snprintf(items, sizeof items, "%.190s[]", row->path);
        fputs("{\"type\": \"array\", \"items\": ", out);
        print_map(out, items, indent);
        fputs("}", out);
        return;
    case SCHEMA_TEXT:
        fputs("{\"type\": \"string\"}", out);
        return;
    case SCHEMA_TEXTS:
        fputs("{\"type\": [\"string\", \"array\"], \"items\": {\"type\": \"string\"}}", out);
        return;
    case SCHEMA_WORD:
        print_words(out, row->words);
        return;
    case SCHEMA_FLAG:
        fputs("{\"type\": \"boolean\"}", out);
        return;
    case SCHEMA_INTEGER:
        print_integer(out, row);
        return;
    case SCHEMA_INTEGERS:
        fputs("{\"type\": \"array\", \"items\": ", out);
        print_integer(out, row);
        fputs("}", out);
        return;
    case SCHEMA_NUMBER:
        fputs(QUANTITY, out);
        return;
    case SCHEMA_NUMBERS:
        fputs("{\"type\": \"array\", \"items\": " QUANTITY "}", out);
        return;
    case SCHEMA_DISTRIBUTION:
        fputs(DISTRIBUTION, out);
        return;
    case SCHEMA_ROWS:
        fputs("{\"type\": \"array\", \"items\": {\"type\": \"array\", \"items\": " QUANTITY "}}", out);
        return;
    case SCHEMA_NOTHING:
        fputs("{\"type\": [\"null\", \"boolean\", \"object\"]}", out);
        return;
    }
}

/* The value of a key; where something else may stand in its place, both. */
static void print_value(FILE *out, const struct schema_row *row, int indent)
{
    bool words = row->words && row->type != SCHEMA_WORD && row->type != SCHEMA_TEXTS;
    bool list = row->several || strcmp(schema_key(row), "spike_times") == 0,
         lengths = strcmp(schema_key(row), "length") == 0;
    fputs("{\"description\": ", out);
    print_string(out, row->doc);
    fputs(", \"anyOf\": [", out);
    if (words) {
        print_words(out, row->words);
        fputs(", ", out);
    }
    if (list)
        fputs("{\"type\": \"array\"}, ", out);
    if (lengths)
        fputs("{\"type\": \"object\", \"required\": [\"from_distance\"]}, ", out);
    print_type(out, row, indent);
    fputs("]}", out);
}

/* Names of the rows directly below a pattern for which a flag holds, as a JSON list or as alternatives. */
static void print_required(FILE *out, const char *pattern, bool alternatives, int indent)
{
    const struct schema_row *row = NULL;
    size_t n = 0;
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++) {
        if (!(alternatives ? row->alternative : row->required) || !schema_is_below(row, pattern))
            continue;
        if (n++ == 0)
            fprintf(out, ",\n%*s\"%s\": [", indent + 2, "", alternatives ? "oneOf" : "required");
        else
            fputs(", ", out);
        fprintf(out, alternatives ? "{\"required\": [\"%s\"]}" : "\"%s\"", schema_key(row));
    }
    if (n)
        fputs("]", out);
}

static void print_map(FILE *out, const char *pattern, int indent)
{
    const char *names[64];
    size_t n = schema_keys(pattern, names, sizeof names / sizeof names[0]);
    const struct schema_row *wildcard = schema_child(pattern, "*"), *row = schema_row_at(pattern);
    bool any_key = row && row->type == SCHEMA_TEMPLATE;
    fprintf(out, "{\n%*s\"type\": \"object\",\n%*s\"properties\": {", indent + 2, "", indent + 2, "");
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "%s\n%*s\"%s\": ", i ? "," : "", indent + 4, "", names[i]);
        print_value(out, schema_child(pattern, names[i]), indent + 4);
    }
    fprintf(out, "},\n%*s\"additionalProperties\": ", indent + 2, "");
    if (wildcard)
        print_value(out, wildcard, indent + 2);
    else
        fputs(any_key ? "true" : "false", out);
    print_required(out, pattern, false, indent);
    print_required(out, pattern, true, indent);
    fprintf(out, "\n%*s}", indent, "");
}

void schema_print_json_schema(FILE *out)
{
    fputs("{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"Engram "
          "experiment\",\n  \"definitions\": {\n    \"distribution\": {\"anyOf\": [" QUANTITY
          ", {\"type\": \"array\", \"items\": " QUANTITY "}, ",
          out);
    print_map(out, SCHEMA_DISTRIBUTION_ROOT, 4);
    fputs("]}\n  },\n  \"allOf\": [", out);
    print_map(out, "", 2);
    fputs("]\n}\n", out);
}
