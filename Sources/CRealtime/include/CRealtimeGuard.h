// Looking at what a node has put out, at the price of a few nanoseconds; part of CRealtime.h.
#ifndef TACTUS_CREALTIME_GUARD_H
#define TACTUS_CREALTIME_GUARD_H

/// The part of the floating-point environment a node could leave changed: rounding, and what happens
/// to denormals. Not the flags of what has happened.
#if defined(__x86_64__)
RT_CYCLE static inline uint64_t rt_arithmetic(void) { return __builtin_ia32_stmxcsr() & 0xffc0u; }
#elif defined(__aarch64__)
RT_CYCLE static inline uint64_t rt_arithmetic(void) {
  uint64_t state;
  __asm__ __volatile__("mrs %0, fpcr" : "=r"(state));
  return state;
}
#else
RT_CYCLE static inline uint64_t rt_arithmetic(void) { return 0; }
#endif

/// Calls a processor; whether it left the arithmetic changed, which is as it was before again.
RT_CYCLE static inline bool rt_call_guarded(rt_process process, void *context,
                                            const rt_block *block) {
  uint64_t before = rt_arithmetic();
  process(context, block);
  if (__builtin_expect(rt_arithmetic() == before, 1)) return false;
  rt_denormals_restore(before);
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
