/* Values of an experiment become such as do not belong there. */
#ifndef ENGRAM_TESTS_STRANGE_VALUES_H
#define ENGRAM_TESTS_STRANGE_VALUES_H
#include <stddef.h>

enum { N_STRANGE_VALUES = 12 };
/* Each value of an example, alone, becomes `each` of the strange ones in turn. The experiment must be refused at a place in its text, with a reason and a way out,
 * or be accepted. `example`: a file, relative to examples/. */
void strange_values(const char *example, size_t each);
#endif
