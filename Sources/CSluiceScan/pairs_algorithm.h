// The algorithm, once: included by each instruction set's file, which defines before
//   PAIRS_NAME                        the function's name
//   pairs_judge(plan, record, place, count, group)   judges the fields of up to SLUICE_PAIRS_GROUP steps
//
// Whether a field is empty or null, and how long it is, cannot be foreseen, and a branch that is foreseen
// wrongly costs more than a short value's bytes. So a group of fields is judged first, without a branch for
// any of them; then their values are written, those of no value as well, but without going on.

static inline uint8_t *pairs_write(const sluice_pairs_plan *p, const sluice_pairs_record *r, const pairs_group *group,
                                   size_t place, size_t i, int is_long, uint8_t *out) {
  const uint8_t *text = r->chunk + group->start[i];
  const size_t length = group->length[i];
  uint8_t *value = out + p->prefix_counts[place + i];
  __builtin_memcpy(out, p->constants + p->prefixes[place + i], SLUICE_PAIRS_PREFIX);
  __builtin_memcpy(value, text, 64);
  if (is_long && length > 64) __builtin_memcpy(value + 64, text + 64, 64);
  value[length] = '"';
  return out + group->written[i];
}

size_t PAIRS_NAME(const sluice_pairs_plan *plan, const sluice_pairs_record *record, size_t first,
                  sluice_pairs_output *output) {
  const sluice_pairs_plan p = *plan;
  const sluice_pairs_record r = *record;
  uint8_t *out = output->end;
  size_t pairs = output->pairs;
  size_t place = first;
  while (place < p.count && r.limit - out > PAIRS_MOST_BYTES) {
    pairs_group group;
    const size_t rest = p.count - place;
    const size_t count = rest < SLUICE_PAIRS_GROUP ? rest : SLUICE_PAIRS_GROUP;
    pairs_judge(&p, &r, place, count, &group);
    const size_t done = (size_t)__builtin_ctz(group.stops | 1u << count);
    size_t i = 0;
    for (uint32_t longs = group.longs & ((1u << done) - 1); longs != 0; longs &= longs - 1) {
      const size_t next = (size_t)__builtin_ctz(longs);
      for (; i < next; i++) out = pairs_write(&p, &r, &group, place, i, 0, out);
      out = pairs_write(&p, &r, &group, place, i++, 1, out);
    }
    for (; i < done; i++) out = pairs_write(&p, &r, &group, place, i, 0, out);
    pairs += (size_t)__builtin_popcount(group.values & ((1u << done) - 1));
    place += done;
    if (done < count) break;
  }
  *output = (sluice_pairs_output){out, pairs};
  return place;
}
