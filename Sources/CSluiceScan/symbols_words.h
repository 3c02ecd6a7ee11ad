// Comparing and widening eight bytes at a time, for processors of which no more is known.
#ifndef SLUICE_SYMBOLS_WORDS_H
#define SLUICE_SYMBOLS_WORDS_H

#include "word.h"

enum { SYMBOLS_WIDE = 8 };

// The bits in which eight bytes differ, those of the first byte the lowest.
static inline uint64_t symbols_difference(const uint8_t *a, const uint8_t *b) {
  return word_load(a) ^ word_load(b);
}

static inline uint32_t symbols_ahead(const uint8_t *a, const uint8_t *b) {
  for (uint32_t equal = 0; equal < 64; equal += 8) {
    const uint64_t difference = symbols_difference(a + equal, b + equal);
    if (difference) return equal + (uint32_t)__builtin_ctzll(difference) / 8;
  }
  return 64;
}

static inline uint32_t symbols_behind(const uint8_t *a, const uint8_t *b) {
  for (uint32_t equal = 0; equal < 32; equal += 8) {
    const uint64_t difference = symbols_difference(a - equal - 8, b - equal - 8);
    if (difference) return equal + (uint32_t)__builtin_clzll(difference) / 8;
  }
  return 32;
}

static inline void symbols_widen(const uint8_t *bytes, uint32_t *symbols) {
  for (int i = 0; i < SYMBOLS_WIDE; i++) symbols[i] = bytes[i];
}

#endif
