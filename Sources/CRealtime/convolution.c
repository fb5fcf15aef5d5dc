#include "CRealtime.h"

// Eight floats; the compiler makes of them what the target has.
typedef float v8 __attribute__((vector_size(32)));

static const v8 zero = {0};

// Vectors go through memory, not through arguments, whose registers differ between targets.
#define load(place) (*(const v8_unaligned *)(place))
#define store(place, value) (*(v8_unaligned *)(place) = (value))
typedef float v8_unaligned __attribute__((vector_size(32), aligned(4), may_alias));

#define load_interleaved(place, a, b)                                            \
  do {                                                                           \
    v8 low = load(place), high = load((place) + 8);                              \
    *(a) = __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14);        \
    *(b) = __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15);        \
  } while (0)

#define store_interleaved(place, a, b)                                           \
  do {                                                                           \
    v8 real = (a), imaginary = (b);                                              \
    store(place, __builtin_shufflevector(real, imaginary, 0, 8, 1, 9, 2, 10, 3, 11));          \
    store((place) + 8, __builtin_shufflevector(real, imaginary, 4, 12, 5, 13, 6, 14, 7, 15));  \
  } while (0)

#define LOOP(name) baseline_##name
#define TARGET
#define DIRECT_VECTORS 2
#define CELL_VECTORS 1
#include "convolution_loops.h"
#undef LOOP
#undef TARGET
#undef DIRECT_VECTORS
#undef CELL_VECTORS

#if defined(__x86_64__)
#define LOOP(name) avx2_##name
#define TARGET __attribute__((target("avx2,fma")))
#define DIRECT_VECTORS 4
#define CELL_VECTORS 2
#include "convolution_loops.h"
#undef LOOP
#undef TARGET
#define CALL(name, ...)                                           \
  if (vectors == rt_vectors_avx2) return avx2_##name(__VA_ARGS__); \
  return baseline_##name(__VA_ARGS__)

rt_vectors rt_best_vectors(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? rt_vectors_avx2
                                                                         : rt_vectors_baseline;
}
#else
#define CALL(name, ...) \
  (void)vectors;        \
  return baseline_##name(__VA_ARGS__)

rt_vectors rt_best_vectors(void) { return rt_vectors_baseline; }
#endif

void rt_convolve_directly(rt_vectors vectors, float *output, const float *input, const float *taps,
                          uint32_t frames, bool adds) {
  CALL(direct, output, input, taps, frames, adds);
}

void rt_twist(rt_vectors vectors, float *output, const float *real, const float *imaginary,
              const float *twist, uint32_t rows, uint32_t width, uint32_t stride) {
  CALL(twist, output, real, imaginary, twist, rows, width, stride);
}

void rt_untwist(rt_vectors vectors, float *output, const float *input, const float *twist,
                uint32_t rows, uint32_t width, uint32_t stride) {
  CALL(untwist, output, input, twist, rows, width, stride);
}

void rt_multiply(rt_vectors vectors, float *output, const float *input, const float *factors,
                 uint32_t count, bool conjugates) {
  CALL(multiply, output, input, factors, count, conjugates);
}

void rt_store_cells(rt_vectors vectors, float *cells, const float *input, uint32_t count,
                    uint32_t stride) {
  CALL(store_cells, cells, input, count, stride);
}

void rt_load_cells(rt_vectors vectors, float *output, const float *cells, uint32_t count) {
  CALL(load_cells, output, cells, count);
}

void rt_accumulate(rt_vectors vectors, float *sums, uint32_t count, const rt_cell_run *runs,
                   uint32_t run_count, uint32_t signal_stride, uint32_t response_stride) {
  CALL(accumulate, sums, count, runs, run_count, signal_stride, response_stride);
}
