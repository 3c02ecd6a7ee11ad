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

#endif
