#include "CRealtime.h"

#if defined(TACTUS_RTSAN)

#include <stdatomic.h>
#include <stdio.h>

// The sanitizer's runtime has no header for C.
void __rtsan_ensure_initialized(void);
void __rtsan_realtime_enter(void);
void __rtsan_realtime_exit(void);
void __rtsan_disable(void);
void __rtsan_enable(void);

static _Atomic unsigned long stretches;

// A run that is silent because nothing was watched must not pass for a clean one.
__attribute__((destructor)) static void report(void) {
  fprintf(stderr, "rtsan: %lu stretches watched\n", stretches);
}

void rt_cycle_enter(void) {
  atomic_fetch_add_explicit(&stretches, 1, memory_order_relaxed);
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
