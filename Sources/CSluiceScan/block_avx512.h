// 64 bytes in one register, for files that include immintrin.h and set the target to AVX-512BW.
#ifndef SLUICE_BLOCK_AVX512_H
#define SLUICE_BLOCK_AVX512_H

#include <stdint.h>

typedef __m512i block_bytes;

static inline block_bytes block_load(const uint8_t *bytes) { return _mm512_loadu_si512(bytes); }

static inline uint64_t block_equal(const block_bytes *block, uint8_t byte) {
  return _mm512_cmpeq_epi8_mask(*block, _mm512_set1_epi8((char)byte));
}

static inline uint64_t block_at_least(const block_bytes *block, uint8_t byte) {
  return _mm512_cmpge_epu8_mask(*block, _mm512_set1_epi8((char)byte));
}

// Writes base + i for each bit i of a mask: sixteen at a time, packed to the front; what is written behind
// them is written again. Up to sixteen more than there are.
static inline void block_offsets(uint64_t mask, uint32_t base, uint32_t *to) {
  const __m512i first = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  __m512i offsets = _mm512_add_epi32(first, _mm512_set1_epi32((int)base));
  for (int part = 0; part < 4; part++) {
    const __mmask16 bits = (__mmask16)(mask >> part * 16);
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi32(bits, offsets));
    to += __builtin_popcount(bits);
    offsets = _mm512_add_epi32(offsets, _mm512_set1_epi32(16));
  }
}

#endif
