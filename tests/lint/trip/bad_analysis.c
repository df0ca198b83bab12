/* Wrong on purpose: clang-tidy must find one fault of each group named in .clang-tidy. */
#include <stdlib.h>

int Not_lower_case(const char *text) /* readability-identifier-naming */
{
    if (text)
        ; /* bugprone-suspicious-semicolon */
    {
        return rand(); /* cert-msc30-c */
    }
}

int divide_by_zero(int x) /* clang-analyzer-core.DivideZero */
{
    int zero = 0;

    return x / zero;
}
