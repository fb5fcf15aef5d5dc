#pragma once
#include <jack/jack.h>
#include <jack/thread.h>
#include <pthread.h>
#include <stdbool.h>

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

/// `jack_cycle_wait` on a thread that may be cancelled in it, and nowhere else.
///
/// JACK ends its thread by cancelling it wherever it is; a plugin must not be cut short like that.
JACK_CYCLE static inline jack_nframes_t jack_cycle_wait_cancellable(jack_client_t *client) {
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
  jack_nframes_t frames = jack_cycle_wait(client);
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  return frames;
}

/// Keeps the calling thread from being cancelled, or allows it.
static inline void jack_allow_cancel(bool is_allowed) {
  pthread_setcancelstate(is_allowed ? PTHREAD_CANCEL_ENABLE : PTHREAD_CANCEL_DISABLE, NULL);
}

/// `jack_cycle_signal`: the client's part of the cycle is done.
JACK_CYCLE static inline void jack_cycle_end(jack_client_t *client) { jack_cycle_signal(client, 0); }
