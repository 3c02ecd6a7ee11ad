// What the files of the symbol kernels share.
#ifndef SLUICE_SYMBOLS_BITS_H
#define SLUICE_SYMBOLS_BITS_H

#include "sluice_symbols.h"

size_t sluice_symbols_portable(const uint8_t *, size_t, size_t, size_t, unsigned,
                               sluice_symbol_tables *, uint32_t *);
size_t sluice_symbols_avx2(const uint8_t *, size_t, size_t, size_t, unsigned, sluice_symbol_tables *,
                           uint32_t *);
size_t sluice_symbols_avx512(const uint8_t *, size_t, size_t, size_t, unsigned,
                             sluice_symbol_tables *, uint32_t *);
size_t sluice_symbols_neon(const uint8_t *, size_t, size_t, size_t, unsigned, sluice_symbol_tables *,
                           uint32_t *);

#endif
