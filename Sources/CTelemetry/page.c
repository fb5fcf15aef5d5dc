#define _GNU_SOURCE
#include "CTelemetry.h"

#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

// Words are copied one by one with relaxed atomics: a torn copy is thrown away by the sequence
// check, and no access is ever a data race. 32 bits, so that a read-only mapping can be read
// atomically on every machine.
enum { word_count = sizeof(telemetry_payload) / sizeof(uint32_t) };

_Static_assert(sizeof(telemetry_payload) % sizeof(uint32_t) == 0, "the payload is whole words");
_Static_assert(offsetof(telemetry_identity, magic) == 0, "the identity keeps its place");
_Static_assert(offsetof(telemetry_identity, layout_version) == 4, "the identity keeps its place");
_Static_assert(offsetof(telemetry_identity, process_id) == 12, "the identity keeps its place");
_Static_assert(offsetof(telemetry_identity, start_ticks) == 16, "the identity keeps its place");

static inline uint32_t load(const uint32_t *word) {
  return __atomic_load_n(word, __ATOMIC_RELAXED);
}

static inline void store(uint32_t *word, uint32_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELAXED);
}

void telemetry_identify(telemetry_page *page, int32_t process_id, uint64_t start_ticks) {
  page->identity.layout_version = TELEMETRY_LAYOUT_VERSION;
  page->identity.byte_count = sizeof(telemetry_page);
  page->identity.process_id = process_id;
  page->identity.start_ticks = start_ticks;
  __atomic_store_n(&page->identity.magic, TELEMETRY_MAGIC, __ATOMIC_RELEASE);
}

void telemetry_write(telemetry_page *page, const telemetry_payload *payload) {
  const uint32_t *from = (const uint32_t *)payload;
  uint32_t *to = (uint32_t *)&page->payload;
  uint32_t sequence = load(&page->sequence);

  store(&page->sequence, sequence + 1);
  __atomic_thread_fence(__ATOMIC_RELEASE);
  for (size_t i = 0; i < word_count; i++) store(&to[i], from[i]);
  __atomic_store_n(&page->sequence, sequence + 2, __ATOMIC_RELEASE);
}

bool telemetry_try_read(const telemetry_page *page, telemetry_payload *payload) {
  const uint32_t *from = (const uint32_t *)&page->payload;
  uint32_t *to = (uint32_t *)payload;
  uint32_t before = __atomic_load_n(&page->sequence, __ATOMIC_ACQUIRE);
  if (before & 1) return false;

  for (size_t i = 0; i < word_count; i++) to[i] = load(&from[i]);
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
  return load(&page->sequence) == before;
}

void telemetry_mark_ended(telemetry_page *page) {
  __atomic_store_n(&page->ended, 1, __ATOMIC_RELEASE);
}

bool telemetry_has_ended(const telemetry_page *page) {
  return __atomic_load_n(&page->ended, __ATOMIC_ACQUIRE) != 0;
}

// A lock on the open file, not on the process: it goes with the descriptor, however that is closed.
void telemetry_begin_looking(int descriptor) {
  struct flock look = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
  fcntl(descriptor, F_OFD_SETLK, &look);
}

bool telemetry_is_looked_at(int descriptor) {
  struct flock look = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  return fcntl(descriptor, F_OFD_GETLK, &look) == 0 && look.l_type != F_UNLCK;
}
