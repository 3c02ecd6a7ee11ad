// Any processor: eight bytes at a time in an ordinary register.
#include <string.h>

#include "scan_bits.h"

#define SCAN_NAME sluice_scan_portable
#define PLACES_NAME sluice_places_portable

#include "block_portable.h"

typedef struct {
  uint64_t delimiter, quote, line_end, cr, escape, comment;
} scan_vectors;

static inline scan_vectors scan_load(sluice_scan_needles n) {
  return (scan_vectors){n.delimiter * ONES, n.quote * ONES, n.line_end * ONES, '\r' * ONES,
                        n.escape * ONES, n.comment * ONES};
}

// The high bit of each byte below the first printable one; exact, as above.
static inline uint64_t control_bytes(uint64_t word) {
  return ~((word & ~HIGHS) + (0x80 - SCAN_FIRST_PRINTABLE) * ONES) & ~word & HIGHS;
}

static inline uint64_t scan_word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, WORD);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

static inline uint64_t scan_equal(const uint8_t *bytes, uint64_t needles) {
  uint64_t found = 0;
  for (int i = 0; i < SLUICE_SCAN_BLOCK; i += WORD)
    found |= gather(zero_bytes(scan_word(bytes + i) ^ needles)) << i;
  return found;
}

static inline uint64_t scan_escapes(const uint8_t *bytes, const scan_vectors *v) {
  return scan_equal(bytes, v->escape);
}

static inline uint64_t scan_comments(const uint8_t *bytes, const scan_vectors *v) {
  return scan_equal(bytes, v->comment);
}

static inline scan_bits scan_block(const uint8_t *bytes, const scan_vectors *v) {
  scan_bits bits = {0, 0, 0, 0, 0, 0};
  for (int i = 0; i < SLUICE_SCAN_BLOCK / WORD; i++) {
    const uint64_t word = scan_word(bytes + i * WORD);
    const int shift = i * WORD;
    bits.delimiter |= gather(zero_bytes(word ^ v->delimiter)) << shift;
    bits.quote |= gather(zero_bytes(word ^ v->quote)) << shift;
    bits.line_end |= gather(zero_bytes(word ^ v->line_end)) << shift;
    bits.cr |= gather(zero_bytes(word ^ v->cr)) << shift;
    bits.special |= gather(zero_bytes(word ^ '"' * ONES) | zero_bytes(word ^ '@' * ONES) |
                           zero_bytes(word ^ '%' * ONES) | control_bytes(word))
                    << shift;
    bits.foreign |= gather(zero_bytes(word) | (word & HIGHS)) << shift;
  }
  return bits;
}

static inline uint64_t scan_prefix_xor(uint64_t mask) { return scan_prefix_xor_shifts(mask); }

#include "scan_algorithm.h"

#include "places_algorithm.h"
