// Which kernels this processor can run, found once.
#include "scan_bits.h"

enum { MOST_KERNELS = 3 };

static size_t list_kernels(sluice_scan_kernel list[MOST_KERNELS]) {
  size_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const int bits = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt") &&
                   __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  if (bits && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    list[count++] = (sluice_scan_kernel){"avx512", sluice_scan_avx512, sluice_places_avx512,
                                         sluice_pairs_avx512};
  if (bits && __builtin_cpu_supports("avx2"))
    list[count++] = (sluice_scan_kernel){"avx2", sluice_scan_avx2, sluice_places_avx2, sluice_pairs_avx2};
#elif defined(__aarch64__)
  list[count++] = (sluice_scan_kernel){"neon", sluice_scan_neon, sluice_places_neon, sluice_pairs_portable};
#endif
  list[count++] = (sluice_scan_kernel){"portable", sluice_scan_portable, sluice_places_portable, sluice_pairs_portable};
  return count;
}

size_t sluice_scan_kernel_count(void) {
  sluice_scan_kernel list[MOST_KERNELS];
  return list_kernels(list);
}

sluice_scan_kernel sluice_scan_kernel_at(size_t index) {
  sluice_scan_kernel list[MOST_KERNELS];
  const size_t count = list_kernels(list);
  return list[index < count ? index : count - 1];
}
