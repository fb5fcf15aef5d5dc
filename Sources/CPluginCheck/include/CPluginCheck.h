#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CRealtime.h"

/// Bytes of the heap in use, in all arenas and in mappings of their own.
size_t check_heap_bytes(void);

/// What one block cost.
struct check_cost {
  int64_t nanoseconds;
  /// The part of it that the calling thread ran.
  int64_t processor_nanoseconds;
  /// How often the machine had something else to do meanwhile.
  int64_t preemptions;
  /// Page faults of the calling thread meanwhile, with and without reading from a disk.
  int64_t major_faults;
  int64_t minor_faults;
};

/// Processes one block, between the marks of the RealtimeSanitizer when that is linked and
/// `is_watched`.
struct check_cost check_run(rt_process process, void *context, const rt_block *block,
                            bool is_watched);

/// Whether the RealtimeSanitizer is linked into this program.
bool check_has_sanitizer(void);

/// `count` floats that end right before memory that nobody may touch; NULL when there is no room.
float *check_fenced_floats(size_t count);

/// Gives such floats back.
void check_free_fenced_floats(float *floats, size_t count);
