#include "CRealtime.h"

#if defined(TACTUS_RTSAN)

// The sanitizer's runtime has no header for C.
void __rtsan_ensure_initialized(void);
void __rtsan_realtime_enter(void);
void __rtsan_realtime_exit(void);
void __rtsan_disable(void);
void __rtsan_enable(void);

void rt_cycle_enter(void) {
  __rtsan_ensure_initialized();
  __rtsan_realtime_enter();
}

void rt_cycle_exit(void) { __rtsan_realtime_exit(); }

void rt_cycle_vouch_begin(void) {
  __rtsan_ensure_initialized();
  __rtsan_disable();
}

void rt_cycle_vouch_end(void) { __rtsan_enable(); }

#endif
