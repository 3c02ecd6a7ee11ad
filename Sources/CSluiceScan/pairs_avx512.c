// x86-64 with AVX-512: sixteen fields at a time, gathered from where they stand.
#if defined(__x86_64__)

#include <immintrin.h>

#include "pairs_bits.h"
#include "scan_bits.h"

#pragma clang attribute push(                                                       \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,popcnt"))), \
    apply_to = function)

#define PAIRS_NAME sluice_pairs_avx512

#include "block_avx512.h"
#include "pairs_text.h"

// Eight bytes of each of sixteen fields: the first four and the next four. Those of the high lanes are void in a group
// of up to eight.
typedef struct {
  __m512i first, next;
} pairs_words;

enum { PAIRS_HALF = SLUICE_PAIRS_GROUP / 2 };

// Where the fields before and those of the columns end. If all that is read in any case is all there is, it is
// picked from two registers, which is faster than a gather.
static inline void pairs_load_ends(const sluice_pairs_plan *p, const uint32_t *ends, __m512i column,
                                   __mmask16 lanes, __m512i *before, __m512i *after) {
  const __m512i next = _mm512_add_epi32(column, _mm512_set1_epi32(1)), none = _mm512_setzero_si512();
  if (p->column_count < SLUICE_PAIRS_ENDS) {
    const __m512i low = _mm512_loadu_si512(ends), high = _mm512_loadu_si512(ends + SLUICE_PAIRS_ENDS / 2);
    *before = _mm512_permutex2var_epi32(low, column, high);
    *after = _mm512_permutex2var_epi32(low, next, high);
  } else {
    *before = _mm512_mask_i32gather_epi32(none, lanes, column, ends, 4);
    *after = _mm512_mask_i32gather_epi32(none, lanes, next, ends, 4);
  }
}

static inline __m512i pairs_widen_low(__m512i lanes) {
  return _mm512_cvtepu32_epi64(_mm512_castsi512_si256(lanes));
}

static inline __m512i pairs_widen_high(__m512i lanes) {
  return _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(lanes, 1));
}

static inline __mmask16 pairs_join(__mmask8 low, __mmask8 high) { return _mm512_kunpackb(high, low); }

// Eight bytes of each of sixteen fields, as they were gathered.
typedef struct {
  __m512i low, high;
} pairs_gathered;

static inline pairs_gathered pairs_gather(__mmask16 lanes, __m512i offsets, size_t count, const uint8_t *base) {
  const __m512i none = _mm512_setzero_si512();
  return (pairs_gathered){
      _mm512_mask_i64gather_epi64(none, (__mmask8)lanes, pairs_widen_low(offsets), base, 1),
      count <= PAIRS_HALF ? none
                          : _mm512_mask_i64gather_epi64(none, (__mmask8)(lanes >> PAIRS_HALF),
                                                        pairs_widen_high(offsets), base, 1)};
}

static inline pairs_words pairs_load(__mmask16 lanes, __m512i offsets, size_t count, const uint8_t *base) {
  const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  const __m512i odd = _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
  const pairs_gathered words = pairs_gather(lanes, offsets, count, base);
  return (pairs_words){_mm512_permutex2var_epi32(words.low, even, words.high),
                       _mm512_permutex2var_epi32(words.low, odd, words.high)};
}

static inline __m512i pairs_byte(__m512i words, int place) {
  return _mm512_and_si512(_mm512_srli_epi32(words, (unsigned)place * 8), _mm512_set1_epi32(0xFF));
}

static inline __mmask16 pairs_are(__m512i lanes, uint32_t value) {
  return _mm512_cmpeq_epi32_mask(lanes, _mm512_set1_epi32((int)value));
}

static inline __mmask16 pairs_end_with(__mmask16 lanes, __m512i end, uint8_t byte, size_t count,
                                       const uint8_t *chunk) {
  const pairs_words last = pairs_load(lanes, _mm512_sub_epi32(end, _mm512_set1_epi32(1)), count, chunk);
  return lanes & pairs_are(pairs_byte(last.first, 0), byte);
}

// The low bits of each lane; all of them where there are no more.
static inline __m512i pairs_low_bits(__m512i lanes, __m512i count) {
  return _mm512_andnot_si512(_mm512_sllv_epi32(_mm512_set1_epi32(-1), count), lanes);
}

static inline pairs_words pairs_low_bytes(pairs_words words, __m512i length) {
  const __m512i bits = _mm512_slli_epi32(length, 3), half = _mm512_set1_epi32(32);
  const __m512i rest = _mm512_sub_epi32(_mm512_max_epu32(bits, half), half);
  return (pairs_words){pairs_low_bits(words.first, bits), pairs_low_bits(words.next, rest)};
}

static inline __mmask16 pairs_equal(pairs_words words, uint64_t word) {
  return _mm512_mask_cmpeq_epi32_mask(pairs_are(words.first, (uint32_t)word), words.next,
                                      _mm512_set1_epi32((int)(word >> 32)));
}

