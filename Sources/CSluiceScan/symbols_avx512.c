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

enum { SYMBOLS_OCTETS = SYMBOLS_GROUP / 8 };

// Eight places, a lane for each: the bytes from them on, their buckets, what those hold, and which lanes count.
typedef struct {
  __mmask8 all, keys_are_near;
  __m512i next;
  __m256i place, long_bucket, short_bucket, key_bucket, by_long, by_short, key_distance;
} symbols_octet;

// The sixteen bytes at `from` and places 0, 2, 4 and 6 of the list.
static inline __m512i symbols_load_every_other(const uint8_t *from, const uint32_t *list) {
  const __m128i *a = (const __m128i *)(from + list[0]), *b = (const __m128i *)(from + list[2]);
  const __m128i *c = (const __m128i *)(from + list[4]), *d = (const __m128i *)(from + list[6]);
  return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_loadu2_m128i(b, a)), _mm256_loadu2_m128i(d, c), 1);
}

// Looks at eight places of a list, of which `all` count; the others can be read as well.
static inline symbols_octet symbols_look_at(const uint8_t *block, const uint32_t *list, __mmask8 all,
                                            const sluice_symbol_tables *tables) {
  const __m256i none = _mm256_setzero_si256();
  const __m512i even = symbols_load_every_other(block - 8, list);
  const __m512i odd = symbols_load_every_other(block - 8, list + 1);
  const __m512i before = _mm512_unpacklo_epi64(even, odd), next = _mm512_unpackhi_epi64(even, odd);
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
  symbols_octet o = {
      .all = all,
      .next = next,
      .place = _mm256_loadu_si256((const __m256i *)list),
      .long_bucket = symbols_bucket(longs, SLUICE_SYMBOLS_START_BITS),
      .short_bucket = symbols_bucket(shorts, SLUICE_SYMBOLS_START_BITS),
      .key_bucket = symbols_bucket(keys, SLUICE_SYMBOLS_KEY_BITS),
  };
  o.by_long = _mm256_mmask_i32gather_epi32(none, all, o.long_bucket, tables->long_starts, 4);
  o.by_short = _mm256_mmask_i32gather_epi32(none, all, o.short_bucket, tables->short_starts, 4);
  const __m256i by_key = _mm256_mmask_i32gather_epi32(none, all, o.key_bucket, tables->keys, 4);
  o.key_distance = _mm256_sub_epi32(o.place, by_key);
  o.keys_are_near = symbols_are_near(all & (values | lines), by_key, o.key_distance);
  return o;
}

// Of lanes with a bucket in common the last one's place is remembered.
static inline void symbols_remember(const symbols_octet *o, sluice_symbol_tables *tables) {
  _mm256_mask_i32scatter_epi32(tables->long_starts, o->all, o->long_bucket, o->place, 4);
  _mm256_mask_i32scatter_epi32(tables->short_starts, o->all, o->short_bucket, o->place, 4);
  _mm256_mask_i32scatter_epi32(tables->keys, o->all, o->key_bucket, o->place, 4);
}

static inline size_t symbols_choose(const uint8_t *block, const symbols_octet *o, uint32_t *places,
                                    uint32_t *distances) {
  const __m256i long_distance = _mm256_sub_epi32(o->place, o->by_long);
  const __m256i short_distance = _mm256_sub_epi32(o->place, o->by_short);
  const __mmask8 near_longs = symbols_are_near(o->all, o->by_long, long_distance);
  const __mmask8 near_shorts = symbols_are_near(o->all, o->by_short, short_distance);
  const __m512i long_bytes =
      _mm512_mask_i32gather_epi64(_mm512_setzero_si512(), near_longs, o->by_long, block, 1);
  const __m256i short_bytes =
      _mm256_mmask_i32gather_epi32(_mm256_setzero_si256(), near_shorts, o->by_short, block, 1);
  const __mmask8 are_longs = _mm512_mask_cmpeq_epi64_mask(near_longs, o->next, long_bytes);
  const __mmask8 are_shorts =
      _mm256_mask_cmpeq_epi32_mask(near_shorts, _mm512_cvtepi64_epi32(o->next), short_bytes);
  __m256i distance = _mm256_mask_mov_epi32(o->key_distance, are_shorts, short_distance);
  distance = _mm256_mask_mov_epi32(distance, are_longs, long_distance);
  const __mmask8 found = are_longs | are_shorts | o->keys_are_near;
  _mm256_storeu_si256((__m256i *)places, _mm256_maskz_compress_epi32(found, o->place));
  _mm256_storeu_si256((__m256i *)distances, _mm256_maskz_compress_epi32(found, distance));
  return (size_t)__builtin_popcount(found);
}

// As `symbols_look_up` of symbols_look_up.h. All of a group is looked at before any of it is remembered, because
// looking into the tables has to wait for what is stored there.
static inline size_t symbols_look_up(const uint8_t *block, const uint32_t *list, size_t count,
                                     sluice_symbol_tables *tables, uint32_t *places,
                                     uint32_t *distances) {
  const uint32_t all = count < SYMBOLS_GROUP ? (1u << count) - 1 : (1u << SYMBOLS_GROUP) - 1;
  symbols_octet octets[SYMBOLS_OCTETS];
  for (unsigned i = 0; i < SYMBOLS_OCTETS; i++)
    octets[i] = symbols_look_at(block, list + 8 * i, (__mmask8)(all >> 8 * i), tables);
  for (unsigned i = 0; i < SYMBOLS_OCTETS; i++) symbols_remember(octets + i, tables);
  size_t found = 0;
  for (unsigned i = 0; i < SYMBOLS_OCTETS; i++)
    found += symbols_choose(block, octets + i, places + found, distances + found);
  return found;
}

#include "symbols_algorithm.h"
#include "symbols_write.h"

#pragma clang attribute pop

#endif
