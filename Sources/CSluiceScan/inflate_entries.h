// What a table says of the next bits, in 32 of its own.
//
//   bits  0..5   bits to take: words and extra bits; for a table of longer words the bits that it looks up
//   bit   6      special, see `inflate_special`; nothing of what follows but the value then counts
//   bits  8..11  bits of the words, behind which the extra bits are
//   bits 12..13  literals, up to two, which are the two high bytes
//   bit  14      a length ends the entry: a distance comes next
//   bit  15      the value to which extra bits are added is the highest byte, else the two high ones
//   bits 16..31  the value
//
// A word and the one behind it share an entry where both are short enough: two literals, or a literal and a
// length. So most of the text takes one look-up for two symbols.
#ifndef SLUICE_INFLATE_ENTRIES_H
#define SLUICE_INFLATE_ENTRIES_H

#include "sluice_inflate.h"
#include "word.h"

enum {
  INFLATE_TAKEN = 0x3F,
  INFLATE_SPECIAL = 1 << 6,
  INFLATE_WORDS_SHIFT = 8,
  INFLATE_WORDS = 0xF,
  INFLATE_KIND_SHIFT = 12,
  INFLATE_KIND = 3,
  INFLATE_LITERAL = 1 << 12,
  INFLATE_LENGTH = 1 << 14,
  INFLATE_HIGH = 1 << 15,
  INFLATE_VALUE_SHIFT = 16,
  INFLATE_HIGH_SHIFT = 24,
};

/// What a special entry is, in the place of the count of literals.
typedef enum {
  INFLATE_END,
  /// A length above INFLATE_SHORT.
  INFLATE_LONG,
  /// The value is where the table of longer words begins.
  INFLATE_TABLE,
  INFLATE_NONE,
} inflate_special;

/// The longest repetition that is copied as one, with two loads and stores of a register.
enum { INFLATE_SHORT = 64 };

static inline uint32_t inflate_words(uint32_t entry) {
  return entry >> INFLATE_WORDS_SHIFT & INFLATE_WORDS;
}

static inline inflate_special inflate_kind(uint32_t entry) {
  return (inflate_special)(entry >> INFLATE_KIND_SHIFT & INFLATE_KIND);
}

#endif
