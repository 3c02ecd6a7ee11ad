// x86-64 with AVX-512BW: one register a block.
#if defined(__x86_64__)

#include <immintrin.h>

#include "symbols_bits.h"

#pragma clang attribute push(                                                                \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512cd,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)

#include "block_avx512.h"

#define SYMBOLS_FIND sluice_symbols_find_avx512
#define SYMBOLS_COUNT sluice_symbols_count_avx512
#define SYMBOLS_WRITE sluice_symbols_write_avx512

static inline uint32_t symbols_ahead(const uint8_t *a, const uint8_t *b) {
  const uint64_t unequal = _mm512_cmpneq_epi8_mask(_mm512_loadu_si512(a), _mm512_loadu_si512(b));
  return (uint32_t)_tzcnt_u64(unequal);
}

static inline uint32_t symbols_behind(const uint8_t *a, const uint8_t *b) {
  const __m256i before_a = _mm256_loadu_si256((const __m256i *)(a - 32));
  const __m256i before_b = _mm256_loadu_si256((const __m256i *)(b - 32));
  return (uint32_t)_lzcnt_u32(_mm256_cmpneq_epi8_mask(before_a, before_b));
}

enum { SYMBOLS_WIDE = 32 };

static inline void symbols_widen(const uint8_t *bytes, uint32_t *symbols) {
  for (int i = 0; i < SYMBOLS_WIDE; i += 16)
    _mm512_storeu_si512(symbols + i,
                        _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(bytes + i))));
}

static inline __mmask8 symbols_are_near(__mmask8 lanes, __m256i seen, __m256i distance) {
  const __mmask8 are_places =
      _mm256_mask_cmpge_epu32_mask(lanes, seen, _mm256_set1_epi32(SYMBOLS_MARGIN_BEFORE));
  return _mm256_mask_cmple_epu32_mask(are_places, distance, _mm256_set1_epi32(SYMBOLS_WINDOW));
}

// The products' sums: the low halves of the lanes times `low`, and the high ones times `high`.
static inline __m512i symbols_mix(__m512i words, uint32_t low, uint32_t high) {
  return _mm512_add_epi64(
      _mm512_mul_epu32(words, _mm512_set1_epi64(low)),
      _mm512_mul_epu32(_mm512_srli_epi64(words, 32), _mm512_set1_epi64(high)));
}

static inline __m256i symbols_bucket(__m512i sums, unsigned bits) {
  return _mm256_srli_epi32(_mm512_cvtepi64_epi32(sums), 32 - bits);
}

// As `symbols_look_up` of symbols_look_up.h, with a lane for each place. Of lanes with a bucket in common the last
// one's place is remembered.
static inline size_t symbols_look_up(const uint8_t *block, const uint32_t *list, size_t count,
                                     sluice_symbol_tables *tables, uint32_t *places,
                                     uint32_t *distances) {
  const __mmask8 all = (__mmask8)(count < SYMBOLS_GROUP ? (1u << count) - 1 : 0xFF);
  const __m256i place = _mm256_loadu_si256((const __m256i *)list);
  const __m256i none = _mm256_setzero_si256();
  const __m512i nothing = _mm512_setzero_si512();
  const __m512i next = _mm512_mask_i32gather_epi64(nothing, all, place, block, 1);
  const __m512i before = _mm512_mask_i32gather_epi64(nothing, all, place, block - 8, 1);
  const __m512i last = _mm512_srli_epi64(before, 56);
  const __mmask8 values = _mm512_cmpeq_epi64_mask(last, _mm512_set1_epi64('"'));
  const __mmask8 lines = _mm512_cmpeq_epi64_mask(last, _mm512_set1_epi64('\n'));

  // The sums of `symbols_buckets_of`.
  const __m512i keys = symbols_mix(_mm512_mask_mov_epi64(last, values, before), SYMBOLS_MIX_KEY_LOW,
                                   SYMBOLS_MIX_KEY_HIGH);
  const __m512i shorts =
      _mm512_add_epi64(keys, _mm512_mul_epu32(next, _mm512_set1_epi64(SYMBOLS_MIX_NEXT_LOW)));
  const __m512i longs =
      _mm512_add_epi64(keys, symbols_mix(next, SYMBOLS_MIX_NEXT_LOW, SYMBOLS_MIX_NEXT_HIGH));
  const __m256i long_bucket = symbols_bucket(longs, SLUICE_SYMBOLS_START_BITS);
  const __m256i short_bucket = symbols_bucket(shorts, SLUICE_SYMBOLS_START_BITS);
  const __m256i key_bucket = symbols_bucket(keys, SLUICE_SYMBOLS_KEY_BITS);
  const __m256i by_long = _mm256_mmask_i32gather_epi32(none, all, long_bucket, tables->long_starts, 4);
  const __m256i by_short =
      _mm256_mmask_i32gather_epi32(none, all, short_bucket, tables->short_starts, 4);
  const __m256i by_key = _mm256_mmask_i32gather_epi32(none, all, key_bucket, tables->keys, 4);
  _mm256_mask_i32scatter_epi32(tables->long_starts, all, long_bucket, place, 4);
  _mm256_mask_i32scatter_epi32(tables->short_starts, all, short_bucket, place, 4);
  _mm256_mask_i32scatter_epi32(tables->keys, all, key_bucket, place, 4);

  const __m256i long_distance = _mm256_sub_epi32(place, by_long);
  const __m256i short_distance = _mm256_sub_epi32(place, by_short);
  const __m256i key_distance = _mm256_sub_epi32(place, by_key);
  const __mmask8 near_longs = symbols_are_near(all, by_long, long_distance);
  const __mmask8 near_shorts = symbols_are_near(all, by_short, short_distance);
  const __mmask8 are_keys = symbols_are_near(all & (values | lines), by_key, key_distance);
  const __mmask8 are_longs = _mm512_mask_cmpeq_epi64_mask(
      near_longs, next, _mm512_mask_i32gather_epi64(nothing, near_longs, by_long, block, 1));
  const __mmask8 are_shorts = _mm256_mask_cmpeq_epi32_mask(
      near_shorts, _mm512_cvtepi64_epi32(next),
      _mm256_mmask_i32gather_epi32(none, near_shorts, by_short, block, 1));
  __m256i distance = _mm256_mask_mov_epi32(key_distance, are_shorts, short_distance);
  distance = _mm256_mask_mov_epi32(distance, are_longs, long_distance);
  const __mmask8 found = are_longs | are_shorts | are_keys;
  _mm256_storeu_si256((__m256i *)places, _mm256_maskz_compress_epi32(found, place));
  _mm256_storeu_si256((__m256i *)distances, _mm256_maskz_compress_epi32(found, distance));
  return (size_t)__builtin_popcount(found);
}

#include "symbols_algorithm.h"
#include "symbols_write.h"

#pragma clang attribute pop

#endif
