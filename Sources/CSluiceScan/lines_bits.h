// What the files of the line kernels share.
#ifndef SLUICE_LINES_BITS_H
#define SLUICE_LINES_BITS_H

#include "scan_bits.h"
#include "sluice_lines.h"

void sluice_lines_portable(const uint8_t *, size_t, sluice_line_state *, sluice_line_masks *);
void sluice_lines_avx2(const uint8_t *, size_t, sluice_line_state *, sluice_line_masks *);
void sluice_lines_avx512(const uint8_t *, size_t, sluice_line_state *, sluice_line_masks *);
void sluice_lines_neon(const uint8_t *, size_t, sluice_line_state *, sluice_line_masks *);

#endif
