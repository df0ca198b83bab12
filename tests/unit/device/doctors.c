/* What the doctor says of a sound machine and of several kinds of broken ones. */
#include "device/doctor.h"

#include "device/bandwidth.h"
#include "unit/device/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(doctors, .init = scratch_begin, .fini = scratch_end);

/* The folder of device files is an empty one unless a test fills it. */
static struct findings examined(const char *devices)
{
    struct findings findings = {0};
    char folder[512];
    snprintf(folder, sizeof folder, "%s", scratch_path(devices));
    must(doctor_examine(&(struct doctor_places){.vendors = "/etc/OpenCL/vendors", .devices = folder},
                        &findings, status));
    return findings;
}

/* The first finding of that subject whose text or advice contains `words`; NULL: none. */
static const struct finding *finding(const struct findings *all, const char *subject, const char *words)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct finding *f = &all->items[i];
        if (strncmp(f->subject, subject, strlen(subject)) == 0 &&
            (strstr(f->text, words) || strstr(f->advice, words)))
            return f;
    }
    return NULL;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(scratch_path(name), "w");
    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0, "cannot write %s", name);
}

Test(doctors, a_sound_machine_gets_a_clean_bill)
{
    struct findings all = examined("nothing");
    cr_assert_eq(doctor_health(&all), HEALTH_OK);
    cr_assert(finding(&all, "driver", "libpocl"));
    cr_assert(finding(&all, "platform", "Portable Computing Language"));
    cr_assert(finding(&all, "device", "computes what this host computes"));
    cr_assert(finding(&all, "default", "without --device"));
    cr_assert(finding(&all, "cache", scratch_path("programs")));
    cr_assert(finding(&all, "hardware", "no GPU"));
    doctor_free(&all);
}

Test(doctors, a_driver_that_does_not_load_is_named)
{
    write_file("vendors/broken.icd", "libnowhere-opencl.so.1\n");
    struct findings all = examined("nothing");
    const struct finding *f = finding(&all, "driver", "libnowhere-opencl.so.1");
    cr_assert(f && f->health == HEALTH_FAIL && strstr(f->text, "broken.icd"));
    cr_assert_eq(doctor_health(&all), HEALTH_FAIL);
    doctor_free(&all);
}

Test(doctors, an_empty_icd_file_is_named)
{
    write_file("vendors/empty.icd", "");
    struct findings all = examined("nothing");
    const struct finding *f = finding(&all, "driver", "empty.icd");
    cr_assert(f && f->health == HEALTH_FAIL);
    doctor_free(&all);
}

Test(doctors, no_driver_at_all_is_a_fault_with_advice)
{
    setenv("OCL_ICD_VENDORS", scratch_path("nowhere"), 1);
    struct findings all = examined("nothing");
    const struct finding *f = finding(&all, "drivers", "no OpenCL driver");
    cr_assert(f && f->health == HEALTH_FAIL && strstr(f->advice, "OCL_ICD_VENDORS"));
    f = finding(&all, "platforms", "no platform");
    cr_assert(f && f->health == HEALTH_FAIL && strstr(f->advice, "pocl-opencl-icd"));
    doctor_free(&all);
}

Test(doctors, a_gpu_without_a_driver_is_pointed_out)
{
    cr_assert(mkdir(scratch_path("dev"), 0755) == 0);
    write_file("dev/nvidia0", "");
    struct findings all = examined("dev");
    const struct finding *f = finding(&all, "hardware", "no OpenCL driver offers it");
    cr_assert(f && f->health == HEALTH_WARN && strstr(f->advice, "nvidia-opencl-icd"));
    f = finding(&all, "permission", "dev/nvidia0");
    cr_assert(f && f->health == HEALTH_OK);
    doctor_free(&all);
}

Test(doctors, a_device_file_this_user_may_not_use_gets_advice_on_its_group)
{
    enum { NOBODY = 65534, VIDEO = 44 };
    cr_assert(chmod(scratch_path(""), 0755) == 0 && mkdir(scratch_path("dev"), 0755) == 0);
    write_file("dev/kfd", "");
    if (geteuid() != 0)
        cr_skip_test("only root can make a file it may not use");
    cr_assert(chown(scratch_path("dev/kfd"), 0, VIDEO) == 0 && chmod(scratch_path("dev/kfd"), 0660) == 0);
    struct findings all = {0};
    char folder[512];
    snprintf(folder, sizeof folder, "%s", scratch_path("dev"));
    setenv("ENGRAM_CACHE_DIR", scratch_path("nobodys"), 1);
    setenv("POCL_CACHE_DIR", "/tmp", 1);
    setenv("OCL_ICD_VENDORS", scratch_path("nowhere"), 1);
    cr_assert(setresuid(NOBODY, NOBODY, 0) == 0);
    must(doctor_examine(&(struct doctor_places){.vendors = "/nowhere", .devices = folder}, &all, status));
    cr_assert(setresuid(0, 0, 0) == 0);
    const struct finding *f = finding(&all, "permission", "dev/kfd");
    cr_assert(f && f->health == HEALTH_WARN && strstr(f->advice, "usermod -aG video"), "%s",
              f ? f->advice : "nothing found");
    doctor_free(&all);
}

Test(doctors, a_cache_that_cannot_be_written_is_a_warning)
{
    write_file("blocked", "");
    setenv("ENGRAM_CACHE_DIR", scratch_path("blocked/programs"), 1);
    struct findings all = examined("nothing");
    const struct finding *f = finding(&all, "cache", "blocked");
    cr_assert(f && f->health == HEALTH_WARN && *f->advice);
    cr_assert_eq(doctor_health(&all), HEALTH_WARN);
    doctor_free(&all);
}

Test(doctors, who_wants_no_cache_is_well)
{
    setenv("ENGRAM_CACHE_DIR", "none", 1);
    struct findings all = examined("nothing");
    const struct finding *f = finding(&all, "cache", "not kept");
    cr_assert(f && f->health == HEALTH_OK);
    doctor_free(&all);
}

Test(doctors, a_wrong_default_is_a_fault)
{
    setenv("ENGRAM_DEVICE", "radeon", 1);
    struct findings all = examined("nothing");
    const struct finding *f = finding(&all, "default", "radeon");
    cr_assert(f && f->health == HEALTH_FAIL && strstr(f->advice, "Portable Computing Language"));
    doctor_free(&all);
}

Test(doctors, the_table_shows_health_subject_text_and_advice)
{
    struct finding items[] = {{HEALTH_OK, "driver", "fine", ""},
                              {HEALTH_FAIL, "device 0:0", "two\nlines", "do this"}};
    struct findings all = {items, 2};
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    doctor_print(out, &all, false);
    fclose(out);
    cr_assert_str_eq(text, "ok    driver      fine\n"
                           "FAIL  device 0:0  two\n"
                           "                  lines\n"
                           "                  -> do this\n");
    free(text);
}

FOR_EACH_DEVICE(doctors, bandwidth_is_measured_in_reasonable_time_and_leaves_nothing_behind)
{
    struct device *dev = device_of(c);
    double bytes_per_s = 0;
    must(device_bandwidth(dev, &bytes_per_s, status));
    cr_assert(bytes_per_s > 1e3 && bytes_per_s < 1e14, "%g B/s", bytes_per_s);
    cr_assert_eq(dev->bytes_used, 0);
    device_close(dev);
}
