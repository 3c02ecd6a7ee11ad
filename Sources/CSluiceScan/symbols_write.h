// Counting symbols and writing them, once: included by each instruction set's file, which defines before
//   SYMBOLS_COUNT, SYMBOLS_WRITE   the functions' names

void SYMBOLS_COUNT(const uint32_t *symbols, size_t count, uint32_t *counts) {
  const uint32_t mask = (1u << SLUICE_SYMBOL_BITS) - 1;
  size_t done = 0;
  for (; done + SLUICE_SYMBOLS_COUNT_SETS <= count; done += SLUICE_SYMBOLS_COUNT_SETS)
    for (int set = 0; set < SLUICE_SYMBOLS_COUNT_SETS; set++)
      counts[(unsigned)set * SLUICE_SYMBOL_COUNT + (symbols[done + (size_t)set] & mask)]++;
  for (; done < count; done++) counts[symbols[done] & mask]++;
}

// The bits that stand for a symbol.
static inline uint64_t symbols_bits_of(uint32_t symbol, sluice_symbol_code code) {
  return code.word | (uint64_t)(symbol >> SLUICE_SYMBOL_BITS) << code.word_bits;
}

static inline sluice_bits symbols_put(sluice_bits bits, uint64_t word, uint64_t count) {
  bits.open |= word << bits.open_count;
  bits.open_count += count;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  const uint64_t stored = __builtin_bswap64(bits.open);
#else
  const uint64_t stored = bits.open;
#endif
  __builtin_memcpy(bits.end, &stored, sizeof stored);
  bits.end += bits.open_count >> 3;
  bits.open >>= bits.open_count & ~7ull;
  bits.open_count &= 7;
  return bits;
}

// Two symbols at a time: their bits and those that are open fit into a word.
void SYMBOLS_WRITE(const uint32_t *symbols, size_t count, const sluice_symbol_code *codes,
                   sluice_bits *bits) {
  const uint32_t mask = (1u << SLUICE_SYMBOL_BITS) - 1;
  sluice_bits b = *bits;
  size_t done = 0;
  for (; done + 2 <= count; done += 2) {
    const uint32_t first = symbols[done], second = symbols[done + 1];
    const sluice_symbol_code one = codes[first & mask], other = codes[second & mask];
    const uint64_t word = symbols_bits_of(first, one) | symbols_bits_of(second, other) << one.all_bits;
    b = symbols_put(b, word, (uint64_t)one.all_bits + other.all_bits);
  }
  if (done < count) {
    const sluice_symbol_code last = codes[symbols[done] & mask];
    b = symbols_put(b, symbols_bits_of(symbols[done], last), last.all_bits);
  }
  *bits = b;
}
