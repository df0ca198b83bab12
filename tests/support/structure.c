#include "support/structure.h"

#include <stdlib.h>

engram_status *structure_status;

void structure_begin(void)
{
    structure_status = engram_status_create();
}

void structure_end(void)
{
    engram_status_free(structure_status);
}

void structure_must_at(engram_code code, const char *call, const char *file, unsigned line)
{
    const engram_status *s = structure_status;
    cr_assert(code == ENGRAM_OK, "%s:%u: %s\n  %s\n  %s\n  %s", file, line, call, engram_status_what(s),
              engram_status_where(s), engram_status_why(s));
}

void structure_on_every_device(void (*test)(struct device *dev))
{
    engram_device_description *list = NULL;
    size_t n = 0;
    structure_must(engram_devices_list(&list, &n, structure_status));
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; i++) {
        struct device *dev = NULL;
        structure_must(device_open(list[i].selector, false, &dev, structure_status));
        test(dev);
        device_close(dev);
    }
    free(list);
}
