// Events and sleep, all that a program written for Windows needs beside the library's own headers.
//
// An event is an eventfd in a handle; every event here resets itself when a wait has seen it.
#ifndef WINDOWS_SHIM_H
#define WINDOWS_SHIM_H

#include "rtworkq.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define INFINITE 0xFFFFFFFF
#define WAIT_OBJECT_0 0
#define WAIT_TIMEOUT 258
#define WAIT_FAILED 0xFFFFFFFF

static inline HANDLE CreateEvent(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd < 0 ? NULL : RTWQ_HANDLE_FROM_FD(fd);
}

static inline BOOL SetEvent(HANDLE event) {
  return eventfd_write(RTWQ_FD_FROM_HANDLE(event), 1) == 0;
}

static inline BOOL CloseHandle(HANDLE handle) { return close(RTWQ_FD_FROM_HANDLE(handle)) == 0; }

static inline DWORD WaitForSingleObject(HANDLE event, DWORD milliseconds) {
  struct pollfd wanted = {RTWQ_FD_FROM_HANDLE(event), POLLIN, 0};
  int ready;
  do {
    ready = poll(&wanted, 1, milliseconds == INFINITE ? -1 : (int)milliseconds);
  } while (ready < 0 && errno == EINTR);
  if (ready < 0) return WAIT_FAILED;
  if (ready == 0) return WAIT_TIMEOUT;
  eventfd_t value;
  return eventfd_read(wanted.fd, &value) == 0 ? WAIT_OBJECT_0 : WAIT_TIMEOUT;
}

static inline void Sleep(DWORD milliseconds) {
  struct timespec left = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

#endif
