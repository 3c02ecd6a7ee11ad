// Deflate's symbols to the bytes they stand for: the loop that all of a compressed dump goes through.
//
// Takes the codes of a block as tables and its bits, gives bytes (RFC 1951, section 3.2). Owns nothing,
// allocates nothing; any bits whatever lead to bytes or to a status, and never outside of the memory that it was
// given. What stands around the symbols, blocks and their headers, is the caller's. One algorithm
// (inflate_algorithm.h), compiled for the instruction sets that it gains from.
#ifndef SLUICE_INFLATE_H
#define SLUICE_INFLATE_H

#include <stddef.h>
#include <stdint.h>

enum {
  /// Symbols of the two alphabets that lengths are given for, at most.
  SLUICE_INFLATE_LITERALS = 288,
  SLUICE_INFLATE_DISTANCES = 32,
  /// The most bits of a code word.
  SLUICE_INFLATE_LONGEST = 15,
  /// The bits that are looked up at once; longer words lead to a table of their own.
  SLUICE_INFLATE_BITS = 11,
  /// Entries of the table of an alphabet, with those of longer words: 2,342 at most are used for one of 288
  /// symbols, words of 15 bits and look-ups of 11.
  SLUICE_INFLATE_TABLE = 4096,
  /// Bytes behind the limit of the output that may be written to.
  SLUICE_INFLATE_MARGIN = 512,
  /// The farthest that a repetition refers back.
  SLUICE_INFLATE_WINDOW = 32768,
};

/// The codes of a block, ready to be looked up: literals and lengths, then distances.
typedef struct {
  uint32_t entries[2 * SLUICE_INFLATE_TABLE];
} sluice_inflate_tables;

/// Makes the tables for code words of such lengths, 0 for symbols without one.
/// Returns 0 when they are no code: too many words for their lengths, or too few (but for a single one, or none,
/// which must not be met then).
int sluice_inflate_build(sluice_inflate_tables *tables, const uint8_t *literals, size_t literal_count,
                         const uint8_t *distances, size_t distance_count);

/// Where reading and writing have come to.
typedef struct {
  const uint8_t *in, *in_end;
  /// The next byte to be written, and where to stop: SLUICE_INFLATE_MARGIN bytes from there on are writable, and
  /// what is written may end among them.
  uint8_t *out, *out_limit;
  /// The first of the bytes before `out` that a repetition may refer to.
  const uint8_t *history;
  /// Bits that were read and not used, the next one lowest, zeros above; and how many they are: below 64.
  uint64_t bits;
  uint32_t bit_count;
  /// The length of a repetition whose distance comes next, else 0.
  uint32_t length;
} sluice_inflate_stream;

/// Why it stopped.
typedef enum {
  SLUICE_INFLATE_NEEDS_INPUT,
  SLUICE_INFLATE_NEEDS_OUTPUT,
  SLUICE_INFLATE_END_OF_BLOCK,
  SLUICE_INFLATE_BAD_CODE,
  SLUICE_INFLATE_BAD_DISTANCE,
} sluice_inflate_status;

/// Goes on until the block ends, the input is used up or the output's limit is reached. Returns a
/// `sluice_inflate_status`.
typedef int (*sluice_inflate_function)(const sluice_inflate_tables *tables,
                                       sluice_inflate_stream *stream);

/// One implementation.
typedef struct {
  const char *name;
  sluice_inflate_function run;
} sluice_inflate_kernel;

/// The kernels that this processor can run, fastest first; the last is the portable one.
/// Returns how many there are; `index` from zero picks one.
size_t sluice_inflate_kernel_count(void);
sluice_inflate_kernel sluice_inflate_kernel_at(size_t index);

#endif
