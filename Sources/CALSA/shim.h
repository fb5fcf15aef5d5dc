#pragma once
#include <alsa/asoundlib.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

// The calls of ALSA's library that a cycle makes. On an open, non-blocking PCM they neither
// allocate nor wait; the attribute makes Swift's `@_noLocks` accept them.
#define ALSA_CYCLE __attribute__((swift_attr("@_noLocks")))

ALSA_CYCLE static inline snd_pcm_sframes_t alsa_available(snd_pcm_t *pcm) {
  return snd_pcm_avail_update(pcm);
}

ALSA_CYCLE static inline snd_pcm_sframes_t alsa_read(snd_pcm_t *pcm, void *samples,
                                                     snd_pcm_uframes_t frames) {
  return snd_pcm_readi(pcm, samples, frames);
}

ALSA_CYCLE static inline snd_pcm_sframes_t alsa_write(snd_pcm_t *pcm, const void *samples,
                                                      snd_pcm_uframes_t frames) {
  return snd_pcm_writei(pcm, samples, frames);
}

/// Gives the place of the next frames in an interleaved buffer; `*frames` is cut to what is there
/// in one stretch.
ALSA_CYCLE static inline int alsa_map(snd_pcm_t *pcm, void **samples, snd_pcm_uframes_t *offset,
                                      snd_pcm_uframes_t *frames) {
  const snd_pcm_channel_area_t *areas;
  int error = snd_pcm_mmap_begin(pcm, &areas, offset, frames);
  if (error < 0) return error;
  *samples = (char *)areas[0].addr + (areas[0].first + *offset * areas[0].step) / 8;
  return 0;
}

ALSA_CYCLE static inline snd_pcm_sframes_t alsa_commit(snd_pcm_t *pcm, snd_pcm_uframes_t offset,
                                                       snd_pcm_uframes_t frames) {
  return snd_pcm_mmap_commit(pcm, offset, frames);
}

/// When the PCM's hardware position was last looked at, in nanoseconds on CLOCK_MONOTONIC, and how
/// many frames could be read or written then; a negative errno, or 0.
///
/// A card's interrupts look at it, so that both belong to the end of a period.
ALSA_CYCLE static inline int alsa_timestamp(snd_pcm_t *pcm, snd_pcm_sframes_t *available_frames,
                                            int64_t *nanoseconds) {
  snd_pcm_sframes_t frames = snd_pcm_avail_update(pcm);
  if (frames < 0) return (int)frames;
  snd_pcm_uframes_t stamped = (snd_pcm_uframes_t)frames;
  snd_htimestamp_t time = {0, 0};
  int error = snd_pcm_htimestamp(pcm, &stamped, &time);
  if (error < 0) return error;
  *available_frames = (snd_pcm_sframes_t)stamped;
  *nanoseconds = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
  return 0;
}

ALSA_CYCLE static inline snd_pcm_state_t alsa_state(snd_pcm_t *pcm) { return snd_pcm_state(pcm); }
ALSA_CYCLE static inline int alsa_prepare(snd_pcm_t *pcm) { return snd_pcm_prepare(pcm); }
ALSA_CYCLE static inline int alsa_start(snd_pcm_t *pcm) { return snd_pcm_start(pcm); }
ALSA_CYCLE static inline int alsa_drop(snd_pcm_t *pcm) { return snd_pcm_drop(pcm); }
ALSA_CYCLE static inline int alsa_resume(snd_pcm_t *pcm) { return snd_pcm_resume(pcm); }

/// What the PCM makes of what `poll` said about its descriptors: poll's bits, or negative.
ALSA_CYCLE static inline int alsa_events(snd_pcm_t *pcm, struct pollfd *descriptors,
                                         unsigned count) {
  unsigned short events = 0;
  int error = snd_pcm_poll_descriptors_revents(pcm, descriptors, count, &events);
  return error < 0 ? error : events;
}

/// Waits for one of `count` descriptors; returns how many are ready, 0 after the time-out, or a
/// negative errno.
ALSA_CYCLE static inline int alsa_poll(struct pollfd *descriptors, unsigned count,
                                       int milliseconds) {
  int ready = poll(descriptors, count, milliseconds);
  return ready < 0 ? -errno : ready;
}

static inline void alsa_ignore_message(const char *file, int line, const char *function, int error,
                                       const char *format, va_list arguments) {
  (void)file, (void)line, (void)function, (void)error, (void)format, (void)arguments;
}

/// Keeps the library silent on the calling thread.
ALSA_CYCLE static inline void alsa_silence_thread(void) {
  snd_lib_error_set_local(alsa_ignore_message);
}
