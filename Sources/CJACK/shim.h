#pragma once
#include <jack/jack.h>
#include <jack/thread.h>

// The calls of JACK's library that a cycle makes; JACK promises that they are safe there. The
// attribute makes Swift's `@_noLocks` accept them.
#define JACK_CYCLE __attribute__((swift_attr("@_noLocks")))

JACK_CYCLE static inline float *jack_cycle_samples(jack_port_t *port, jack_nframes_t frames) {
  return (float *)jack_port_get_buffer(port, frames);
}

/// When the cycle began, in microseconds on JACK's clock; 0 when it cannot tell.
JACK_CYCLE static inline jack_time_t jack_cycle_begin(const jack_client_t *client) {
  jack_nframes_t frames;
  jack_time_t begin, next;
  float period;
  return jack_get_cycle_times(client, &frames, &begin, &next, &period) == 0 ? begin : 0;
}

/// `jack_client_open`, which is variadic. `server` may be NULL. Never starts a server.
static inline jack_client_t *jack_client_open_running(const char *name, const char *server,
                                                      jack_status_t *status) {
  if (server == NULL) return jack_client_open(name, JackNoStartServer, status);
  return jack_client_open(name, (jack_options_t)(JackNoStartServer | JackServerName), status,
                          server);
}
