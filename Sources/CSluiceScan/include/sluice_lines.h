// Bytes of inbound lines to bit masks: where lines end, and where one is not spelled as writers do.
//
// Takes whole lines, `ID TAB "key"="value","key"="value",d_sid=24... LF`, gives one set of masks for each
// block of 64 bytes. Owns nothing, allocates nothing, cannot fail. One algorithm (lines_algorithm.h)
// over a few primitives, one small file for each instruction set.
//
// Contract: a line in which no bit of `odd` is set consists of an ID without quotation marks, one tab,
// and one element or more with one comma between two of them, each d_sid= or d_unsid= and digits, or
// "key"="value" with neither of them empty; no such key begins with a dash or `d_` or is `ic`; the bytes are UTF-8; besides tab and line
// feed there is no control byte. A line with such a bit may be anything, a good one as well.
#ifndef SLUICE_LINES_H
#define SLUICE_LINES_H

#include <stddef.h>
#include <stdint.h>

/// The masks of one block; bit i stands for byte i.
typedef struct {
  /// Line feeds: each ends a line, whatever is before it.
  uint64_t line_end;
  /// The first tab of each line.
  uint64_t id_end;
  /// The `=` of each pair, in lines without a bit in `odd`.
  uint64_t pair;
  /// The `=` of each d_sid= and of each d_unsid=, in such lines.
  uint64_t added, removed;
  /// Where a line is spelled in another way. In the line that the block ends in there may be one
  /// more in the next block.
  uint64_t odd;
  /// Bits in the `pair` masks of all blocks before.
  uint64_t pairs_before;
} sluice_line_masks;

/// What one block tells the next. At the start of a line: all zero, but `in_id` all ones.
typedef struct {
  /// All ones between quotation marks, else zero.
  uint64_t quoted;
  /// All ones before a line's tab, else zero.
  uint64_t in_id;
  /// All ones behind a key's `=`, else zero.
  uint64_t in_value;
  /// Masks of the block before, as far as rules reach over its end.
  uint64_t key_opener, equals, open, close, key_open, bare, bare_equals;
  /// Where the next block must have continuation bytes, and whether its first follows one of the
  /// bytes after which only some of them are good.
  uint64_t asked, after_e0, after_ed, after_f0, after_f4;
  /// Bits in all `pair` masks.
  uint64_t pair_count;
} sluice_line_state;

/// Scans `blocks` blocks from `bytes`, all of which must be readable, and one byte more; writes one
/// mask set for each. The blocks of earlier calls with the same state stand directly before.
typedef void (*sluice_lines_function)(const uint8_t *bytes, size_t blocks,
                                      sluice_line_state *state, sluice_line_masks *masks);

/// One implementation.
typedef struct {
  const char *name;
  sluice_lines_function scan;
} sluice_lines_kernel;

/// The kernels that this processor can run, fastest first; the last is the portable one.
/// Returns how many there are; `index` from zero picks one.
size_t sluice_lines_kernel_count(void);
sluice_lines_kernel sluice_lines_kernel_at(size_t index);

#endif
