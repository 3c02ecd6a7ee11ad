// zlib, and its initialising macros (they carry sizeof and the version) as functions.
#ifndef SLUICE_CZLIB_SHIM_H
#define SLUICE_CZLIB_SHIM_H

#define ZLIB_CONST  // input pointers are to const
#include <zlib.h>

// Raw deflate (no wrapper) with zlib's default memory level and strategy.
static inline int sluice_deflateInitRaw(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

// Raw inflate (no wrapper).
static inline int sluice_inflateInitRaw(z_stream *stream) {
  return inflateInit2(stream, -MAX_WBITS);
}

#endif