static inline __mmask8 pairs_any_low_bits(__m512i words, __m512i shift, __m512i count) {
  const __m512i above = _mm512_sllv_epi64(_mm512_set1_epi64(-1), count);
  const __m512i found = _mm512_andnot_si512(above, _mm512_srlv_epi64(words, shift));
  return _mm512_test_epi64_mask(found, found);
}

static inline __mmask16 pairs_are_special(__mmask16 lanes, __m512i start, __m512i length, size_t count,
                                          const uint8_t *special) {
  const pairs_gathered words = pairs_gather(lanes, _mm512_srli_epi32(start, 3), count, special);
  const __m512i shift = _mm512_and_si512(start, _mm512_set1_epi32(7));
  return lanes & pairs_join(pairs_any_low_bits(words.low, pairs_widen_low(shift), pairs_widen_low(length)),
                            pairs_any_low_bits(words.high, pairs_widen_high(shift), pairs_widen_high(length)));
}

// The lanes whose texts may be numbers that count by themselves, or hold some.
typedef struct {
  __mmask16 numbers, texts;
} pairs_numbers;

static inline __mmask16 pairs_in_range(__m512i bytes, uint8_t first, uint8_t count) {
  return _mm512_cmplt_epu32_mask(_mm512_sub_epi32(bytes, _mm512_set1_epi32(first)), _mm512_set1_epi32(count));
}

static inline __mmask16 pairs_longer(__m512i lengths, uint32_t length) {
  return _mm512_cmpgt_epu32_mask(lengths, _mm512_set1_epi32((int)length));
}

// Those that begin with a digit, a sign of phone numbers or `tel:`, but for dates, with signs where those of
// ISO are and so too few digits; and those of the others that have room for a number and, if they are short, a
// byte of one where it must be: a blank, and what is not ASCII, may be one as well.
static inline pairs_numbers pairs_may_be_numbers(__mmask16 lanes, pairs_words words, __m512i lengths) {
  const __m512i lower = _mm512_or_si512(words.first, _mm512_set1_epi32(0x00202020));
  const __m512i fifth = pairs_byte(words.next, 0), eighth = pairs_byte(words.next, 3);
  const __mmask16 begins = pairs_in_range(pairs_byte(words.first, 0), 0x28, 0x12) | pairs_are(lower, 0x3a6c6574);
  const __mmask16 digits = pairs_in_range(fifth, '0', 10) | pairs_in_range(eighth, '0', 10);
  const __mmask16 is_numeric = pairs_in_range(eighth, 0x28, 0x12) | pairs_are(eighth, ' ') |
                               _mm512_movepi32_mask(words.next) | pairs_longer(lengths, PAIRS_TEXT_SHORT);
  return (pairs_numbers){
      (__mmask16)(lanes & pairs_longer(lengths, PAIRS_NUMBER - 1) & begins &
                  (digits | pairs_longer(lengths, 10))),
      (__mmask16)(lanes & pairs_longer(lengths, PAIRS_TEXT_NUMBER) & is_numeric & ~begins)};
}

// Those that begin with a sign of typography, or with a `tel:` that may have one in it: a number may stand behind.
// Few texts begin with a letter that is not ASCII, or with a t that has one near by.
static inline __mmask16 pairs_begin_with_signs(__mmask16 lanes, pairs_words words) {
  const __m512i first = pairs_byte(words.first, 0);
  const __m512i capital = _mm512_and_si512(first, _mm512_set1_epi32(0xFF & ~(int)PAIRS_SMALL_LETTER));
  const __mmask16 t = pairs_are(capital, 't' & ~PAIRS_SMALL_LETTER) &
                      _mm512_test_epi32_mask(words.first, _mm512_set1_epi32((int)PAIRS_FIRST_FOREIGN));
  lanes &= t | _mm512_test_epi32_mask(first, _mm512_set1_epi32(0x80));
  if (__builtin_expect(lanes == 0, 1)) return 0;
  const __m512i letter = _mm512_and_si512(words.first, _mm512_set1_epi32(0xFFFFFF));
  return lanes & (t | pairs_are(first, PAIRS_SIGN_TWO) | pairs_are(first, PAIRS_SIGN_THREE) |
                  pairs_are(first, PAIRS_SIGN_WIDE) | pairs_are(letter, PAIRS_WIDE_BLANK));
}

// Of the fields that may be or hold numbers most groups have one or none, which cannot be foreseen: the first is
// looked at in any case.
static inline unsigned pairs_lowest(uint32_t lanes) {
  return (unsigned)__builtin_ctz(lanes | 1u << SLUICE_PAIRS_GROUP) % SLUICE_PAIRS_GROUP;
}

static inline uint32_t pairs_are_numbers(uint32_t lanes, const uint8_t *chunk, const pairs_group *group) {
  uint32_t found = 0;
  do {
    const unsigned lane = pairs_lowest(lanes);
    const uint32_t has_time = pairs_has_time(chunk + group->start[lane], group->length[lane]);
    found |= lanes & -lanes & (has_time - 1);
    lanes &= lanes - 1;
  } while (__builtin_expect(lanes != 0, 0));
  return found;
}

