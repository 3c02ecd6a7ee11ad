// Which line kernels this processor can run, found once.
#include "lines_bits.h"

enum { MOST_KERNELS = 3 };

static size_t list_kernels(sluice_lines_kernel list[MOST_KERNELS]) {
  size_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const int clmul = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt");
  if (clmul && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
    list[count++] = (sluice_lines_kernel){"avx512", sluice_lines_avx512};
  if (clmul && __builtin_cpu_supports("avx2"))
    list[count++] = (sluice_lines_kernel){"avx2", sluice_lines_avx2};
#elif defined(__aarch64__)
  list[count++] = (sluice_lines_kernel){"neon", sluice_lines_neon};
#endif
  list[count++] = (sluice_lines_kernel){"portable", sluice_lines_portable};
  return count;
}

size_t sluice_lines_kernel_count(void) {
  sluice_lines_kernel list[MOST_KERNELS];
  return list_kernels(list);
}

sluice_lines_kernel sluice_lines_kernel_at(size_t index) {
  sluice_lines_kernel list[MOST_KERNELS];
  const size_t count = list_kernels(list);
  return list[index < count ? index : count - 1];
}
