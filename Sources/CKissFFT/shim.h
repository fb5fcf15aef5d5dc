#pragma once
#include <kissfft/kiss_fft.h>
#include <string.h>

// A plan for several columns, with room for one of them.
typedef struct tactus_kiss_plan {
  kiss_fft_cfg configuration;
  int length, columns, input_stride, output_stride;
  kiss_fft_cpx *column;
} tactus_kiss_plan;

// For the cycle: transforms of powers of two from one place to another allocate nothing.
static void tactus_kiss_run(void *context, float *input, float *output) {
  const tactus_kiss_plan *plan = (const tactus_kiss_plan *)context;
  const kiss_fft_cpx *source = (const kiss_fft_cpx *)input;
  kiss_fft_cpx *target = (kiss_fft_cpx *)output;
  if (plan->columns == 1 && plan->output_stride == 1) {
    kiss_fft_stride(plan->configuration, source, target, plan->input_stride);
    return;
  }
  for (int column = 0; column < plan->columns; column++) {
    kiss_fft_stride(plan->configuration, source + column, plan->column, plan->input_stride);
    for (int n = 0; n < plan->length; n++) {
      target[n * plan->output_stride + column] = plan->column[n];
    }
  }
}

static inline void tactus_kiss_free(kiss_fft_cfg configuration) { kiss_fft_free(configuration); }
