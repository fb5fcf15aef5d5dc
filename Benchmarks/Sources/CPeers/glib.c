#include <glib.h>
#include <stdlib.h>

#include "CPeers.h"

typedef struct pool {
  GThreadPool *threads;
  // A pool has one function for all its items, so that only the context travels with each: the
  // work is kept here, and changes only while nothing waits.
  peer_work work;
} pool;

static void perform(gpointer item, gpointer user) { ((pool *)user)->work(item); }

void *peer_glib_create(int threads) {
  pool *made = calloc(1, sizeof *made);
  if (made == NULL) return NULL;
  made->threads = g_thread_pool_new(perform, made, threads, TRUE, NULL);
  return made;
}

void peer_glib_put(void *object, size_t count, peer_work work, void *context) {
  pool *pool = object;
  pool->work = work;
  for (size_t i = 0; i < count; i++) g_thread_pool_push(pool->threads, context, NULL);
}

void peer_glib_release(void *object) {
  pool *pool = object;
  g_thread_pool_free(pool->threads, FALSE, TRUE);
  free(pool);
}
