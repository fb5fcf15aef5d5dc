#include <pthread.h>
#include <stddef.h>

#include "CRealtime.h"

static __thread struct slot {
  void *context;
  rt_work ended;
} slot;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int key_error;

static void end(void *argument) {
  struct slot *ending = argument;
  if (ending->context != NULL && ending->ended != NULL) ending->ended(ending->context);
  ending->context = NULL;
}

static void create_key(void) { key_error = pthread_key_create(&key, end); }

void *rt_thread_slot(void) { return slot.context; }

int rt_set_thread_slot(void *context, rt_work ended) {
  pthread_once(&once, create_key);
  if (key_error != 0) return key_error;
  int error = pthread_setspecific(key, context == NULL ? NULL : &slot);
  if (error == 0) slot = (struct slot){context, ended};
  return error;
}
