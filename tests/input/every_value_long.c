/* Every value of every example becomes every kind of nonsense. */
#include "support/strange_values.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <string.h>

Test(every_value_long, may_be_any_nonsense)
{
    static const char root[] = ENGRAM_SOURCE_DIR "/examples/";
    glob_t files = {0};
    cr_assert_eq(glob(ENGRAM_SOURCE_DIR "/examples/*.yaml", 0, NULL, &files), 0);
    cr_assert_eq(glob(ENGRAM_SOURCE_DIR "/examples/protocols/*.yaml", GLOB_APPEND, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        strange_values(files.gl_pathv[i] + strlen(root), N_STRANGE_VALUES);
    globfree(&files);
}
