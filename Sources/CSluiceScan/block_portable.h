// 64 bytes in eight ordinary registers.
#ifndef SLUICE_BLOCK_PORTABLE_H
#define SLUICE_BLOCK_PORTABLE_H

#include <stdint.h>

#include "block_offsets.h"

enum { WORD = 8, WORDS = 8 };
#define ONES 0x0101010101010101ull
#define HIGHS 0x8080808080808080ull

typedef struct {
  uint64_t words[WORDS];
} block_bytes;

static inline block_bytes block_load(const uint8_t *bytes) {
  block_bytes block;
  __builtin_memcpy(&block, bytes, sizeof block);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  for (int i = 0; i < WORDS; i++) block.words[i] = __builtin_bswap64(block.words[i]);
#endif
  return block;
}

// Gathers the high bits of eight bytes into the low eight bits: each product bit meets once.
static inline uint64_t gather(uint64_t highs) { return ((highs >> 7) * 0x0102040810204080ull) >> 56; }

// The high bit of each byte that is zero; exact, no carry runs from byte to byte.
static inline uint64_t zero_bytes(uint64_t word) {
  return ~(((word & ~HIGHS) + ~HIGHS) | word | ~HIGHS);
}

// The high bit of each byte whose low seven bits are `least` or more, for least from 1 to 127; exact.
static inline uint64_t low_at_least(uint64_t word, uint8_t least) {
  return ((word & ~HIGHS) + (0x80 - least) * ONES) & HIGHS;
}

static inline uint64_t block_equal(const block_bytes *block, uint8_t byte) {
  uint64_t mask = 0;
  for (int i = 0; i < WORDS; i++)
    mask |= gather(zero_bytes(block->words[i] ^ byte * ONES)) << (i * WORD);
  return mask;
}

static inline uint64_t block_at_least(const block_bytes *block, uint8_t byte) {
  uint64_t mask = 0;
  for (int i = 0; i < WORDS; i++) {
    const uint64_t word = block->words[i], high = word & HIGHS;
    const uint64_t found = byte == 0x80  ? high
                           : byte > 0x80 ? high & low_at_least(word, byte & 0x7F)
                                         : high | low_at_least(word, byte);
    mask |= gather(found) << (i * WORD);
  }
  return mask;
}

#endif
