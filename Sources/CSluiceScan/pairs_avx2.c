// x86-64 with AVX2 and BMI2: wide copies, and shifts by any register.
#if defined(__x86_64__)

#include <immintrin.h>

#include "scan_bits.h"

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)

#define PAIRS_NAME sluice_pairs_avx2

#include "block_avx2.h"
#include "pairs_judge.h"

#include "pairs_algorithm.h"

#pragma clang attribute pop

#endif
