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

void rt_lock_acquire(rt_lock *lock) { pthread_mutex_lock(&lock->mutex); }

void rt_lock_release(rt_lock *lock) { pthread_mutex_unlock(&lock->mutex); }
