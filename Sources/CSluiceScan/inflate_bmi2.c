// x86-64 with AVX2 and BMI2: shifts by any register, and two registers of 32 bytes for a copy.
#if defined(__x86_64__)

#include <immintrin.h>

#include "inflate_entries.h"

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2"))), apply_to = function)

#define INFLATE_NAME sluice_inflate_bmi2

static inline uint64_t inflate_low_bits(uint64_t word, uint32_t count) { return _bzhi_u64(word, count); }

#include "inflate_algorithm.h"

#pragma clang attribute pop

#endif
