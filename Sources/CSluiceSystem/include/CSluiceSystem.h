// The two Linux calls that the C library shows only to programs which ask for its
// extensions, which Swift's importer does not. Numbers in, 0 or -1 with errno out.

#ifndef CSLUICE_SYSTEM_H
#define CSLUICE_SYSTEM_H

#include <stdint.h>

// Starts writing the given dirty bytes of a file to its device; does not wait for them.
int sluice_start_write_back(int descriptor, int64_t offset, int64_t count);

// Renames a file, and fails with EEXIST where the new name is taken.
int sluice_rename_exclusively(const char *from, const char *to);

#endif
