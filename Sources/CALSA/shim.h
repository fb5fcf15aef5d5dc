#pragma once
#include <alsa/asoundlib.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <time.h>
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

/// Like `alsa_read`, with one stretch of memory for each channel.
ALSA_CYCLE static inline snd_pcm_sframes_t alsa_read_planar(snd_pcm_t *pcm, void **channels,
                                                            snd_pcm_uframes_t frames) {
  return snd_pcm_readn(pcm, channels, frames);
}

/// Like `alsa_write`, with one stretch of memory for each channel.
ALSA_CYCLE static inline snd_pcm_sframes_t alsa_write_planar(snd_pcm_t *pcm, void **channels,
                                                             snd_pcm_uframes_t frames) {
  return snd_pcm_writen(pcm, channels, frames);
}

/// Gives the place of the next frames in the PCM's own buffer, one area for each channel;
/// `*frames` is cut to what is there in one stretch.
ALSA_CYCLE static inline int alsa_map(snd_pcm_t *pcm, const snd_pcm_channel_area_t **areas,
                                      snd_pcm_uframes_t *offset, snd_pcm_uframes_t *frames) {
  return snd_pcm_mmap_begin(pcm, areas, offset, frames);
}

/// Where a channel's sample of a frame is.
ALSA_CYCLE static inline void *alsa_place(const snd_pcm_channel_area_t *area,
                                          snd_pcm_uframes_t frame) {
  return (char *)area->addr + (area->first + frame * area->step) / 8;
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

/// Frames that can be read or written, and frames between what is written or read next and the
/// loudspeaker or microphone, both of one moment; a negative errno, or 0.
ALSA_CYCLE static inline int alsa_delay(snd_pcm_t *pcm, snd_pcm_sframes_t *available_frames,
                                        snd_pcm_sframes_t *delay_frames) {
  return snd_pcm_avail_delay(pcm, available_frames, delay_frames);
}

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

/// The position of a map's channel; SND_CHMAP_UNKNOWN and others have names too.
static inline unsigned alsa_position(const snd_pcm_chmap_t *map, unsigned channel) {
  return map->pos[channel] & SND_CHMAP_POSITION_MASK;
}

static inline void alsa_ignore_message(const char *file, int line, const char *function, int error,
                                       const char *format, va_list arguments) {
  (void)file, (void)line, (void)function, (void)error, (void)format, (void)arguments;
}

/// Keeps the library silent on the calling thread.
ALSA_CYCLE static inline void alsa_silence_thread(void) {
  snd_lib_error_set_local(alsa_ignore_message);
}

// The sequencer. Its info structures are made by macros on the stack.

/// Makes a port that others may write to, and whose messages get the queue's real time; its number,
/// or a negative errno.
static inline int sequencer_make_port(snd_seq_t *sequencer, const char *name, int queue) {
  snd_seq_port_info_t *info;
  snd_seq_port_info_alloca(&info);
  snd_seq_port_info_set_name(info, name);
  snd_seq_port_info_set_capability(info, SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE);
  snd_seq_port_info_set_type(info,
                             SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_APPLICATION);
  snd_seq_port_info_set_midi_channels(info, 16);
  snd_seq_port_info_set_timestamping(info, 1);
  snd_seq_port_info_set_timestamp_real(info, 1);
  snd_seq_port_info_set_timestamp_queue(info, queue);
  int error = snd_seq_create_port(sequencer, info);
  return error < 0 ? error : snd_seq_port_info_get_port(info);
}

static inline void sequencer_start_queue(snd_seq_t *sequencer, int queue) {
  snd_seq_start_queue(sequencer, queue, NULL);
  snd_seq_drain_output(sequencer);
}

/// What has to be added to a queue's real time for CLOCK_MONOTONIC, in nanoseconds.
static inline int64_t sequencer_queue_offset(snd_seq_t *sequencer, int queue) {
  snd_seq_queue_status_t *status;
  snd_seq_queue_status_alloca(&status);
  struct timespec now;
  snd_seq_get_queue_status(sequencer, queue, status);
  clock_gettime(CLOCK_MONOTONIC, &now);
  const snd_seq_real_time_t *time = snd_seq_queue_status_get_real_time(status);
  return ((int64_t)now.tv_sec - (int64_t)time->tv_sec) * 1000000000 + now.tv_nsec - time->tv_nsec;
}

/// Writes `CLIENT:PORT` of a port that may be subscribed to; false for any other.
static inline bool sequencer_readable_name(snd_seq_t *sequencer, int client, int port, char *name,
                                           size_t size) {
  snd_seq_client_info_t *owner;
  snd_seq_client_info_alloca(&owner);
  snd_seq_port_info_t *info;
  snd_seq_port_info_alloca(&info);
  const unsigned needed = SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ;
  if (client == SND_SEQ_CLIENT_SYSTEM ||
      snd_seq_get_any_client_info(sequencer, client, owner) < 0 ||
      snd_seq_get_any_port_info(sequencer, client, port, info) < 0 ||
      (snd_seq_port_info_get_capability(info) & needed) != needed)
    return false;
  snprintf(name, size, "%s:%s", snd_seq_client_info_get_name(owner),
           snd_seq_port_info_get_name(info));
  return true;
}

/// Goes on to the next port of any client; both are -1 at first.
static inline bool sequencer_next_port(snd_seq_t *sequencer, int *client, int *port) {
  snd_seq_client_info_t *owner;
  snd_seq_client_info_alloca(&owner);
  snd_seq_port_info_t *info;
  snd_seq_port_info_alloca(&info);
  while (true) {
    snd_seq_port_info_set_client(info, *client);
    snd_seq_port_info_set_port(info, *port);
    if (*client >= 0 && snd_seq_query_next_port(sequencer, info) >= 0) {
      *port = snd_seq_port_info_get_port(info);
      return true;
    }
    snd_seq_client_info_set_client(owner, *client);
    if (snd_seq_query_next_client(sequencer, owner) < 0) return false;
    *client = snd_seq_client_info_get_client(owner);
    *port = -1;
  }
}
