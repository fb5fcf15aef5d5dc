#pragma once
#include <ladspa.h>

#ifndef RT_CYCLE
#define RT_CYCLE __attribute__((swift_attr("@_noLocks")))
#endif

// Calls into a plugin from the cycle. LADSPA asks of `run` and `connect_port` that they be
// real-time safe (HARD_RT_CAPABLE plugins promise it); nobody can prove it for foreign code.

RT_CYCLE static inline void ladspa_call_connect(const LADSPA_Descriptor *descriptor,
                                                LADSPA_Handle handle, unsigned long port,
                                                LADSPA_Data *data) {
  descriptor->connect_port(handle, port, data);
}

RT_CYCLE static inline void ladspa_call_run(const LADSPA_Descriptor *descriptor,
                                            LADSPA_Handle handle, unsigned long frames) {
  descriptor->run(handle, frames);
}
