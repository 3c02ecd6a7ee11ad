// Which symbol kernels this processor can run, found once.
#include "symbols_bits.h"

enum { MOST_KERNELS = 3 };

static size_t list_kernels(sluice_symbols_kernel list[MOST_KERNELS]) {
  size_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const int bits = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                   __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
  if (bits && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl"))
    list[count++] = (sluice_symbols_kernel){"avx512", sluice_symbols_avx512};
  if (bits && __builtin_cpu_supports("avx2"))
    list[count++] = (sluice_symbols_kernel){"avx2", sluice_symbols_avx2};
#elif defined(__aarch64__)
  list[count++] = (sluice_symbols_kernel){"neon", sluice_symbols_neon};
#endif
  list[count++] = (sluice_symbols_kernel){"portable", sluice_symbols_portable};
  return count;
}

size_t sluice_symbols_kernel_count(void) {
  sluice_symbols_kernel list[MOST_KERNELS];
  return list_kernels(list);
}

sluice_symbols_kernel sluice_symbols_kernel_at(size_t index) {
  sluice_symbols_kernel list[MOST_KERNELS];
  const size_t count = list_kernels(list);
  return list[index < count ? index : count - 1];
}
