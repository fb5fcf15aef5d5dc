// Marks for the RealtimeSanitizer (`make rtsan`, which defines TACTUS_RTSAN); empty in every other
// build.
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
RT_CYCLE static inline void rt_cycle_vouch_begin(void) {}
RT_CYCLE static inline void rt_cycle_vouch_end(void) {}

#endif

#endif
