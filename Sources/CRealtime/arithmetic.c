#include "CRealtime.h"

#include <math.h>

#if defined(__x86_64__)
#include <xmmintrin.h>

static const unsigned flush_bits = 0x8040;  // FTZ (bit 15) and DAZ (bit 6) of MXCSR.

uint64_t rt_arithmetic(void) { return _mm_getcsr(); }

uint64_t rt_denormals_flush(void) {
  unsigned state = _mm_getcsr();
  _mm_setcsr(state | flush_bits);
  return state;
}

void rt_denormals_restore(uint64_t state) { _mm_setcsr((unsigned)state); }

void rt_arithmetic_reset(bool flushes_results, bool flushes_operands) {
  _mm_setcsr(0x1f80 | (flushes_results ? 0x8000 : 0) | (flushes_operands ? 0x0040 : 0));
}

#elif defined(__aarch64__)

uint64_t rt_arithmetic(void) {
  uint64_t state;
  __asm__ __volatile__("mrs %0, fpcr" : "=r"(state));
  return state;
}

uint64_t rt_denormals_flush(void) {
  uint64_t state = rt_arithmetic();
  __asm__ __volatile__("msr fpcr, %0" : : "r"(state | (1u << 24)));
  return state;
}

void rt_denormals_restore(uint64_t state) { __asm__ __volatile__("msr fpcr, %0" : : "r"(state)); }

void rt_arithmetic_reset(bool flushes_results, bool flushes_operands) {
  rt_denormals_restore(flushes_results || flushes_operands ? 1u << 24 : 0);
}

#else

uint64_t rt_arithmetic(void) { return 0; }
uint64_t rt_denormals_flush(void) { return 0; }
void rt_denormals_restore(uint64_t state) { (void)state; }
void rt_arithmetic_reset(bool flushes_results, bool flushes_operands) {
  (void)flushes_results;
  (void)flushes_operands;
}

#endif

float rt_sinf(float x) { return sinf(x); }
double rt_sin(double x) { return sin(x); }
double rt_cos(double x) { return cos(x); }
double rt_tan(double x) { return tan(x); }
double rt_exp(double x) { return exp(x); }
double rt_log(double x) { return log(x); }
float rt_powf(float x, float y) { return powf(x, y); }
