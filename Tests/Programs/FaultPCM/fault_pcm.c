// A PCM that is paced like a card, and fails when it is told to.
//
//   pcm.NAME {
//     type fault
//     access [RW_NONINTERLEAVED]  formats [S16_LE]  rates [48000]  channels [2 6]
//     maps ["FL FR"]       where the channels are, one text for each number of channels
//     settable true        lets the maps be chosen
//     file "played.raw"    what was played, frame by frame; infile likewise is captured
//     latency 64           frames between the buffer and the loudspeaker
//   }
//
// It never runs dry or over by itself: on a machine that is late it waits.
#include "fault_pcm.h"

#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { most_choices = 64 };

typedef struct fault_pcm {
  snd_pcm_ioplug_t io;
  int played, captured;
  long latency, settable;
  const char *maps[most_choices];
  unsigned map_count;
  int map;  // -1: the first one that fits
  int64_t since;
  snd_pcm_uframes_t moved, position;
  bool is_stalled;
} fault_pcm;

// One fault of each direction waits to happen; how often it hinders the recovery.
static atomic_int pending[2], hindrances[2];

void fault_pcm_inject(int stream, int fault, int count) {
  atomic_store(&hindrances[stream], count);
  atomic_store(&pending[stream], fault);
}

static bool hinders(snd_pcm_ioplug_t *io) {
  int left = atomic_load(&hindrances[io->stream]);
  if (left <= 0) return left < 0;
  atomic_store(&hindrances[io->stream], left - 1);
  return true;
}

// ---------------------------------------------------------------------------------------------
// Pace.

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void set_timer(snd_pcm_ioplug_t *io, bool runs) {
  int64_t interval = runs ? (int64_t)io->period_size * 250000000 / io->rate : 0;
  struct timespec time = {.tv_sec = interval / 1000000000, .tv_nsec = interval % 1000000000};
  timerfd_settime(io->poll_fd, 0, &(struct itimerspec){time, time}, NULL);
}

static int start(snd_pcm_ioplug_t *io) {
  fault_pcm *pcm = io->private_data;
  pcm->since = now();
  pcm->moved = 0;
  pcm->is_stalled = atomic_load(&pending[io->stream]) == fault_stall && hinders(io);
  set_timer(io, !pcm->is_stalled);
  return 0;
}

static int stop(snd_pcm_ioplug_t *io) {
  set_timer(io, false);
  return 0;
}

static void move(fault_pcm *pcm) {
  snd_pcm_ioplug_t *io = &pcm->io;
  snd_pcm_uframes_t due = (now() - pcm->since) * io->rate / 1000000000;
  snd_pcm_uframes_t frames = due - pcm->moved;
  snd_pcm_uframes_t most = snd_pcm_ioplug_hw_avail(io, io->hw_ptr, io->appl_ptr);
  if (most == io->buffer_size) most -= 1;
  if (frames > most) {
    frames = most;
    pcm->since = now();
    pcm->moved = 0;
  } else {
    pcm->moved = due;
  }
  pcm->position = (pcm->position + frames) % io->buffer_size;
}

static snd_pcm_sframes_t pointer(snd_pcm_ioplug_t *io) {
  fault_pcm *pcm = io->private_data;
  if (pcm->is_stalled) return pcm->position;
  if (io->state == SND_PCM_STATE_DRAINING) move(pcm);
  if (io->state != SND_PCM_STATE_RUNNING) return pcm->position;
  switch (atomic_load(&pending[io->stream])) {
    case fault_xrun:
    case fault_bad_descriptor:
      return -EPIPE;
    case fault_suspend:
      snd_pcm_ioplug_set_state(io, SND_PCM_STATE_SUSPENDED);
      return pcm->position;
    case fault_disconnect:
      snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
      return pcm->position;
    case fault_stall:
      if (!hinders(io)) break;
      pcm->is_stalled = true;
      set_timer(io, false);
      return pcm->position;
  }
  move(pcm);
  return pcm->position;
}

static int poll_revents(snd_pcm_ioplug_t *io, struct pollfd *descriptors, unsigned count,
                        unsigned short *events) {
  uint64_t expirations;
  (void)!read(descriptors[0].fd, &expirations, sizeof expirations);
  (void)count;
  *events = io->stream == SND_PCM_STREAM_PLAYBACK ? POLLOUT : POLLIN;
  if (io->state == SND_PCM_STATE_SUSPENDED || io->state == SND_PCM_STATE_DISCONNECTED)
    *events |= POLLERR;
  return 0;
}

static int delay(snd_pcm_ioplug_t *io, snd_pcm_sframes_t *frames) {
  fault_pcm *pcm = io->private_data;
  snd_pcm_uframes_t held = snd_pcm_ioplug_hw_avail(io, io->hw_ptr, io->appl_ptr);
  *frames = pcm->latency + (io->stream == SND_PCM_STREAM_PLAYBACK ? held : io->buffer_size - held);
  return 0;
}

