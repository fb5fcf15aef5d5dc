// The inner loops of convolution, and how the cycle calls a transform. Part of CRealtime.h.
#ifndef TACTUS_CREALTIME_CONVOLUTION_H
#define TACTUS_CREALTIME_CONVOLUTION_H

/// A Fourier transform, planned beforehand, of interleaved complex samples; input and output apart.
typedef void (*rt_transform)(void *plan, float *input, float *output);

RT_CYCLE static inline void rt_call_transform(rt_transform transform, void *plan, float *input,
                                              float *output) {
  transform(plan, input, output);
}

/// The vector instructions the loops are made for. The results differ in their rounding.
typedef enum rt_vectors {
  rt_vectors_baseline = 0,  ///< What every processor of this architecture has.
  rt_vectors_avx2 = 1       ///< AVX2, with multiplication and addition in one (FMA).
} rt_vectors;

/// The best this processor has.
rt_vectors rt_best_vectors(void);

/// Spectra are kept in cells of this many complex values: first their real parts, then the imaginary.
enum { rt_cell_values = 16, rt_cell_floats = 32 };

/// Taps that `rt_convolve_directly` applies.
enum { rt_direct_taps = 64, rt_direct_slack = 32 };

/// Copies samples, with silence for those that are not finite.
RT_CYCLE static inline void rt_copy_finite(float *output, const float *input, uint32_t frames) {
  for (uint32_t i = 0; i < frames; i++) output[i] = input[i] - input[i] == 0 ? input[i] : 0;
}

// All memory is aligned to 64 bytes where not said otherwise, and counts are multiples of 8.

/// `output[n] = sum over k of taps[k] * input[n - k]`, added to what is there if `adds`.
///
/// Computes some frames more than `frames`: both arrays, which need no alignment, have
/// `rt_direct_slack` of them to spare. A sample's bits do not depend on where a block begins.
RT_CYCLE void rt_convolve_directly(rt_vectors vectors, float *output, const float *input,
                                   const float *taps, uint32_t frames, bool adds);

/// Makes `rows` rows of `width` complex samples `(real + i imaginary) * twist`. Rows of the inputs
/// are `stride` apart. The twist has eight real parts, then eight imaginary, and so on.
RT_CYCLE void rt_twist(rt_vectors vectors, float *output, const float *real, const float *imaginary,
                       const float *twist, uint32_t rows, uint32_t width, uint32_t stride);

/// The imaginary parts of `input * conj(twist)`: the way back of `rt_twist`, of the second input.
RT_CYCLE void rt_untwist(rt_vectors vectors, float *output, const float *input, const float *twist,
                         uint32_t rows, uint32_t width, uint32_t stride);

/// `output = input * factors`, or times their conjugates; factors lie as the twist does.
RT_CYCLE void rt_multiply(rt_vectors vectors, float *output, const float *input,
                          const float *factors, uint32_t count, bool conjugates);

/// Takes `cells` cells apart; they lie `stride` floats from each other.
RT_CYCLE void rt_store_cells(rt_vectors vectors, float *cells, const float *input, uint32_t count,
                             uint32_t stride);

/// Puts `cells` cells, one after the other, together again.
RT_CYCLE void rt_load_cells(rt_vectors vectors, float *output, const float *cells, uint32_t count);

/// A run of cells in memory, one for each partition.
typedef struct rt_cell_run {
  const float *signal;
  const float *response;
  uint32_t partitions;
} rt_cell_run;

/// Adds the products of `runs` runs to `count` cells. From one cell to the next the signal goes on by
/// `signal_stride` floats, the response by `response_stride`.
RT_CYCLE void rt_accumulate(rt_vectors vectors, float *sums, uint32_t count, const rt_cell_run *runs,
                            uint32_t run_count, uint32_t signal_stride, uint32_t response_stride);

#endif
