// What a primitive finds in 64 bytes, before any rule is applied.
#ifndef SLUICE_SCAN_BITS_H
#define SLUICE_SCAN_BITS_H

#include "sluice_scan.h"

/// The lowest byte that is not a control byte.
enum { SCAN_FIRST_PRINTABLE = 0x20 };

typedef struct {
  uint64_t delimiter;
  uint64_t quote;
  uint64_t line_end;
  uint64_t cr;
  uint64_t foreign;
  uint64_t special;
} scan_bits;

// Parity by doubling, for processors without carry-less multiplication.
static inline uint64_t scan_prefix_xor_shifts(uint64_t mask) {
  mask ^= mask << 1;
  mask ^= mask << 2;
  mask ^= mask << 4;
  mask ^= mask << 8;
  mask ^= mask << 16;
  mask ^= mask << 32;
  return mask;
}

void sluice_scan_portable(const uint8_t *, size_t, sluice_scan_needles, sluice_scan_state *,
                          sluice_scan_masks *);
void sluice_scan_avx2(const uint8_t *, size_t, sluice_scan_needles, sluice_scan_state *,
                      sluice_scan_masks *);
void sluice_scan_avx512(const uint8_t *, size_t, sluice_scan_needles, sluice_scan_state *,
                        sluice_scan_masks *);
void sluice_scan_neon(const uint8_t *, size_t, sluice_scan_needles, sluice_scan_state *,
                      sluice_scan_masks *);

void sluice_places_portable(const sluice_scan_masks *, size_t, size_t, sluice_scan_places *);
void sluice_places_avx2(const sluice_scan_masks *, size_t, size_t, sluice_scan_places *);
void sluice_places_avx512(const sluice_scan_masks *, size_t, size_t, sluice_scan_places *);
void sluice_places_neon(const sluice_scan_masks *, size_t, size_t, sluice_scan_places *);
size_t sluice_pairs_portable(const sluice_pairs_plan *, const sluice_pairs_record *, size_t,
                             sluice_pairs_output *);
size_t sluice_pairs_avx2(const sluice_pairs_plan *, const sluice_pairs_record *, size_t,
                         sluice_pairs_output *);
size_t sluice_pairs_avx512(const sluice_pairs_plan *, const sluice_pairs_record *, size_t,
                           sluice_pairs_output *);

#endif
