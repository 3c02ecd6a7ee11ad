// Bytes to bit masks: where the structure of delimited text stands, 64 bytes at a time.
//
// Takes bytes and needles (delimiter, quote, line end, escape, comment), gives one set of masks for each
// block of 64 bytes. Owns nothing, allocates nothing, cannot fail. One algorithm
// (scan_algorithm.h) over a few primitives, one small file for each instruction set. The scan of inbound
// lines, which is another algorithm over other masks, is in sluice_lines.h.
#ifndef SLUICE_SCAN_H
#define SLUICE_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "sluice_pairs.h"

/// Bytes covered by one set of masks: one bit each.
enum { SLUICE_SCAN_BLOCK = 64 };

/// What is looked for.
typedef struct {
  uint8_t delimiter;
  uint8_t quote;
  uint8_t line_end;
  uint8_t escape;
  uint8_t comment;
  /// Zero when the text has no quote character; `quote` is then ignored. The same of the others.
  uint8_t has_quote;
  uint8_t has_escape;
  uint8_t has_comment;
} sluice_scan_needles;

/// The masks of one block; bit i stands for byte i.
typedef struct {
  /// Delimiters and line ends outside quoted fields: each ends a field.
  uint64_t structural;
  /// Line ends outside quoted fields: each ends a record.
  uint64_t line_end;
  /// Places where the quotes break the rules, so that a quote before or at this bit does not mean
  /// what the other masks took it for; and where a comment may begin. Everything below the lowest bit is right.
  /// Conservative: text that an exact reader accepts may be marked.
  uint64_t stray;
  /// Bytes that are not ASCII, and NUL.
  uint64_t foreign;
  /// Bytes that a text cannot go into a line with before it was looked at closely: control bytes,
  /// `"`, quotes, escapes, and `@` and `%`, which make addresses.
  uint64_t special;
} sluice_scan_masks;

/// What one block tells the next. All zero but `may_open` and `may_comment` at the start of a record.
typedef struct {
  /// All ones inside a quoted field, else zero.
  uint64_t quoted;
  /// One when a quote at the next byte would open a field (or be the second of a pair).
  uint64_t may_open;
  /// One when the byte before closed a quoted field.
  uint64_t after_close;
  /// One when the two bytes before were a closing quote and a carriage return.
  uint64_t after_close_cr;
  /// One when the byte before was an escape that takes the next one.
  uint64_t after_escape;
  /// One when a comment would begin at the next byte, or may behind a byte order mark.
  uint64_t may_comment;
  /// Line ends seen, inside quoted fields as well.
  uint64_t line_count;
  /// All `stray` masks so far, or-ed.
  uint64_t any_stray;
  /// All `foreign` masks so far, or-ed.
  uint64_t any_foreign;
} sluice_scan_state;

/// Scans `blocks` blocks from `bytes`, all of which must be readable; writes one mask set for each.
typedef void (*sluice_scan_function)(
    const uint8_t *bytes, size_t blocks, sluice_scan_needles needles,
    sluice_scan_state *state, sluice_scan_masks *masks);

/// Bytes of a block that are not ASCII, or NUL: its first byte's offset, and a bit for each byte.
typedef struct {
  uint64_t position;
  uint64_t bits;
} sluice_scan_stretch;

/// Where the offsets that masks stand for are written, and how many there are so far.
typedef struct {
  /// The ends of fields. Room for 64 more a block.
  uint32_t *ends;
  size_t end_count;
  /// For each record the number of ends up to and with its last. Room for 64 more a block, and one.
  uint32_t *records;
  size_t record_count;
  /// The blocks with foreign bytes. Room for one more a block, and one.
  sluice_scan_stretch *foreign;
  size_t foreign_count;
} sluice_scan_places;

/// Turns the masks of `blocks` blocks, of which the first begins at the offset `base`, into offsets.
typedef void (*sluice_places_function)(const sluice_scan_masks *masks, size_t blocks, size_t base,
                                       sluice_scan_places *places);

/// One implementation.
typedef struct {
  const char *name;
  sluice_scan_function scan;
  sluice_places_function places;
  sluice_pairs_function pairs;
} sluice_scan_kernel;

/// The kernels that this processor can run, fastest first; the last is the portable one.
/// Returns how many there are; `index` from zero picks one.
size_t sluice_scan_kernel_count(void);
sluice_scan_kernel sluice_scan_kernel_at(size_t index);

#endif
