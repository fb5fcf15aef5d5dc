#pragma once
#include <samplerate.h>

// The calls a cycle makes. None of them allocates or waits; the attribute makes Swift's
// `@_noLocks` accept them.
#define SAMPLERATE_CYCLE __attribute__((swift_attr("@_noLocks")))

/// Converts what `data` says, gliding to its ratio from that of the call before.
SAMPLERATE_CYCLE static inline int samplerate_process(SRC_STATE *state, SRC_DATA *data) {
  return src_process(state, data);
}

/// Forgets what was fed.
SAMPLERATE_CYCLE static inline int samplerate_reset(SRC_STATE *state) { return src_reset(state); }

/// Goes to a ratio at once.
SAMPLERATE_CYCLE static inline int samplerate_set_ratio(SRC_STATE *state, double ratio) {
  return src_set_ratio(state, ratio);
}