static inline uint32_t pairs_hold_numbers(uint32_t lanes, const uint8_t *chunk, const pairs_group *group) {
  uint32_t found = 0;
  do {
    const unsigned lane = pairs_lowest(lanes);
    const uint32_t holds = pairs_text_may_hold_number(chunk + group->start[lane], group->length[lane]);
    found |= lanes & -lanes & -holds;
    lanes &= lanes - 1;
  } while (__builtin_expect(lanes != 0, 0));
  return found;
}

// Long values that have to be looked at closely: one in many groups has any.
static inline uint32_t pairs_long_are_odd(uint32_t lanes, uint32_t judged, const sluice_pairs_record *r,
                                          const pairs_group *group) {
  uint32_t found = 0;
  for (; lanes != 0; lanes &= lanes - 1) {
    const unsigned lane = (unsigned)__builtin_ctz(lanes);
    const size_t start = group->start[lane], length = group->length[lane];
    const int holds = (judged >> lane & 1) && pairs_long_text_may_hold_number(r->chunk + start, length);
    if (holds || pairs_has_special_tail(r, start, length)) found |= 1u << lane;
  }
  return found;
}

// As `pairs_judge` of pairs_judge.h, with a lane for each field.
static inline void pairs_judge(const sluice_pairs_plan *p, const sluice_pairs_record *r,
                               size_t place, size_t count, pairs_group *group) {
  const __m512i one = _mm512_set1_epi32(1);
  const __mmask16 all = (__mmask16)((1u << count) - 1);
  const __m512i column = _mm512_loadu_si512(p->columns + place);
  const __m512i action = _mm512_loadu_si512(p->actions + place);
  __m512i start, end;
  pairs_load_ends(p, r->ends - 1, column, all, &start, &end);
  start = _mm512_add_epi32(start, one);
  end = _mm512_min_epu32(end, _mm512_set1_epi32((int)(uint32_t)r->end));
  __m512i length = _mm512_sub_epi32(end, start);
  pairs_words words = pairs_load(all, start, count, r->chunk);

  uint32_t stops = (uint32_t)_mm512_testn_epi32_mask(action, action) | pairs_longer(length, SLUICE_PAIRS_VALUE);
  __mmask16 lanes = (__mmask16)(all & ~stops);
  const __mmask16 quoted = lanes & pairs_are(pairs_byte(words.first, 0), p->quote);
  if (quoted) {
    stops |= (uint32_t)(quoted & ~(pairs_end_with(quoted, end, p->quote, count, r->chunk) & pairs_longer(length, 1)));
    lanes = (__mmask16)(lanes & ~stops);
    start = _mm512_mask_add_epi32(start, quoted, start, one);
    length = _mm512_mask_sub_epi32(length, quoted, length, _mm512_set1_epi32(2));
    words = pairs_load(lanes, start, count, r->chunk);
  }

  const __mmask16 filled = _mm512_mask_test_epi32_mask(lanes, length, length);
  uint32_t odd = pairs_are(pairs_byte(words.first, 0), ' ');
  odd |= pairs_end_with(filled, _mm512_add_epi32(start, length), ' ', count, r->chunk);
  odd |= pairs_are_special(filled, start, length, count, r->special);

  const pairs_words key = pairs_low_bytes(words, length);
  __mmask16 nulls = 0;
  for (size_t i = 0; i < p->short_null_count; i++) nulls |= pairs_equal(key, p->nulls[i]);
  for (size_t i = p->short_null_count; i < p->null_count; i++) odd |= pairs_equal(key, p->nulls[i]);
  const __mmask16 values = filled & ~nulls;
  stops |= odd & values;

  const __mmask16 judged = _mm512_mask_cmpeq_epi32_mask(values, action, _mm512_set1_epi32(SLUICE_PAIRS_JUDGED));
  const pairs_numbers may_be = pairs_may_be_numbers(judged, words, length);
  stops |= pairs_begin_with_signs(judged & pairs_longer(length, PAIRS_NUMBER - 1), words);
  const __m512i prefix_count = _mm512_loadu_si512(p->prefix_counts + place);
  _mm512_storeu_si512(group->start, start);
  _mm512_storeu_si512(group->length, length);
  _mm512_storeu_si512(group->written,
                      _mm512_maskz_add_epi32(values, _mm512_add_epi32(prefix_count, length), one));
  const __mmask16 longs = values & pairs_longer(length, SLUICE_PAIRS_SHORT);
  stops |= pairs_are_numbers(may_be.numbers, r->chunk, group);
  stops |= pairs_hold_numbers(may_be.texts & ~longs, r->chunk, group);
  stops |= pairs_long_are_odd(longs & ~stops, judged, r, group);
  group->stops = stops & all;
  group->values = values;
  group->longs = longs;
}

#include "pairs_algorithm.h"

#pragma clang attribute pop

#endif
