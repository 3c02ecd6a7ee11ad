// A dump to lines of pairs, as a good C programmer writes it in an afternoon: one thread, one byte after
// another, buffers of stdio's kind, no SIMD. What Sluice's speed is measured against, and a second opinion
// on its answers.
//
//     convert ID COLUMN... <dump >lines
//
// Takes an RFC 4180 dump in UTF-8 with a header. COLUMN is NAME (a pair under that name), NAME:ic
// (`ic=VALUE`) or NAME:31 (the trait 31, added by Y and removed by N). Empty fields and NULL make no pair.
// In values runs of tabs and line ends become a blank, quotes apostrophes, and blanks at the ends go. It
// ends with 1 and a word on anything that it can't read; it rejects no single records.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 1 << 16, MOST_FIELDS = 4096, LONGEST_RECORD = 1 << 20 };

typedef struct {
  char *bytes;
  size_t length;
} text;

typedef struct {
  text name, prefix, suffix;
  long trait;
  size_t field;
} column;

static char input[BUFFER], output[BUFFER];
static size_t input_next, input_end, output_length;

// The record that was read last: its fields' bytes without quotes, one after another.
static char record[LONGEST_RECORD];
static size_t field_ends[MOST_FIELDS], field_count;

static void fail(const char *what) {
  fprintf(stderr, "convert: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(1);
}

static inline int next_byte(void) {
  if (input_next == input_end) {
    input_next = 0;
    input_end = fread(input, 1, BUFFER, stdin);
    if (input_end == 0) {
      if (ferror(stdin)) fail("reading");
      return EOF;
    }
  }
  return (unsigned char)input[input_next++];
}

static void flush(void) {
  if (fwrite(output, 1, output_length, stdout) != output_length) fail("writing");
  output_length = 0;
}

static inline void write_bytes(const char *bytes, size_t length) {
  if (length > BUFFER - output_length) {
    flush();
    if (length > BUFFER) {
      if (fwrite(bytes, 1, length, stdout) != length) fail("writing");
      return;
    }
  }
  memcpy(output + output_length, bytes, length);
  output_length += length;
}

static void write_text(text text) { write_bytes(text.bytes, text.length); }

// Reads a record; 0 at the end of the input.
static int read_record(void) {
  size_t length = 0;
  field_count = 0;
  int byte = next_byte();
  if (byte == EOF) return 0;
  for (;;) {
    if (length + 1 >= LONGEST_RECORD) fail("a record is too long");
    if (byte == '"') {
      for (;;) {
        byte = next_byte();
        if (byte == EOF) fail("a quoted field never closes");
        if (byte == '"' && (byte = next_byte()) != '"') break;
        if (length + 1 >= LONGEST_RECORD) fail("a record is too long");
        record[length++] = (char)byte;
      }
      if (byte == '\r') byte = next_byte();
      if (byte != ',' && byte != '\n' && byte != EOF) fail("text behind a closing quote");
    } else {
      while (byte != ',' && byte != '\n' && byte != EOF) {
        if (length + 1 >= LONGEST_RECORD) fail("a record is too long");
        record[length++] = (char)byte;
        byte = next_byte();
      }
      if (byte != ',' && length > 0 && record[length - 1] == '\r') length--;
    }
    if (field_count == MOST_FIELDS) fail("too many fields");
    field_ends[field_count++] = length;
    if (byte != ',') return 1;
    byte = next_byte();
  }
}

static text field(size_t index) {
  size_t start = index == 0 ? 0 : field_ends[index - 1];
  return (text){record + start, field_ends[index] - start};
}

static size_t field_named(text name) {
  for (size_t index = 0; index < field_count; index++) {
    text header = field(index);
    if (header.length == name.length && memcmp(header.bytes, name.bytes, name.length) == 0) return index;
  }
  fail("a column is not in the header");
  return 0;
}

static inline int is_white(char byte) { return byte == '\t' || byte == '\r' || byte == '\n'; }

// Cleans a value in place.
static text cleaned(text value) {
  int is_dirty = 0;
  for (size_t index = 0; index < value.length; index++) {
    is_dirty |= value.bytes[index] == '"' || is_white(value.bytes[index]);
  }
  if (is_dirty) {
    size_t length = 0;
    int was_white = 0;
    for (size_t index = 0; index < value.length; index++) {
      char byte = value.bytes[index];
      int is_run = was_white;
      was_white = is_white(byte);
      if (was_white && is_run) continue;
      value.bytes[length++] = was_white ? ' ' : byte == '"' ? '\'' : byte;
    }
    value.length = length;
  }
  while (value.length > 0 && value.bytes[0] == ' ') value.bytes++, value.length--;
  while (value.length > 0 && value.bytes[value.length - 1] == ' ') value.length--;
  return value;
}

// A column as it was asked for: NAME, NAME:ic or NAME:TRAIT.
static column column_of(char *argument) {
  column column = {.name = {argument, strlen(argument)}};
  char *kind = strchr(argument, ':');
  if (kind == NULL) {
    char *prefix = malloc(column.name.length + 5);
    if (prefix == NULL) fail("memory");
    int length = sprintf(prefix, "\"%s\"=\"", argument);
    column.prefix = (text){prefix, (size_t)length};
    column.suffix = (text){"\"", 1};
    return column;
  }
  column.name.length = (size_t)(kind - argument);
  column.trait = strtol(kind + 1, NULL, 10);
  if (column.trait == 0) column.prefix = (text){"ic=", 3};
  return column;
}

// What stands before a pair: the ID before a line's first one, which thus goes out only if there is one.
static inline void write_lead(text id, int is_first) {
  if (is_first) write_text(id);
  write_bytes(is_first ? "\t" : ",", 1);
}

// Writes a column's pair; 0 if it has none.
static int write_pair(const column *column, text id, int is_first) {
  text value = field(column->field);
  if (value.length == 4 && memcmp(value.bytes, "NULL", 4) == 0) return 0;
  if (column->trait != 0) {
    char pair[32];
    int is_added = value.length == 1 && value.bytes[0] == 'Y';
    if (!is_added && !(value.length == 1 && value.bytes[0] == 'N')) return 0;
    int length = sprintf(pair, "d_%s=%ld", is_added ? "sid" : "unsid", column->trait);
    write_lead(id, is_first);
    write_bytes(pair, (size_t)length);
    return 1;
  }
  value = cleaned(value);
  if (value.length == 0) return 0;
  write_lead(id, is_first);
  write_text(column->prefix);
  write_text(value);
  write_text(column->suffix);
  return 1;
}

int main(int count, char **arguments) {
  if (count < 3) fail("usage: convert ID COLUMN... <dump >lines");
  text id_name = {arguments[1], strlen(arguments[1])};
  size_t column_count = (size_t)count - 2;
  column *columns = calloc(column_count, sizeof *columns);
  if (columns == NULL) fail("memory");
  if (!read_record()) fail("no header");
  size_t id = field_named(id_name), header_count = field_count;
  for (size_t index = 0; index < column_count; index++) {
    columns[index] = column_of(arguments[index + 2]);
    columns[index].field = field_named(columns[index].name);
  }
  while (read_record()) {
    if (field_count != header_count) fail("a record has another number of fields");
    int has_pair = 0;
    for (size_t index = 0; index < column_count; index++) {
      has_pair |= write_pair(&columns[index], field(id), !has_pair);
    }
    if (has_pair) write_bytes("\n", 1);
  }
  flush();
  if (fflush(stdout) != 0) fail("writing");
  return 0;
}
