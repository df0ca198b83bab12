#include "device/doctor.h"

#include "core/memory.h"
#include "device/examine.h"

#include <stdlib.h>
#include <string.h>

const struct doctor_places doctor_system = {.vendors = "/etc/OpenCL/vendors", .devices = "/dev"};

engram_code find(struct findings *findings, enum health health, const char *subject, const char *text,
                 const char *advice, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&findings->items, findings->n + 1, sizeof *findings->items, "findings", status));
    struct finding *one = &findings->items[findings->n++];
    *one = (struct finding){.health = health};
    snprintf(one->subject, sizeof one->subject, "%s", subject);
    snprintf(one->text, sizeof one->text, "%s", text);
    snprintf(one->advice, sizeof one->advice, "%s", advice ? advice : "");

cleanup:
    return code;
}

engram_code doctor_examine(const struct doctor_places *places, struct findings *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct findings findings = {0};
    bool has_gpu_file = false;

    TRY(examine_drivers(places, &findings, status));
    TRY(examine_permissions(places, &findings, &has_gpu_file, status));
    TRY(examine_devices(has_gpu_file, &findings, status));
    TRY(examine_cache(&findings, status));
    *out = findings;
    findings = (struct findings){0};

cleanup:
    doctor_free(&findings);
    return code;
}

void doctor_free(struct findings *findings)
{
    free(findings->items);
    *findings = (struct findings){0};
}

enum health doctor_health(const struct findings *findings)
{
    enum health worst = HEALTH_OK;
    for (size_t i = 0; i < findings->n; i++)
        worst = findings->items[i].health > worst ? findings->items[i].health : worst;
    return worst;
}

/* Text may have several lines; the later ones are indented to the column of the first. */
static void print_indented(FILE *out, const char *text, int indent)
{
    for (const char *at = text; *at; at++) {
        fputc(*at, out);
        if (*at == '\n')
            fprintf(out, "%*s", indent, "");
    }
    fputc('\n', out);
}

void doctor_print(FILE *out, const struct findings *findings, bool colour)
{
    static const char *const words[] = {"ok", "warn", "FAIL"}, *const colours[] = {"\033[32m", "\033[33m",
                                                                                   "\033[1;31m"};
    int width = 0;
    for (size_t i = 0; i < findings->n; i++) {
        int length = (int)strlen(findings->items[i].subject);
        width = length > width ? length : width;
    }
    for (size_t i = 0; i < findings->n; i++) {
        const struct finding *f = &findings->items[i];
        fprintf(out, "%s%-4s%s  %-*s  ", colour ? colours[f->health] : "", words[f->health],
                colour ? "\033[0m" : "", width, f->subject);
        print_indented(out, f->text, width + 8);
        if (*f->advice) {
            fprintf(out, "%*s-> ", width + 8, "");
            print_indented(out, f->advice, width + 11);
        }
    }
}
