// What the files of the symbol kernels share.
#ifndef SLUICE_SYMBOLS_BITS_H
#define SLUICE_SYMBOLS_BITS_H

#include "sluice_symbols.h"
#include "word.h"

// What each instruction set's file defines.
#define SYMBOLS_DECLARE(set)                                                                       \
  size_t sluice_symbols_find_##set(const uint8_t *, size_t, size_t, size_t, unsigned,              \
                                   sluice_symbol_tables *, uint32_t *);                            \
  void sluice_symbols_count_##set(const uint32_t *, size_t, uint32_t *);                           \
  void sluice_symbols_write_##set(const uint32_t *, size_t, const sluice_symbol_code *,            \
                                  sluice_bits *);

SYMBOLS_DECLARE(portable)
SYMBOLS_DECLARE(avx2)
SYMBOLS_DECLARE(avx512)
SYMBOLS_DECLARE(neon)

#endif
