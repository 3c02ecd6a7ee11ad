// Values to pairs: the copy that nearly all bytes of a conversion go through.
//
// Takes a record by the ends of its fields, writes `,"key"="value"` for one step after the other and
// stops at the first it cannot do. Owns nothing, allocates nothing, cannot fail. One algorithm
// (pairs_algorithm.h), compiled for each instruction set. What the masks mean is in sluice_scan.h.
#ifndef SLUICE_PAIRS_H
#define SLUICE_PAIRS_H

#include <stddef.h>
#include <stdint.h>

/// What is to be done with one field.
typedef enum {
  /// Nothing here: the step is another's.
  SLUICE_PAIRS_OTHER,
  /// The field is the value.
  SLUICE_PAIRS_PLAIN,
  /// The field is the value, unless it may be a number that says who somebody is.
  SLUICE_PAIRS_JUDGED,
} sluice_pairs_action;

/// The longest prefix and the longest short value: what one wide copy takes, and what one load of the special bits
/// holds whatever bit it begins with.
enum { SLUICE_PAIRS_PREFIX = 64, SLUICE_PAIRS_SHORT = 56 };

/// The longest value written: two wide copies.
enum { SLUICE_PAIRS_VALUE = 128 };

/// Fields judged together, and the ends of fields that are read in any case.
enum { SLUICE_PAIRS_GROUP = 16, SLUICE_PAIRS_ENDS = 32 };

/// What is the same for all records.
typedef struct {
  /// What the steps say, by property; readable for SLUICE_PAIRS_GROUP entries past the last step's.
  const uint32_t *columns;
  /// Each a `sluice_pairs_action`.
  const uint32_t *actions;
  /// Where the prefixes, `,"key"="`, stand among the constants, and their bytes.
  const uint32_t *prefixes;
  const uint32_t *prefix_counts;
  /// Steps.
  size_t count;
  /// Columns; those of the steps are below.
  size_t column_count;
  /// Readable for 64 bytes past the last prefix.
  const uint8_t *constants;
  /// The first eight bytes of the texts that count as no value: first those that are shorter, filled up
  /// with zeros, then the others. What begins like one of these is not done here.
  const uint64_t *nulls;
  size_t short_null_count;
  size_t null_count;
  uint8_t quote;
} sluice_pairs_plan;

/// One record.
typedef struct {
  /// Readable for 64 bytes past the end.
  const uint8_t *chunk;
  /// A bit for each byte of the chunk and 64 more.
  const uint8_t *special;
  /// Where the fields end; the entry before the first tells where it starts. From that one on,
  /// SLUICE_PAIRS_ENDS entries are readable in any case.
  const uint32_t *ends;
  /// Where the record's last field ends.
  size_t end;
  /// Pairs must end before this, and 64 bytes from it are writable.
  uint8_t *limit;
} sluice_pairs_record;

/// How far a record's pairs have been written.
typedef struct {
  uint8_t *end;
  size_t pairs;
} sluice_pairs_output;

/// Does the steps from `first` on. Returns the first step that is not done: another's, or one
/// with a value that is too long, needs to be looked at closely, or has no room.
typedef size_t (*sluice_pairs_function)(const sluice_pairs_plan *plan,
                                        const sluice_pairs_record *record, size_t first,
                                        sluice_pairs_output *output);

#endif
