// Masks to offsets, once: included by each instruction set's file, which defines before
//   PLACES_NAME                   the function's name
//   block_...                     see a block_*.h; block_offsets(m, base, to) writes base + i for each bit i of m

// Whether the foreign bytes of a block are letters of two bytes, C2...DF and 80...BF, of which none goes on in the
// next block: most are, in the languages of most dumps.
static inline int places_are_letters(const uint8_t *bytes, uint64_t foreign) {
  const block_bytes block = block_load(bytes);
  const uint64_t lead = block_at_least(&block, 0xC2) & ~block_at_least(&block, 0xE0);
  const uint64_t rest = block_at_least(&block, 0x80) & ~block_at_least(&block, 0xC0);
  return (lead | rest) == foreign && lead << 1 == rest && lead >> 63 == 0;
}

void PLACES_NAME(const uint8_t *bytes, const sluice_scan_masks *masks, size_t blocks, size_t base,
                 sluice_scan_places *places) {
  sluice_scan_places p = *places;
  for (size_t block = 0; block < blocks; block++) {
    const sluice_scan_masks m = masks[block];
    const size_t position = base + block * SLUICE_SCAN_BLOCK;
    block_offsets(m.structural, (uint32_t)position, p.ends + p.end_count);
    // Most blocks have one line end or none, which cannot be foreseen: the first is written in any case.
    uint64_t line_end = m.line_end;
    do {
      const uint64_t before = m.structural & (line_end ^ (line_end - 1));
      p.records[p.record_count] = (uint32_t)(p.end_count + (size_t)__builtin_popcountll(before));
      p.record_count += line_end != 0;
      line_end &= line_end - 1;
    } while (line_end != 0);
    p.foreign[p.foreign_count] = (sluice_scan_stretch){position, m.foreign};
    p.foreign_count += m.foreign != 0 && !places_are_letters(bytes + block * SLUICE_SCAN_BLOCK, m.foreign);
    p.end_count += (size_t)__builtin_popcountll(m.structural);
  }
  *places = p;
}
