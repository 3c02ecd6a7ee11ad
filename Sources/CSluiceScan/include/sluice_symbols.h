// Lines to the symbols of deflate: which bytes stand for themselves, and which repeat earlier ones.
//
// Takes a block of inbound lines, gives a symbol for each literal byte and two for each repetition
// (RFC 1951, section 3.2.5). Owns nothing, allocates nothing, cannot fail: any bytes whatever become symbols
// that stand for just these bytes. Also counts symbols and writes them in a given code, because that wants
// the same registers. One algorithm (symbols_algorithm.h) over a few primitives, one small file for each
// instruction set; all of them give the same symbols and bits.
#ifndef SLUICE_SYMBOLS_H
#define SLUICE_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

enum {
  /// Symbols that may be stored, in vain, behind the last one.
  SLUICE_SYMBOLS_SLACK = 64,
  /// The low bits of a symbol: the byte of a literal; or 256 and the length of a repetition, less 3; or
  /// 512 and the code of its distance. The extra bits of a distance are above them.
  SLUICE_SYMBOL_BITS = 16,
  SLUICE_SYMBOL_LENGTH = 256,
  SLUICE_SYMBOL_DISTANCE = 512,
  /// Different values of the low bits.
  SLUICE_SYMBOL_COUNT = 542,
  /// Places that begin like a given one, at most, that are remembered.
  SLUICE_SYMBOLS_MOST_WAYS = 4,
  /// The size of the tables: what begins alike is told apart by so many bits.
  SLUICE_SYMBOLS_START_BITS = 11,
  SLUICE_SYMBOLS_KEY_BITS = 8,
};

/// Where the block's beginnings of values and words were seen last, by what they begin with.
typedef struct {
  uint32_t long_starts[SLUICE_SYMBOLS_MOST_WAYS << SLUICE_SYMBOLS_START_BITS];
  uint32_t short_starts[SLUICE_SYMBOLS_MOST_WAYS << SLUICE_SYMBOLS_START_BITS];
  uint32_t keys[1 << SLUICE_SYMBOLS_KEY_BITS];
} sluice_symbol_tables;

/// Writes the symbols of the bytes `from..<to` of a block of `count` bytes. `from` is a multiple of 64, and
/// the bytes before it were given to the calls before with the same tables, all zero at the block's
/// start. `ways` is how many earlier places of each kind are tried: 1, 2 or SLUICE_SYMBOLS_MOST_WAYS. There
/// is room for `to - from` symbols and the slack. Returns how many were written.
typedef size_t (*sluice_symbols_function)(const uint8_t *block, size_t count, size_t from, size_t to,
                                          unsigned ways, sluice_symbol_tables *tables,
                                          uint32_t *symbols);

/// Adds to each symbol's count how often it is among `symbols`, by its low bits. The counts are so many
/// sets, one behind the other, whose sums count: a single one would wait for itself wherever a symbol follows
/// its like.
enum { SLUICE_SYMBOLS_COUNT_SETS = 4 };
typedef void (*sluice_symbols_count_function)(const uint32_t *symbols, size_t count,
                                              uint32_t *counts);

/// What is written for a symbol, by its low bits.
typedef struct {
  /// The code word, its first bit the lowest, and a length's extra bits.
  uint32_t word;
  /// Bits of `word`, behind which a distance's extra bits go.
  uint8_t word_bits;
  /// Bits with those: 28 at most.
  uint8_t all_bits;
} sluice_symbol_code;

/// Where bits are written, the lowest first.
typedef struct {
  /// Behind the last whole byte. Eight bytes behind the last bit are written to as well.
  uint8_t *end;
  /// The bits behind it, and how many they are: below 8.
  uint64_t open;
  uint64_t open_count;
} sluice_bits;

/// Writes the codes of `symbols`.
typedef void (*sluice_symbols_write_function)(const uint32_t *symbols, size_t count,
                                              const sluice_symbol_code *codes, sluice_bits *bits);

/// One implementation.
typedef struct {
  const char *name;
  sluice_symbols_function find;
  sluice_symbols_count_function count;
  sluice_symbols_write_function write;
} sluice_symbols_kernel;

/// The kernels that this processor can run, fastest first; the last is the portable one.
/// Returns how many there are; `index` from zero picks one.
size_t sluice_symbols_kernel_count(void);
sluice_symbols_kernel sluice_symbols_kernel_at(size_t index);

#endif