// ---------------------------------------------------------------------------------------------
// Recovery.

static int prepare(snd_pcm_ioplug_t *io) {
  fault_pcm *pcm = io->private_data;
  pcm->position = 0;
  switch (atomic_load(&pending[io->stream])) {
    case fault_bad_descriptor:
      return -EBADFD;
    case fault_disconnect:
      return -ENODEV;
    case fault_xrun:
      if (hinders(io)) return -EIO;
      break;
    case fault_stall:
      if (atomic_load(&hindrances[io->stream]) != 0) return 0;
      break;
  }
  atomic_store(&pending[io->stream], fault_none);
  return 0;
}

static int resume(snd_pcm_ioplug_t *io) {
  if (atomic_load(&hindrances[io->stream]) < 0) return -ENOSYS;
  if (hinders(io)) return -EAGAIN;
  atomic_store(&pending[io->stream], fault_none);
  snd_pcm_ioplug_set_state(io, SND_PCM_STATE_RUNNING);
  return 0;
}

// ---------------------------------------------------------------------------------------------
// Samples.

static snd_pcm_sframes_t transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                  snd_pcm_uframes_t offset, snd_pcm_uframes_t frames) {
  fault_pcm *pcm = io->private_data;
  ssize_t size = snd_pcm_format_physical_width(io->format) / 8;
  ssize_t all = frames * io->channels * size;
  char bytes[all], *next = bytes;
  if (pcm->captured < 0 || read(pcm->captured, bytes, all) != all) memset(bytes, 0, all);
  for (snd_pcm_uframes_t frame = offset; frame < offset + frames; frame++) {
    for (unsigned channel = 0; channel < io->channels; channel++, next += size) {
      const snd_pcm_channel_area_t *area = areas + channel;
      char *sample = (char *)area->addr + (area->first + frame * area->step) / 8;
      if (io->stream == SND_PCM_STREAM_PLAYBACK)
        memcpy(next, sample, size);
      else
        memcpy(sample, next, size);
    }
  }
  if (pcm->played >= 0 && write(pcm->played, bytes, all) != all) return -EIO;
  return frames;
}

// ---------------------------------------------------------------------------------------------
// Channel maps.

static snd_pcm_chmap_query_t **query_chmaps(snd_pcm_ioplug_t *io) {
  fault_pcm *pcm = io->private_data;
  if (!pcm->map_count) return NULL;
  snd_pcm_chmap_query_t **maps = calloc(pcm->map_count + 1, sizeof *maps);
  for (unsigned index = 0; index < pcm->map_count; index++) {
    snd_pcm_chmap_t *map = snd_pcm_chmap_parse_string(pcm->maps[index]);
    size_t size = (map->channels + 1) * sizeof(unsigned);
    maps[index] = malloc(sizeof(snd_pcm_chmap_query_t) + size);
    maps[index]->type = pcm->settable ? SND_CHMAP_TYPE_VAR : SND_CHMAP_TYPE_FIXED;
    memcpy(&maps[index]->map, map, size);
    free(map);
  }
  return maps;
}

static snd_pcm_chmap_t *get_chmap(snd_pcm_ioplug_t *io) {
  fault_pcm *pcm = io->private_data;
  for (unsigned index = 0; index < pcm->map_count; index++) {
    if (pcm->map >= 0 && index != (unsigned)pcm->map) continue;
    snd_pcm_chmap_t *map = snd_pcm_chmap_parse_string(pcm->maps[index]);
    if (map->channels == io->channels) return map;
    free(map);
  }
  return NULL;
}

static int set_chmap(snd_pcm_ioplug_t *io, const snd_pcm_chmap_t *wanted) {
  fault_pcm *pcm = io->private_data;
  for (unsigned index = 0; pcm->settable && index < pcm->map_count; index++) {
    snd_pcm_chmap_t *map = snd_pcm_chmap_parse_string(pcm->maps[index]);
    bool is_same = map->channels == wanted->channels &&
                   !memcmp(map->pos, wanted->pos, map->channels * sizeof(unsigned));
    free(map);
    if (is_same) return pcm->map = (int)index, 0;
  }
  return -ENXIO;
}

// ---------------------------------------------------------------------------------------------
// Opening and closing.

static int close_pcm(snd_pcm_ioplug_t *io) {
  fault_pcm *pcm = io->private_data;
  close(io->poll_fd);
  if (pcm->played >= 0) close(pcm->played);
  if (pcm->captured >= 0) close(pcm->captured);
  for (unsigned index = 0; index < pcm->map_count; index++) free((char *)pcm->maps[index]);
  free(pcm);
  return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = start, .stop = stop, .pointer = pointer, .transfer = transfer, .close = close_pcm,
    .prepare = prepare, .resume = resume, .poll_revents = poll_revents, .delay = delay,
    .query_chmaps = query_chmaps, .get_chmap = get_chmap, .set_chmap = set_chmap,
};

