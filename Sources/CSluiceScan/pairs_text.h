// Whether a text may hold a number that counts by itself: included with a block_*.h before it.
#ifndef SLUICE_PAIRS_TEXT_H
#define SLUICE_PAIRS_TEXT_H

#include "pairs_bits.h"

/// Bytes of the shortest number that counts inside a text, and digits of a text that holds one.
enum { PAIRS_TEXT_NUMBER = 11, PAIRS_TEXT_DIGITS = 9 };

/// Texts up to this length hold a number only if their eighth byte is one of it: there is no room before it,
/// nor behind.
enum { PAIRS_TEXT_SHORT = 7 + PAIRS_TEXT_NUMBER };

// The first bytes of blanks and dashes of typography and of what cannot be seen; of those that begin as letters of East
// Asia do, all three bytes. A number may stand behind one, also where it is in a `tel:`.
enum { PAIRS_SIGN_TWO = 0xC2, PAIRS_SIGN_THREE = 0xE2, PAIRS_SIGN_WIDE = 0xEF, PAIRS_WIDE_BLANK = 0x8080E3 };

// What is no ASCII among the first four bytes of a word, and the bit that makes a letter small.
static const uint64_t PAIRS_FIRST_FOREIGN = 0x80808080, PAIRS_SMALL_LETTER = 0x20;

static inline uint64_t pairs_digit_bits(const block_bytes *block) {
  return block_at_least(block, '0') & ~block_at_least(block, '9' + 1);
}

// A bit for each byte that may be one of a number: digits, blanks and signs, `()*+,-./`, which are the bytes before the
// digits; and what is not ASCII, which may be a blank or a dash.
static inline uint64_t pairs_numeric_bits(const block_bytes *block) {
  const uint64_t sign = block_equal(block, ' ') | block_at_least(block, 0x80);
  return (block_at_least(block, '(') & ~block_at_least(block, '9' + 1)) | sign;
}

// Few texts have so many digits. Those of UUIDs and hashes have letters between, those of numbers only what is
// numeric. For texts of less than 64 bytes.
static inline uint32_t pairs_text_may_hold_number(const uint8_t *text, uint64_t length) {
  const block_bytes block = block_load(text);
  const uint64_t within = ((uint64_t)1 << (length & 63)) - 1;
  if (__builtin_popcountll(pairs_digit_bits(&block) & within) < PAIRS_TEXT_DIGITS) return 0;
  // Bits from which on there are two, four, eight and then eleven bytes of numbers.
  uint64_t run = pairs_numeric_bits(&block) & within;
  run &= run >> 1;
  run &= run >> 2;
  run &= run >> 4;
  return (run & run >> (PAIRS_TEXT_NUMBER - 8)) != 0;
}

// The same for texts of up to SLUICE_PAIRS_VALUE bytes. Of those that have so many digits few are left to be told
// apart by where they are.
static inline uint32_t pairs_long_text_may_hold_number(const uint8_t *text, uint64_t length) {
  if (length < 64) return pairs_text_may_hold_number(text, length);
  const block_bytes first = block_load(text);
  uint64_t digits = (uint64_t)__builtin_popcountll(pairs_digit_bits(&first));
  if (length > 64) {
    // What lies in both blocks does not count twice.
    const block_bytes last = block_load(text + length - 64);
    digits += (uint64_t)__builtin_popcountll(pairs_digit_bits(&last) >> (128 - length));
  }
  return digits >= PAIRS_TEXT_DIGITS;
}

#endif
