// Masks to offsets, once: included by each instruction set's file, which defines before
//   PLACES_NAME                   the function's name
//   block_offsets(m, base, to)    writes base + i for each bit i of m, up to 64 in all

void PLACES_NAME(const sluice_scan_masks *masks, size_t blocks, size_t base,
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
    p.foreign_count += m.foreign != 0;
    p.end_count += (size_t)__builtin_popcountll(m.structural);
  }
  *places = p;
}
