#define _GNU_SOURCE
#include "CSandbox.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int sandbox_memory_create(size_t byte_count) {
  int descriptor = memfd_create("tactus-sandbox", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return -1;
  int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (ftruncate(descriptor, (off_t)byte_count) == 0 &&
      fcntl(descriptor, F_ADD_SEALS, seals) == 0) {
    return descriptor;
  }
  close(descriptor);
  return -1;
}

static size_t page_byte_count(void) { return (size_t)sysconf(_SC_PAGESIZE); }

void *sandbox_memory_map(int descriptor, size_t byte_count) {
  size_t whole = byte_count + page_byte_count();
  void *place = mmap(NULL, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) return NULL;
  void *memory = mmap(place, byte_count, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_FIXED | MAP_POPULATE, descriptor, 0);
  if (memory == MAP_FAILED) {
    munmap(place, whole);
    return NULL;
  }
  mlock(memory, byte_count);  // Where that is refused, the pages are at least there.
  return memory;
}

void sandbox_memory_unmap(void *memory, size_t byte_count) {
  munmap(memory, byte_count + page_byte_count());
}
