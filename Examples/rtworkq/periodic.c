// A period in C: an item on the shared queue of "Pro Audio" waits for a timer, again and again.
//
//   cc periodic.c -o periodic $(pkg-config --cflags --libs rtworkq)
//   ./periodic [PERIODS [MICROSECONDS]]
//
// Prints how late after the timer's expirations the item began, in microseconds.
#define COBJMACROS
#include <avrt.h>
#include <rtworkq.h>

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/// A callback that is its own state. It lives as long as main, so its count only counts.
typedef struct period {
  IRtwqAsyncCallback callback;
  LONG references;
  DWORD queue;
  int timer;
  int64_t first_nanoseconds;     ///< When the timer expires first, CLOCK_MONOTONIC.
  int64_t interval_nanoseconds;
  uint64_t expirations;          ///< So far, those that came while the item ran included.
  long runs;
  long runs_wanted;
  int64_t least, most, sum;      ///< Nanoseconds.
  HRESULT status;
  sem_t finished;
} period;

static int64_t now_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static HRESULT query(IRtwqAsyncCallback *This, REFIID iid, void **object) {
  *object = NULL;
  if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IRtwqAsyncCallback)) {
    return E_NOINTERFACE;
  }
  *object = This;
  IRtwqAsyncCallback_AddRef(This);
  return S_OK;
}

static ULONG add_reference(IRtwqAsyncCallback *This) {
  return (ULONG)InterlockedIncrement(&((period *)This)->references);
}

static ULONG release(IRtwqAsyncCallback *This) {
  return (ULONG)InterlockedDecrement(&((period *)This)->references);
}

static HRESULT get_parameters(IRtwqAsyncCallback *This, DWORD *flags, DWORD *queue) {
  *flags = 0;
  *queue = ((period *)This)->queue;
  return S_OK;
}

static void finish(period *self, HRESULT status) {
  self->status = status;
  sem_post(&self->finished);
}

static HRESULT invoke(IRtwqAsyncCallback *This, IRtwqAsyncResult *result) {
  period *self = (period *)This;
  int64_t now = now_nanoseconds();
  HRESULT status = IRtwqAsyncResult_GetStatus(result);
  uint64_t passed = 0;
  if (FAILED(status)) {
    finish(self, status);
    return S_OK;
  }
  if (read(self->timer, &passed, sizeof passed) == sizeof passed) {
    self->expirations += passed;
    int64_t due = self->first_nanoseconds +
                  (int64_t)(self->expirations - 1) * self->interval_nanoseconds;
    int64_t late = now - due;
    if (self->runs == 0 || late < self->least) self->least = late;
    if (late > self->most) self->most = late;
    self->sum += late;
    self->runs++;
  }
  if (self->runs == self->runs_wanted) {
    finish(self, S_OK);
    return S_OK;
  }
  // A waiting item waits once.
  status = RtwqPutWaitingWorkItem(RTWQ_HANDLE_FROM_FD(self->timer), 0, result, NULL);
  if (FAILED(status)) finish(self, status);
  return S_OK;
}

static const IRtwqAsyncCallbackVtbl table = {query, add_reference, release, get_parameters, invoke};

static int start_timer(period *self) {
  self->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  self->first_nanoseconds = now_nanoseconds() + self->interval_nanoseconds;
  struct itimerspec times = {
      {self->interval_nanoseconds / 1000000000, self->interval_nanoseconds % 1000000000},
      {self->first_nanoseconds / 1000000000, self->first_nanoseconds % 1000000000}};
  return timerfd_settime(self->timer, TFD_TIMER_ABSTIME, &times, NULL);
}

/// Runs all periods on a queue.
static HRESULT run(period *self) {
  IRtwqAsyncResult *result = NULL;
  HRESULT status = RtwqCreateAsyncResult(NULL, &self->callback, NULL, &result);
  if (FAILED(status)) return status;
  status = RtwqPutWaitingWorkItem(RTWQ_HANDLE_FROM_FD(self->timer), 0, result, NULL);
  if (SUCCEEDED(status)) {
    sem_wait(&self->finished);
    status = self->status;
  }
  IRtwqAsyncResult_Release(result);
  return status;
}

int main(int count, char **arguments) {
  period period = {{&table}, .references = 1};
  period.runs_wanted = count > 1 ? atol(arguments[1]) : 1000;
  period.interval_nanoseconds = (count > 2 ? atol(arguments[2]) : 1333) * 1000LL;
  if (period.runs_wanted < 1 || period.interval_nanoseconds < 1) {
    fprintf(stderr, "usage: %s [PERIODS [MICROSECONDS]]\n", arguments[0]);
    return 64;
  }
  sem_init(&period.finished, 0, 0);

  DWORD task = 0;
  HRESULT status = RtwqStartup();
  if (SUCCEEDED(status)) {
    status = RtwqLockSharedWorkQueue(u"Pro Audio", 0, &task, &period.queue);
    if (SUCCEEDED(status)) {
      if (start_timer(&period) != 0) {
        perror("timerfd");
        return 71;
      }
      status = run(&period);
      RtwqUnlockWorkQueue(period.queue);
    }
    RtwqShutdown();
  }
  if (FAILED(status)) {
    fprintf(stderr, "%s: work queues answered 0x%08X\n", arguments[0], (unsigned)status);
    return 70;
  }
  printf("%ld periods of %.3f ms, %llu missed\n"
         "late by %.1f us at least, %.1f on average, %.1f at most\n",
         period.runs, period.interval_nanoseconds / 1e6,
         (unsigned long long)period.expirations - (unsigned long long)period.runs,
         period.least / 1e3, (double)period.sum / (double)period.runs / 1e3, period.most / 1e3);
  return 0;
}
