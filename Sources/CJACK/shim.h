#pragma once
#include <fcntl.h>
#include <jack/jack.h>
#include <jack/midiport.h>
#include <jack/thread.h>
#include <jack/transport.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

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

/// Ends the wait of a thread for a client's next cycle; false when there is no semaphore to do it by.
///
/// The library ends the wait of its own thread only. JACK2 keeps each client's semaphore in shared
/// memory: a futex first, which is 1 for who may go on (linux/JackLinuxFutex.cpp).
static inline bool jack_end_wait(const char *server, const char *client) {
  char name[512];
  if (getenv("JACK_PROMISCUOUS_SERVER") != NULL)
    snprintf(name, sizeof name, "/jack_sem.%s_%s", server, client);
  else
    snprintf(name, sizeof name, "/jack_sem.%d_%s_%s", (int)getuid(), server, client);
  for (char *at = name + 1; *at != 0; at++)
    if (*at == '/' || *at == '\\') *at = '_';
  int descriptor = shm_open(name, O_RDWR | O_CLOEXEC, 0);
  if (descriptor < 0) return false;
  struct stat status;
  void *page = MAP_FAILED;
  if (fstat(descriptor, &status) == 0 && status.st_size >= (off_t)sizeof(int))
    page = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  close(descriptor);
  if (page == MAP_FAILED) return false;
  __atomic_store_n((int *)page, 1, __ATOMIC_SEQ_CST);
  syscall(SYS_futex, page, FUTEX_WAKE, 1, NULL, NULL, 0);
  munmap(page, sizeof(int));
  return true;
}

/// Keeps the calling thread from being cancelled, or allows it.
static inline void jack_allow_cancel(bool is_allowed) {
  pthread_setcancelstate(is_allowed ? PTHREAD_CANCEL_ENABLE : PTHREAD_CANCEL_DISABLE, NULL);
}

/// `jack_cycle_signal`: the client's part of the cycle is done.
JACK_CYCLE static inline void jack_cycle_end(jack_client_t *client) { jack_cycle_signal(client, 0); }

// ---------------------------------------------------------------------------------------------
// MIDI: a port's buffer is its own of each cycle.

JACK_CYCLE static inline void *jack_cycle_midi(jack_port_t *port, jack_nframes_t frames) {
  return jack_port_get_buffer(port, frames);
}

/// Messages in the buffer of a port that captures.
JACK_CYCLE static inline uint32_t jack_cycle_midi_count(void *buffer) {
  return jack_midi_get_event_count(buffer);
}

/// Messages that did not fit into the buffer of a port that captures.
JACK_CYCLE static inline uint32_t jack_cycle_midi_lost(void *buffer) {
  return jack_midi_get_lost_event_count(buffer);
}

/// Reads a message; false when there is none of that number.
JACK_CYCLE static inline bool jack_cycle_midi_read(void *buffer, uint32_t index,
                                                   jack_midi_event_t *event) {
  return jack_midi_event_get(event, buffer, index) == 0;
}

/// Empties the buffer of a port that plays.
JACK_CYCLE static inline void jack_cycle_midi_clear(void *buffer) { jack_midi_clear_buffer(buffer); }

/// Adds a message, in the order of frames; false when it does not fit.
JACK_CYCLE static inline bool jack_cycle_midi_write(void *buffer, jack_nframes_t frame,
                                                    const uint8_t *bytes, uint32_t byte_count) {
  return jack_midi_event_write(buffer, frame, bytes, byte_count) == 0;
}

// ---------------------------------------------------------------------------------------------
// The transport.

/// Where the transport is at the beginning of the cycle.
typedef struct jack_cycle_place {
  bool is_rolling;
  bool has_tempo;  ///< Whether what follows `frame` is known.
  uint32_t frame;
  int32_t bar;   ///< Counted from 1.
  int32_t beat;  ///< Counted from 1.
  double beat_fraction;
  double beats_per_bar;
  double beat_type;
  double beats_per_minute;
  uint32_t tempo_age_frames;  ///< How long before `frame` bar and beat were.
} jack_cycle_place;

/// `jack_transport_query`, of which only what is consistent is taken.
JACK_CYCLE static inline jack_cycle_place jack_cycle_transport(const jack_client_t *client) {
  jack_position_t position;
  jack_cycle_place place = {0};
  place.is_rolling = jack_transport_query(client, &position) == JackTransportRolling;
  place.frame = position.frame;
  if (!(position.valid & JackPositionBBT)) return place;
  if (!(position.ticks_per_beat > 0) || !(position.beats_per_minute > 0) ||
      !(position.beats_per_bar >= 1) || !(position.beat_type > 0))
    return place;
  place.has_tempo = true;
  place.bar = position.bar;
  place.beat = position.beat;
  place.beat_fraction = position.tick / position.ticks_per_beat;
  place.beats_per_bar = position.beats_per_bar;
  place.beat_type = position.beat_type;
  place.beats_per_minute = position.beats_per_minute;
  if (position.valid & JackBBTFrameOffset) place.tempo_age_frames = position.bbt_offset;
  return place;
}
