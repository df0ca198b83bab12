#include "device/selftest.h"

#include "device/checks.h"
#include "device/program.h"
#include "model/model.h"

#include <stdlib.h>

engram_code check_fail(const struct device *dev, const char *what, const char *why, engram_status *status)
{
    return FAIL(ENGRAM_E_DEVICE, .what = what,
                .where = TEXT("self-test of %s, driver %s", dev->shown, dev->description.driver), .why = why,
                .hint = "a device that computes this wrongly would change results, so it is refused; update "
                        "its driver, or choose "
                        "another device (--device cpu)");
}

engram_code selftest_run(struct device *dev, const char *text, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_program program = NULL;

    TRY(program_build(dev, "the self-test", text, NULL, &program, status));
    TRY(check_layout(dev, program, status));
    TRY(check_arith(dev, program, status));
    TRY(check_atomics(dev, program, status));

cleanup:
    if (program)
        clReleaseProgram(program);
    return code;
}

engram_code device_selftest(struct device *dev, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;

    TRY(assemble_file("check/selftest.cl", &text, status));
    TRY(selftest_run(dev, text, status));

cleanup:
    free(text);
    return code;
}
