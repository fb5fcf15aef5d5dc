#include <pthread.h>
#include <stdlib.h>

#include "CRealtime.h"

struct rt_lock {
  pthread_mutex_t mutex;
};

rt_lock *rt_lock_create(void) {
  rt_lock *lock = malloc(sizeof *lock);
  pthread_mutexattr_t attributes;
  if (lock == NULL || pthread_mutexattr_init(&attributes) != 0) goto failed;
  pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
  // Of any other type, the C library waits for ever when the holder asks again.
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  int error = pthread_mutex_init(&lock->mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
  if (error == 0) return lock;
failed:
  free(lock);
  return NULL;
}

void rt_lock_destroy(rt_lock *lock) {
  pthread_mutex_destroy(&lock->mutex);
  free(lock);
}

void rt_lock_acquire(rt_lock *lock) {
  // Asked for by its holder again: what follows would run unprotected.
  if (pthread_mutex_lock(&lock->mutex) != 0) abort();
}

void rt_lock_release(rt_lock *lock) { pthread_mutex_unlock(&lock->mutex); }
