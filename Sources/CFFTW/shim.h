#pragma once
#include <fftw3.h>

// Complex samples are pairs of floats.
static inline fftwf_plan tactus_fftw_plan(int length, int columns, float *input, int input_stride,
                                          float *output, int output_stride, int sign) {
  return fftwf_plan_many_dft(1, &length, columns, (fftwf_complex *)input, 0, input_stride, 1,
                             (fftwf_complex *)output, 0, output_stride, 1, sign,
                             FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
}

// For the cycle: execution takes no lock and allocates nothing (FFTW manual, "Thread safety").
static void tactus_fftw_run(void *plan, float *input, float *output) {
  fftwf_execute_dft((fftwf_plan)plan, (fftwf_complex *)input, (fftwf_complex *)output);
}
