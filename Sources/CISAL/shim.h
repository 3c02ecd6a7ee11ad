// ISA-L's deflate, inflate and CRC-32, and the sizes its macros give.
#ifndef SLUICE_CISAL_SHIM_H
#define SLUICE_CISAL_SHIM_H

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

// The work memory of a level, in bytes. The medium size (32 Ki tokens) compresses like the larger
// ones and leaves more of the cache to others.
static inline uint32_t sluice_isalLevelBufferSize(uint32_t level) {
  switch (level) {
    case 1: return ISAL_DEF_LVL1_MEDIUM;
    case 2: return ISAL_DEF_LVL2_MEDIUM;
    case 3: return ISAL_DEF_LVL3_MEDIUM;
    default: return 0;
  }
}

#endif
