// x86-64 with AVX-512: eight fields at a time, gathered from where they stand.
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

// What the steps say, each in eight lanes.
typedef struct {
  __m256i column, action;
  __m512i prefix_count;
} pairs_steps;

static inline pairs_steps pairs_load_steps(const sluice_pairs_step *steps) {
  const __m512i low = _mm512_loadu_si512(steps), high = _mm512_loadu_si512(steps + 4);
  const __m512i columns_actions = _mm512_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28,  //
                                                    1, 5, 9, 13, 17, 21, 25, 29);
  const __m512i counts = _mm512_setr_epi32(3, 3, 7, 7, 11, 11, 15, 15,  //
                                           19, 19, 23, 23, 27, 27, 31, 31);
  const __m512i first = _mm512_permutex2var_epi32(low, columns_actions, high);
  const __m512i count = _mm512_permutex2var_epi32(low, counts, high);
  return (pairs_steps){_mm512_castsi512_si256(first), _mm512_extracti64x4_epi64(first, 1),
                       _mm512_and_si512(count, _mm512_set1_epi64(0xFFFFFFFF))};
}

// Where the fields before and those of the steps' columns end.
typedef struct {
  __m256i before, after;
} pairs_ends;

// Entries of a register: those of so many columns are picked from two registers, which is faster than a gather.
enum { PAIRS_ENDS = 16 };

static inline pairs_ends pairs_load_ends(const uint32_t *ends, __m256i column) {
  const __m512i low = _mm512_loadu_si512(ends), high = _mm512_loadu_si512(ends + PAIRS_ENDS);
  const __m512i before = _mm512_castsi256_si512(column);
  const __m512i after = _mm512_add_epi32(before, _mm512_set1_epi32(1));
  return (pairs_ends){_mm512_castsi512_si256(_mm512_permutex2var_epi32(low, before, high)),
                      _mm512_castsi512_si256(_mm512_permutex2var_epi32(low, after, high))};
}

static inline pairs_ends pairs_gather_ends(const uint32_t *ends, __m256i column, __mmask8 lanes) {
  const __m256i none = _mm256_setzero_si256();
  return (pairs_ends){_mm256_mmask_i32gather_epi32(none, lanes, column, ends, 4),
                      _mm256_mmask_i32gather_epi32(none, lanes, column, ends + 1, 4)};
}

static inline __m512i pairs_gather(__mmask8 lanes, __m512i offsets, const uint8_t *base) {
  return _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), lanes, offsets, base, 1);
}

static inline __m512i pairs_byte(__m512i words, unsigned place) {
  return _mm512_and_si512(_mm512_srli_epi64(words, place * 8), _mm512_set1_epi64(0xFF));
}

static inline __mmask8 pairs_in_range(__m512i bytes, uint8_t first, uint8_t count) {
  return _mm512_cmplt_epu64_mask(_mm512_sub_epi64(bytes, _mm512_set1_epi64(first)),
                                 _mm512_set1_epi64(count));
}

static inline __mmask8 pairs_equal(__m512i words, uint64_t word) {
  return _mm512_cmpeq_epi64_mask(words, _mm512_set1_epi64((long long)word));
}

// The lanes whose texts may be numbers that count by themselves, or hold some.
typedef struct {
  __mmask8 numbers, texts;
} pairs_numbers;

// Those that begin with a digit, a sign of phone numbers or `tel:`, but for dates, with signs where those of
// ISO are and so too few digits; and those of the others that have room for a number and, if they are short, a
// byte of one where it must be.
static inline pairs_numbers pairs_may_be_numbers(__mmask8 lanes, __m512i words, __m512i lengths) {
  const __m512i scheme = _mm512_and_si512(_mm512_or_si512(words, _mm512_set1_epi64(0x00202020)),
                                          _mm512_set1_epi64(0xFFFFFFFF));
  const __mmask8 begins = pairs_in_range(pairs_byte(words, 0), 0x28, 0x12) |
                          pairs_equal(scheme, 0x3a6c6574);
  const __mmask8 digits = pairs_in_range(pairs_byte(words, 4), '0', 10) |
                          pairs_in_range(pairs_byte(words, 7), '0', 10);
  const __mmask8 is_short = _mm512_cmple_epu64_mask(lengths, _mm512_set1_epi64(10));
  const __mmask8 is_long = _mm512_cmpge_epu64_mask(lengths, _mm512_set1_epi64(PAIRS_NUMBER));
  const __m512i eighth = pairs_byte(words, 7);
  const __mmask8 is_numeric = pairs_in_range(eighth, 0x28, 0x12) | pairs_equal(eighth, ' ') |
                              _mm512_cmpgt_epu64_mask(lengths, _mm512_set1_epi64(PAIRS_TEXT_SHORT));
  const __mmask8 has_room =
      _mm512_cmpgt_epu64_mask(lengths, _mm512_set1_epi64(PAIRS_TEXT_NUMBER));
  return (pairs_numbers){(__mmask8)(lanes & is_long & begins & ~(is_short & ~digits)),
                         (__mmask8)(lanes & has_room & is_numeric & ~begins)};
}

