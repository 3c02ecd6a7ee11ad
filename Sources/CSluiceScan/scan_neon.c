// arm64: NEON is always there; four registers of 16 bytes a block.
#if defined(__aarch64__)

#include <arm_neon.h>

#include "scan_bits.h"

#define SCAN_NAME sluice_scan_neon
#define PLACES_NAME sluice_places_neon

#include "block_neon.h"

typedef struct {
  uint8x16_t delimiter, quote, line_end, cr, escape, comment;
} scan_vectors;

static inline scan_vectors scan_load(sluice_scan_needles n) {
  return (scan_vectors){vdupq_n_u8(n.delimiter), vdupq_n_u8(n.quote), vdupq_n_u8(n.line_end),
                        vdupq_n_u8('\r'), vdupq_n_u8(n.escape), vdupq_n_u8(n.comment)};
}

static inline uint64_t equal(uint8x16x4_t in, uint8x16_t needle) {
  return join(vceqq_u8(in.val[0], needle), vceqq_u8(in.val[1], needle),
              vceqq_u8(in.val[2], needle), vceqq_u8(in.val[3], needle));
}

// Not ASCII or NUL: taking one from a byte makes NUL the largest value and keeps ASCII below 127.
static inline uint8x16_t foreign(uint8x16_t in) {
  return vcgeq_u8(vsubq_u8(in, vdupq_n_u8(1)), vdupq_n_u8(127));
}

// Control bytes, `"`, `@` and `%`.
static inline uint8x16_t special(uint8x16_t in) {
  const uint8x16_t marks = vorrq_u8(vceqq_u8(in, vdupq_n_u8('"')), vceqq_u8(in, vdupq_n_u8('@')));
  return vorrq_u8(vcltq_u8(in, vdupq_n_u8(SCAN_FIRST_PRINTABLE)),
                  vorrq_u8(marks, vceqq_u8(in, vdupq_n_u8('%'))));
}

static inline uint8x16x4_t load(const uint8_t *bytes) {
  return (uint8x16x4_t){{vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32),
                         vld1q_u8(bytes + 48)}};
}

static inline uint64_t scan_escapes(const uint8_t *bytes, const scan_vectors *v) {
  return equal(load(bytes), v->escape);
}

static inline uint64_t scan_comments(const uint8_t *bytes, const scan_vectors *v) {
  return equal(load(bytes), v->comment);
}

static inline scan_bits scan_block(const uint8_t *bytes, const scan_vectors *v) {
  const uint8x16x4_t in = load(bytes);
  return (scan_bits){
      .delimiter = equal(in, v->delimiter),
      .quote = equal(in, v->quote),
      .line_end = equal(in, v->line_end),
      .cr = equal(in, v->cr),
      .foreign = join(foreign(in.val[0]), foreign(in.val[1]), foreign(in.val[2]),
                      foreign(in.val[3])),
      .special = join(special(in.val[0]), special(in.val[1]), special(in.val[2]),
                      special(in.val[3])),
  };
}

// Carry-less multiplication is an extension (crypto) that not every arm64 has.
static inline uint64_t scan_prefix_xor(uint64_t mask) { return scan_prefix_xor_shifts(mask); }

#include "scan_algorithm.h"

#include "places_algorithm.h"

#endif
