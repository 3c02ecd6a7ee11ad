// Which symbol kernels this processor can run, found once.
#include "symbols_bits.h"

enum { MOST_KERNELS = 3 };

// The kernel of one instruction set.
#define SYMBOLS_KERNEL(set)                                                                        \
  (sluice_symbols_kernel) {                                                                        \
    #set, sluice_symbols_find_##set, sluice_symbols_count_##set, sluice_symbols_write_##set        \
  }

static size_t list_kernels(sluice_symbols_kernel list[MOST_KERNELS]) {
  size_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const int bits = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                   __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
  if (bits && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512cd"))
    list[count++] = SYMBOLS_KERNEL(avx512);
  if (bits && __builtin_cpu_supports("avx2"))
    list[count++] = SYMBOLS_KERNEL(avx2);
#elif defined(__aarch64__)
  list[count++] = SYMBOLS_KERNEL(neon);
#endif
  list[count++] = SYMBOLS_KERNEL(portable);
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