// As `pairs_judge` of pairs_judge.h, with a lane for each field.
static inline void pairs_judge(const sluice_pairs_plan *p, const sluice_pairs_record *r,
                               size_t place, size_t count, pairs_group *group) {
  const __m512i one = _mm512_set1_epi64(1), ones = _mm512_set1_epi64(-1);
  const __m512i quote = _mm512_set1_epi64(p->quote), blank = _mm512_set1_epi64(' ');
  const __mmask8 all = (__mmask8)((1u << count) - 1);
  const pairs_steps steps = pairs_load_steps(p->steps + place);
  const pairs_ends ends = p->column_count < 2 * PAIRS_ENDS
                              ? pairs_load_ends(r->ends - 1, steps.column)
                              : pairs_gather_ends(r->ends - 1, steps.column, all);
  __m512i start = _mm512_cvtepu32_epi64(_mm256_add_epi32(ends.before, _mm256_set1_epi32(1)));
  const __m512i end =
      _mm512_min_epu64(_mm512_cvtepu32_epi64(ends.after), _mm512_set1_epi64((long long)r->end));
  __m512i length = _mm512_sub_epi64(end, start);
  __m512i word = pairs_gather(all, start, r->chunk);

  const __mmask8 is_pair = _mm256_test_epi32_mask(steps.action, steps.action);
  const __mmask8 is_long = _mm512_cmpgt_epu64_mask(length, _mm512_set1_epi64(SLUICE_PAIRS_VALUE));
  __mmask8 stops = (__mmask8)(~is_pair | is_long);
  __mmask8 lanes = all & ~stops;
  const __mmask8 quoted = _mm512_mask_cmpeq_epi64_mask(lanes, pairs_byte(word, 0), quote);
  if (quoted) {
    const __m512i last = pairs_gather(quoted, _mm512_sub_epi64(end, one), r->chunk);
    stops |= _mm512_mask_cmpneq_epi64_mask(quoted, pairs_byte(last, 0), quote) |
             _mm512_mask_cmplt_epu64_mask(quoted, length, _mm512_set1_epi64(2));
    lanes &= ~stops;
    start = _mm512_mask_add_epi64(start, quoted, start, one);
    length = _mm512_mask_sub_epi64(length, quoted, length, _mm512_set1_epi64(2));
    word = pairs_gather(lanes, start, r->chunk);
  }

  const __mmask8 filled = _mm512_mask_test_epi64_mask(lanes, length, length);
  const __m512i last = pairs_gather(
      filled, _mm512_sub_epi64(_mm512_add_epi64(start, length), one), r->chunk);
  const __m512i special = _mm512_srlv_epi64(
      pairs_gather(filled, _mm512_srli_epi64(start, 3), r->special),
      _mm512_and_si512(start, _mm512_set1_epi64(7)));
  stops |= _mm512_mask_test_epi64_mask(
               filled, special, _mm512_andnot_si512(_mm512_sllv_epi64(ones, length), ones)) |
           _mm512_mask_cmpeq_epi64_mask(filled, pairs_byte(word, 0), blank) |
           _mm512_mask_cmpeq_epi64_mask(filled, pairs_byte(last, 0), blank);

  // Lanes shifted by more than there are bits are zero: of a long text all of the word is the key.
  const __m512i key =
      _mm512_andnot_si512(_mm512_sllv_epi64(ones, _mm512_slli_epi64(length, 3)), word);
  __mmask8 nulls = 0;
  for (size_t i = 0; i < p->short_null_count; i++)
    nulls |= pairs_equal(key, p->nulls[i]);
  for (size_t i = p->short_null_count; i < p->null_count; i++)
    stops |= filled & pairs_equal(key, p->nulls[i]);

  const __mmask8 judged = _mm256_cmpeq_epi32_mask(steps.action, _mm256_set1_epi32(SLUICE_PAIRS_JUDGED));
  const pairs_numbers may_be = pairs_may_be_numbers(filled & judged, word, length);
  const __mmask8 values = filled & ~nulls;
  _mm512_storeu_si512(group->start, start);
  _mm512_storeu_si512(group->length, length);
  _mm512_storeu_si512(group->written,
                      _mm512_maskz_add_epi64(values, _mm512_add_epi64(steps.prefix_count, length), one));
  for (unsigned left = may_be.numbers; left; left &= left - 1) {
    const unsigned lane = (unsigned)__builtin_ctz(left);
    if (!pairs_has_time(r->chunk + group->start[lane], group->length[lane])) stops |= 1u << lane;
  }
  for (unsigned left = may_be.texts; left; left &= left - 1) {
    const unsigned lane = (unsigned)__builtin_ctz(left);
    if (pairs_text_may_hold_number(r->chunk + group->start[lane], group->length[lane]))
      stops |= 1u << lane;
  }
  group->stops = stops & all;
  group->values = values;
}

#include "pairs_algorithm.h"

#pragma clang attribute pop

#endif
