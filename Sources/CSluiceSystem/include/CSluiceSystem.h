// Linux calls that the C library shows only to programs which ask for its extensions, which Swift's
// importer does not, and the starting of programs, which takes structures that Swift can't hold
// safely. A number from 0 on, or -1 with errno, comes out.

#ifndef CSLUICE_SYSTEM_H
#define CSLUICE_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

// Starts writing the given dirty bytes of a file to its device; does not wait for them.
int sluice_start_write_back(int descriptor, int64_t offset, int64_t count);

// Renames a file, and fails with EEXIST where the new name is taken.
int sluice_rename_exclusively(const char *from, const char *to);

// Whether a directory shows what the kernel knows, where nobody can make a file, though root is let pass: 1
// or 0.
int sluice_is_of_the_kernel(const char *directory);

// Makes two connected stream sockets, which are closed in programs that are started.
int sluice_channel(int ends[2]);

// Sends the first of some bytes to a socket; returns how many. A reader that has gone is EPIPE and
// never a signal.
ptrdiff_t sluice_send(int channel, const void *bytes, size_t count);

// Makes a file that is in memory only, has no name, and is closed in programs that are started.
int sluice_memory_file(void);

// Starts a program that is looked for in PATH, with these three descriptors as its standard ones and
// no others of ours, in a process group of its own, and with the signals that we may
// ignore as they are by default. Returns the process's number.
int sluice_spawn(char *const arguments[], int input, int output, int errors);

#endif
