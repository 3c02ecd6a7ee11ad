// Eight bytes as a number, the first byte the lowest.
#ifndef SLUICE_WORD_H
#define SLUICE_WORD_H

#include <stdint.h>

static inline uint64_t word_load(const uint8_t *bytes) {
  uint64_t word;
  __builtin_memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

#endif
