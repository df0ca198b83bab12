/* Logs of compilers that are not installed here, in the forms their users report them. */
#include "device/buildlog.h"

#include <criterion/criterion.h>

/* Lines of the assembled text: 1 typedef, 2 #line, 3 a.h:1, 4 a.h:2, 5 #line, 6 b.cl:10, 7 b.cl:11 */
static const char text[] = "typedef float real;\n#line 1 \"rules/a.h\"\nfirst of a\nsecond of a\n#line 10 "
                           "\"fast/b.cl\"\ntenth of b\neleventh of b\n";

static void expect(const char *log, const char *file, unsigned line, unsigned column, const char *message,
                   const char *source)
{
    struct build_error error;
    cr_assert(build_error_find(log, text, &error), "%s", log);
    cr_expect_str_eq(error.file, file);
    cr_expect_eq(error.line, line);
    cr_expect_eq(error.column, column);
    cr_expect_str_eq(error.message, message);
    cr_expect_str_eq(error.source, source);
}

Test(buildlogs, clang_honouring_line_directives)
{
    expect("rules/a.h:1:3: warning: unused\nrules/a.h:2:16: error: no such thing\n  code\n   ^\n",
           "rules/a.h", 2, 16, "no such thing", "second of a");
}

Test(buildlogs, a_driver_that_ignores_line_directives_is_translated)
{
    expect("<kernel>:4:2: error: bad\n", "rules/a.h", 2, 2, "bad", "second of a");
    expect("/tmp/comgr-1f/input/CompileSource:7:1: error: bad\n", "fast/b.cl", 11, 1, "bad", "eleventh of b");
    expect("1:6:5: error: bad\n", "fast/b.cl", 10, 5, "bad", "tenth of b");
}

Test(buildlogs, pocl_puts_the_word_first)
{
    expect("warning: rules/a.h:1:1: eh\nerror: rules/a.h:2:16: use of 'x'; did you mean 'y: z'?\n",
           "rules/a.h", 2, 16, "use of 'x'; did you mean 'y: z'?", "second of a");
}

Test(buildlogs, a_place_without_a_column_is_still_a_place)
{
    expect("\"rules/a.h\", line 2: error: expected a \";\"\n", "rules/a.h", 2, 0, "expected a \";\"",
           "second of a");
    expect("rules/a.h:2: error: bad\n", "rules/a.h", 2, 0, "bad", "second of a");
}

Test(buildlogs, a_line_before_the_first_directive_keeps_the_drivers_name)
{
    expect("input.cl:1:9: error: bad\n", "input.cl", 1, 9, "bad", "typedef float real;");
}

Test(buildlogs, windows_paths_and_line_ends_are_read)
{
    expect("C:\\tmp\\k.cl:4:2: error: bad\r\n", "rules/a.h", 2, 2, "bad", "second of a");
}

Test(buildlogs, a_log_nobody_can_read_gives_its_first_line)
{
    struct build_error error;
    cr_assert(!build_error_find("\n\ninternal compiler failure\nmore\n", text, &error));
    cr_assert_str_eq(error.message, "internal compiler failure");
    cr_assert(!build_error_find("", text, &error));
    cr_assert_str_eq(error.message, "");
    cr_assert(!build_error_find("error: the linker gave up\n", text, &error));
}
