// Marks for the RealtimeSanitizer (`make rtsan`, which defines TACTUS_RTSAN); without effect in every
// other build, but for vouches in `tactus-audit`.
//
// Between enter and exit, every library call that may lock, allocate or block is reported with its
// stack, also when a plugin or a system library makes it.
#ifndef TACTUS_CREALTIME_SANITIZER_H
#define TACTUS_CREALTIME_SANITIZER_H

#ifndef TACTUS_CREALTIME_H
#error "Include CRealtime.h."
#endif

#if defined(TACTUS_RTSAN)

/// Begins a stretch of the calling thread that must be real-time safe. Stretches nest.
RT_CYCLE void rt_cycle_enter(void);

/// Ends the stretch that the last `rt_cycle_enter` of this thread began.
RT_CYCLE void rt_cycle_exit(void);

/// Takes the calls up to `rt_cycle_vouch_end` on our own word; say why where it is called.
RT_CYCLE void rt_cycle_vouch_begin(void);

/// Ends what `rt_cycle_vouch_begin` began.
RT_CYCLE void rt_cycle_vouch_end(void);

#else

RT_CYCLE static inline void rt_cycle_enter(void) {}
RT_CYCLE static inline void rt_cycle_exit(void) {}

// Not empty: the runtime in `tactus-audit` watches plugins, and with that what they call here.
__attribute__((weak)) void __rtsan_ensure_initialized(void);
__attribute__((weak)) void __rtsan_disable(void);
__attribute__((weak)) void __rtsan_enable(void);

RT_CYCLE static inline void rt_cycle_vouch_begin(void) {
  if (__rtsan_disable == NULL) return;
  __rtsan_ensure_initialized();
  __rtsan_disable();
}

RT_CYCLE static inline void rt_cycle_vouch_end(void) {
  if (__rtsan_enable != NULL) __rtsan_enable();
}

#endif

#endif
