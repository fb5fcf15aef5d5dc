#include <malloc.h>

#include "CPeers.h"

size_t peer_heap_bytes(void) {
  struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}
