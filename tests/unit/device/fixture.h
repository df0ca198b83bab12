/* What every test of this room needs: devices to run on, a scratch folder, and a loud `must`. */
#ifndef TEST_DEVICE_FIXTURE_H
#define TEST_DEVICE_FIXTURE_H
#include "device/device.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

/* A device to test on, by a part of its platform's name; parameters hold names because each test runs in a process of its own. */
struct device_case {
    char platform[32];
};
/* PoCL, and Oclgrind where it is installed. */
size_t device_cases(struct device_case *cases);
enum { MAX_DEVICE_CASES = 2 };

#define FOR_EACH_DEVICE(suite, name)                                                                         \
    ParameterizedTestParameters(suite, name)                                                                 \
    {                                                                                                        \
        static struct device_case cases[MAX_DEVICE_CASES];                                                   \
        return cr_make_param_array(struct device_case, cases, device_cases(cases));                          \
    }                                                                                                        \
    ParameterizedTest(struct device_case *c, suite, name)

/* Begin a test: a scratch folder of its own, both platforms visible, programs cached in the scratch folder. Removed by scratch_end. */
void scratch_begin(void);
void scratch_end(void);
/* A path in the scratch folder; valid until the next call. */
const char *scratch_path(const char *name);

/* Open the device of a case; fails the test if that does not work. */
struct device *device_of(const struct device_case *c);

extern engram_status *status;
void must_at(engram_code code, const char *call, const char *file, unsigned line);
#define must(call) must_at((call), #call, __FILE__, __LINE__)

#endif
