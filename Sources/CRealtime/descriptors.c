#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <sound/asound.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "CRealtime.h"

enum { ready_limit = 64, alsa_major = 116 };

static int or_error(int result) { return result < 0 ? -errno : result; }

rt_refusal rt_refusal_of(int error) {
  switch (error) {
    case 0: return rt_refusal_none;
    case EBADF: return rt_refusal_closed;
    case EPERM: return rt_refusal_always_ready;
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case ENOSPC: return rt_refusal_limit;
    default: return rt_refusal_other;
  }
}

int rt_epoll_create(void) { return or_error(epoll_create1(EPOLL_CLOEXEC)); }

int rt_epoll_add(int epoll, int descriptor) {
  struct epoll_event event = {.events = EPOLLONESHOT};
  return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 ? 0 : errno;
}

void rt_epoll_remove(int epoll, int descriptor) {
  epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL);
}

int rt_epoll_arm(int epoll, int descriptor, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events | EPOLLONESHOT, .data.u64 = data};
  rt_cycle_vouch_begin();  // The sanitizer takes it to block: a changed registration never does.
  int result = epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event);
  rt_cycle_vouch_end();
  return result == 0 ? 0 : errno;
}

int rt_epoll_wait(int epoll, uint64_t *ready, int milliseconds) {
  struct epoll_event events[ready_limit];
  int count = epoll_wait(epoll, events, ready_limit, milliseconds);
  for (int i = 0; i < count; i++) ready[i] = events[i].data.u64;
  return count < 0 ? 0 : count;
}

int rt_bell_create(int epoll, uint64_t data) {
  int bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (bell < 0) return -errno;
  // Edge by edge: so it need never be read.
  struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u64 = data};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event) == 0) return bell;
  int error = errno;
  close(bell);
  return -error;
}

void rt_bell_ring(int bell) {
  const uint64_t one = 1;
  rt_cycle_vouch_begin();  // The sanitizer takes every write() to block; this one never does.
  ssize_t written = write(bell, &one, sizeof one);
  (void)written;
  rt_cycle_vouch_end();
}

int rt_descriptor_duplicate(int descriptor) {
  return or_error(fcntl(descriptor, F_DUPFD_CLOEXEC, 3));
}

void rt_descriptor_close(int descriptor) { close(descriptor); }

bool rt_descriptor_is_same(int asked, int kept, int original) {
  pid_t process = getpid();
  long order = syscall(SYS_kcmp, process, process, KCMP_FILE, asked, kept);
  return order < 0 ? asked == original : order == 0;
}

uint32_t rt_descriptor_readiness(int descriptor) {
  struct stat status;
  struct snd_pcm_info info;
  if (fstat(descriptor, &status) == 0 && S_ISCHR(status.st_mode) &&
      major(status.st_rdev) == alsa_major &&
      ioctl(descriptor, SNDRV_PCM_IOCTL_INFO, &info) == 0 &&
      info.stream == SNDRV_PCM_STREAM_PLAYBACK)
    return EPOLLOUT;
  return EPOLLIN;
}
