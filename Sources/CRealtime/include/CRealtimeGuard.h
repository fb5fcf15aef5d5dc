// Looking at what a node has put out, at the price of a few nanoseconds; part of CRealtime.h.
#ifndef TACTUS_CREALTIME_GUARD_H
#define TACTUS_CREALTIME_GUARD_H

/// What four products come to under the thread's arithmetic: the first is 0 where small results are
/// flushed, the second where denormal operands are, the others show the rounding. A tenth of the price
/// of reading the processor's control register.
typedef float rt_products __attribute__((vector_size(16)));

#if defined(__x86_64__)
#define RT_IN_VECTOR "+x"
#elif defined(__aarch64__)
#define RT_IN_VECTOR "+w"
#else
#define RT_IN_VECTOR "+m"
#endif

static inline rt_products rt_sample_arithmetic(void) {
  rt_products factors = {0x1p-126f, 0x1p-140f, 0x1.000002p0f, 0x1.000002p0f};
  const rt_products others = {0.5f, 0x1p23f, 1.5f, 1.25f};
  // Neither known beforehand nor moved elsewhere.
  __asm__ __volatile__("" : RT_IN_VECTOR(factors));
  factors *= others;
  __asm__ __volatile__("" : RT_IN_VECTOR(factors));
  return factors;
}
#undef RT_IN_VECTOR

/// Calls a processor; whether it left the thread's rounding, or its treatment of denormals, changed.
/// They are as they were before again.
RT_CYCLE static inline bool rt_call_guarded(rt_process process, void *context,
                                            const rt_block *block) {
  typedef int64_t rt_halves __attribute__((vector_size(16)));
  rt_products before = rt_sample_arithmetic();
  process(context, block);
  rt_halves changes = (rt_halves)before ^ (rt_halves)rt_sample_arithmetic();
  if (__builtin_expect((changes[0] | changes[1]) == 0, 1)) return false;
  rt_arithmetic_reset(before[0] == 0, before[1] == 0);
  return true;
}

/// Four samples as they lie in memory.
typedef uint32_t rt_sample_bits __attribute__((vector_size(16), aligned(4), may_alias));

/// The bits that are set in any sample: one instruction for four of them. Bit 30 is set as soon as
/// one is 2 or more, an infinity, or no number.
RT_CYCLE static inline uint32_t rt_any_bits(const float *samples, uint32_t frames) {
  rt_sample_bits first = {0}, second = {0};
  uint32_t frame = 0;
  for (; frame + 16 <= frames; frame += 16) {
    const rt_sample_bits *bits = (const rt_sample_bits *)(samples + frame);
    first |= bits[0] | bits[1];
    second |= bits[2] | bits[3];
  }
  first |= second;
  uint32_t any = first[0] | first[1] | first[2] | first[3];
  for (; frame < frames; frame++) {
    uint32_t bits;
    __builtin_memcpy(&bits, samples + frame, sizeof bits);
    any |= bits;
  }
  return any;
}

/// Whether each sample of each output is a number below 2. Which others are, is not looked at.
RT_CYCLE static inline bool rt_outputs_are_small(const rt_block *block) {
  uint32_t any = 0;
  for (uint32_t port = 0; port < block->output_count; port++)
    any |= rt_any_bits(block->outputs[port], block->frames);
  return (any & 0x40000000u) == 0;
}

/// Whether a sample of an output is a denormal: neither zero nor as large as a float can be at full
/// precision. Integers only, so that the thread's arithmetic does not hide them.
RT_CYCLE static inline bool rt_outputs_have_denormals(const rt_block *block) {
  bool found = false;
  for (uint32_t port = 0; port < block->output_count; port++) {
    for (uint32_t frame = 0; frame < block->frames; frame++) {
      uint32_t bits;
      __builtin_memcpy(&bits, block->outputs[port] + frame, sizeof bits);
      // Zero wraps around to more than any.
      found |= (bits & 0x7fffffffu) - 1 < 0x007fffffu;
    }
  }
  return found;
}

/// Keeps the last sample of each output of a block that has one.
RT_CYCLE static inline void rt_keep_last_samples(const rt_block *block, float *last) {
  for (uint32_t port = 0; port < block->output_count; port++)
    last[port] = block->outputs[port][block->frames - 1];
}

#endif
