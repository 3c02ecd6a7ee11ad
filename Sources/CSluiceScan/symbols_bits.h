// What the files of the symbol kernels share.
#ifndef SLUICE_SYMBOLS_BITS_H
#define SLUICE_SYMBOLS_BITS_H

#include "sluice_symbols.h"
#include "word.h"

enum {
  SYMBOLS_WINDOW = 1 << 15,
  // Bytes at both ends of the block at which nothing is looked for, so that whole registers can be read.
  SYMBOLS_MARGIN_BEFORE = 32,
  SYMBOLS_MARGIN_AFTER = 64,
  // Places that are looked up at once: none of them finds another of them.
  SYMBOLS_GROUP = 16,
};

// Factors of 32 bits: the highest of the low 32 bits of the products' sum depend on all bits multiplied.
static const uint32_t SYMBOLS_MIX_KEY_LOW = 0x9E3779B1, SYMBOLS_MIX_KEY_HIGH = 0x85EBCA77;
static const uint32_t SYMBOLS_MIX_NEXT_LOW = 0xC2B2AE3D, SYMBOLS_MIX_NEXT_HIGH = 0x27D4EB2F;

// Where the tables remember a place: by the eight bytes from it on, by four, and by the key before it.
typedef struct {
  uint32_t by_long, by_short, by_key;
} symbols_buckets;

// `key` is what is before the place: eight bytes where a value begins, else the last one only.
static inline symbols_buckets symbols_buckets_of(uint64_t next, uint64_t key) {
  const uint32_t keys = (uint32_t)key * SYMBOLS_MIX_KEY_LOW + (uint32_t)(key >> 32) * SYMBOLS_MIX_KEY_HIGH;
  const uint32_t shorts = keys + (uint32_t)next * SYMBOLS_MIX_NEXT_LOW;
  const uint32_t longs = shorts + (uint32_t)(next >> 32) * SYMBOLS_MIX_NEXT_HIGH;
  return (symbols_buckets){longs >> (32 - SLUICE_SYMBOLS_START_BITS),
                           shorts >> (32 - SLUICE_SYMBOLS_START_BITS),
                           keys >> (32 - SLUICE_SYMBOLS_KEY_BITS)};
}

// Whether a remembered place is one, in this block, and not too far back.
static inline uint32_t symbols_is_near(uint32_t seen, uint32_t place) {
  return (uint32_t)(seen >= SYMBOLS_MARGIN_BEFORE) & (uint32_t)(place - seen <= SYMBOLS_WINDOW);
}

// What each instruction set's file defines.
#define SYMBOLS_DECLARE(set)                                                                       \
  size_t sluice_symbols_find_##set(const uint8_t *, size_t, size_t, size_t, unsigned,              \
                                   sluice_symbol_tables *, uint32_t *);                            \
  void sluice_symbols_count_##set(const uint32_t *, size_t, uint32_t *);                           \
  void sluice_symbols_write_##set(const uint32_t *, size_t, const sluice_symbol_code *,            \
                                  sluice_bits *);

SYMBOLS_DECLARE(portable)
SYMBOLS_DECLARE(avx2)
SYMBOLS_DECLARE(avx512)
SYMBOLS_DECLARE(neon)

#endif