/// The texts of a list in the configuration.
static unsigned texts(snd_config_t *list, const char **into) {
  unsigned count = 0;
  snd_config_iterator_t next, end;
  snd_config_for_each(next, end, list) {
    char *text = NULL;
    if (count < most_choices && snd_config_get_ascii(snd_config_iterator_entry(next), &text) == 0)
      into[count++] = text;
  }
  return count;
}

static unsigned access_named(const char *name) {
  unsigned access = 0;
  while (access < SND_PCM_ACCESS_LAST && strcmp(snd_pcm_access_name(access), name)) access++;
  return access;
}

static unsigned format_named(const char *name) { return (unsigned)snd_pcm_format_value(name); }
static unsigned number(const char *text) { return (unsigned)strtoul(text, NULL, 10); }

/// Narrows what can be chosen to a list in the configuration, or to `fallback`.
static int narrow(fault_pcm *pcm, snd_config_t *conf, const char *key, int parameter,
                  unsigned (*value)(const char *), const char **fallback, unsigned count) {
  const char *names[most_choices];
  unsigned values[most_choices];
  snd_config_t *list;
  bool is_given = snd_config_search(conf, key, &list) == 0;
  if (is_given) count = texts(list, names);
  for (unsigned index = 0; index < count; index++) {
    values[index] = value(is_given ? names[index] : fallback[index]);
    if (is_given) free((char *)names[index]);
  }
  return snd_pcm_ioplug_set_param_list(&pcm->io, parameter, count, values);
}

static int narrow_all(fault_pcm *pcm, snd_config_t *conf) {
  const char *accesses[] = {"MMAP_INTERLEAVED", "MMAP_NONINTERLEAVED", "RW_INTERLEAVED",
                            "RW_NONINTERLEAVED"};
  const char *formats[] = {"S16_LE", "S32_LE", "FLOAT_LE"};
  const char *rates[] = {"44100", "48000"};
  const char *channels[] = {"1", "2"};
  int code = narrow(pcm, conf, "access", SND_PCM_IOPLUG_HW_ACCESS, access_named, accesses, 4);
  if (!code) code = narrow(pcm, conf, "formats", SND_PCM_IOPLUG_HW_FORMAT, format_named, formats, 3);
  if (!code) code = narrow(pcm, conf, "rates", SND_PCM_IOPLUG_HW_RATE, number, rates, 2);
  if (!code) code = narrow(pcm, conf, "channels", SND_PCM_IOPLUG_HW_CHANNELS, number, channels, 2);
  if (!code)
    code = snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 32, 1 << 18);
  if (!code)
    code = snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 64, 1 << 20);
  if (!code) code = snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_PERIODS, 2, 64);
  return code;
}

static void read_configuration(fault_pcm *pcm, snd_config_t *conf, snd_pcm_stream_t stream) {
  snd_config_iterator_t next, end;
  snd_config_for_each(next, end, conf) {
    snd_config_t *entry = snd_config_iterator_entry(next);
    const char *key, *path;
    if (snd_config_get_id(entry, &key) < 0) continue;
    bool is_path = snd_config_get_string(entry, &path) == 0;
    if (!strcmp(key, "file") && is_path && stream == SND_PCM_STREAM_PLAYBACK)
      pcm->played = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (!strcmp(key, "infile") && is_path && stream == SND_PCM_STREAM_CAPTURE)
      pcm->captured = open(path, O_RDONLY | O_CLOEXEC);
    if (!strcmp(key, "latency")) snd_config_get_integer(entry, &pcm->latency);
    if (!strcmp(key, "settable")) pcm->settable = snd_config_get_bool(entry) > 0;
    if (!strcmp(key, "maps")) pcm->map_count = texts(entry, pcm->maps);
  }
}

SND_PCM_PLUGIN_DEFINE_FUNC(fault) {
  (void)root;
  fault_pcm *pcm = calloc(1, sizeof *pcm);
  if (!pcm) return -ENOMEM;
  pcm->played = pcm->captured = pcm->map = -1;
  read_configuration(pcm, conf, stream);
  pcm->io = (snd_pcm_ioplug_t){
      .version = SND_PCM_IOPLUG_VERSION,
      .name = "a card that fails",
      .flags = SND_PCM_IOPLUG_FLAG_MONOTONIC,
      .poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC),
      .poll_events = POLLIN,
      .callback = &callbacks,
      .private_data = pcm,
  };
  int code = snd_pcm_ioplug_create(&pcm->io, name, stream, mode);
  if (code < 0) return close_pcm(&pcm->io), code;
  code = narrow_all(pcm, conf);
  if (code < 0) return snd_pcm_ioplug_delete(&pcm->io), code;
  *pcmp = pcm->io.pcm;
  return 0;
}

SND_PCM_PLUGIN_SYMBOL(fault);
