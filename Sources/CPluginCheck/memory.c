#include <sys/mman.h>
#include <unistd.h>

#include "CPluginCheck.h"

static size_t page_bytes(void) { return (size_t)sysconf(_SC_PAGESIZE); }

// The pages that hold the floats; one more follows, without any access.
static size_t room_bytes(size_t count) {
  size_t page = page_bytes();
  return (count * sizeof(float) + page - 1) / page * page;
}

float *check_fenced_floats(size_t count) {
  size_t room = room_bytes(count), page = page_bytes();
  char *start =
      mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) return NULL;
  mprotect(start + room, page, PROT_NONE);
  return (float *)(start + room - count * sizeof(float));
}

void check_free_fenced_floats(float *floats, size_t count) {
  size_t room = room_bytes(count);
  munmap((char *)floats + count * sizeof(float) - room, room + page_bytes());
}
