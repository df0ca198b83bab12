/* engram doctor: what keeps OpenCL from working here, and what to do. */
#include "device/doctor.h"
#include "cli/cli.h"

int cli_doctor(const struct cli_command *command, int argc, char **argv)
{
    struct findings findings = {0};
    int done = cli_parse(command, NULL, 0, argc, argv, 0, 0, NULL);
    if (done >= 0)
        return done;

    engram_status *status = engram_status_create();
    if (doctor_examine(&doctor_system, &findings, status) != ENGRAM_OK) {
        done = cli_fail(status);
    } else {
        doctor_print(stdout, &findings, cli_colour(stdout));
        done = engram_exit_code(doctor_health(&findings) == HEALTH_FAIL ? ENGRAM_E_DEVICE : ENGRAM_OK);
    }
    doctor_free(&findings);
    engram_status_free(status);
    return done;
}
