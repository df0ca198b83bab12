#include "io/numbers.h"

#include "io/json.h"
#include "network/band.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *outcome(bool passes)
{
    return passes ? "pass" : "fail";
}

static void put_number(struct json *json, const engram_number *number)
{
    json_open(json, NULL, '{');
    json_text(json, "name", number->name);
    json_text(json, "unit", number->unit);
    json_real(json, "value", number->value);
    if (number->has_band) {
        json_real(json, "low", number->low);
        json_real(json, "high", number->high);
        json_text(json, "outcome", outcome(number->passes));
    }
    json_close(json, '}');
}

static void put_all(struct json *json, const struct network *network, const struct run_summary *summary)
{
    json_open(json, NULL, '{');
    json_text(json, "name", network->name);
    json_integer(json, "seed", network->seed);
    json_real(json, "bio_seconds_per_sim_second", summary->bio_seconds_per_sim_second);
    json_text(json, "device", summary->device);
    json_real(json, "run_s", summary->run_s);
    json_open(json, "numbers", '[');
    for (size_t i = 0; i < summary->n_numbers; i++)
        if (!isnan(summary->numbers[i].value) || summary->numbers[i].has_band)
            put_number(json, &summary->numbers[i]);
    json_close(json, ']');
    json_text(json, "outcome", outcome(numbers_pass(summary->numbers, summary->n_numbers)));
    json_close(json, '}');
}

engram_code numbers_write(const char *folder, const struct network *network,
                          const struct run_summary *summary, struct disk_record *record,
                          engram_status *status)
{
    char *text = NULL;
    size_t n = 0;
    struct json json = {.out = open_memstream(&text, &n)};
    engram_code code = ENGRAM_OK;
    if (json.out)
        put_all(&json, network, summary);
    if (!json.out || fclose(json.out))
        code = FAIL(ENGRAM_E_RESOURCES, .what = "out of memory", .where = "numbers.json",
                    .why = strerror(errno), .hint = "free some memory");
    else
        code = disk_write_text(folder, "numbers.json", text, record, status);
    free(text);
    return code;
}
