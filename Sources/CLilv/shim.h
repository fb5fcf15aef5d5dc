#pragma once
#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>
#include <lv2/options/options.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>
#include <serd/serd.h>
#include <stdarg.h>
#include <stdio.h>

#include "log.h"

#ifndef RT_CYCLE
#define RT_CYCLE __attribute__((swift_attr("@_noLocks")))
#endif

// ---------------------------------------------------------------------------------------------
// Calls into a plugin from the cycle. LV2 puts `run` and `connect_port` in its "audio" threading
// class, where a plugin may not block; nobody can prove it for foreign code.

RT_CYCLE static inline void lv2_call_connect(const LV2_Descriptor *descriptor, LV2_Handle handle,
                                             uint32_t port, void *data) {
  descriptor->connect_port(handle, port, data);
}

RT_CYCLE static inline void lv2_call_run(const LV2_Descriptor *descriptor, LV2_Handle handle,
                                         uint32_t frames) {
  descriptor->run(handle, frames);
}

RT_CYCLE static inline void lv2_call_work_response(const LV2_Worker_Interface *worker,
                                                   LV2_Handle handle, uint32_t size,
                                                   const void *body) {
  if (worker->work_response) worker->work_response(handle, size, body);
}

RT_CYCLE static inline void lv2_call_end_run(const LV2_Worker_Interface *worker,
                                             LV2_Handle handle) {
  if (worker->end_run) worker->end_run(handle);
}

// ---------------------------------------------------------------------------------------------
// Turtle. lilv prints what it cannot parse and goes on; this says it to the caller.

typedef struct lv2_turtle_error {
  unsigned line;
  unsigned column;
  char text[160];
} lv2_turtle_error;

static inline SerdStatus lv2_turtle_note(void *handle, const SerdError *error) {
  lv2_turtle_error *first = (lv2_turtle_error *)handle;
  if (first->line != 0) return SERD_SUCCESS;
  first->line = error->line;
  first->column = error->col;
  vsnprintf(first->text, sizeof first->text, error->fmt, *error->args);
  return SERD_SUCCESS;
}

/// Parses a file for its errors only. False when it is not Turtle; `error` has the place, unless
/// serd did not tell.
static inline bool lv2_turtle_check(const char *path, lv2_turtle_error *error) {
  FILE *file = fopen(path, "re");
  if (file == NULL) {
    snprintf(error->text, sizeof error->text, "cannot be read");
    return false;
  }
  SerdReader *reader = serd_reader_new(SERD_TURTLE, error, NULL, NULL, NULL, NULL, NULL);
  serd_reader_set_error_sink(reader, lv2_turtle_note, error);
  const SerdStatus status = serd_reader_read_file_handle(reader, file, (const uint8_t *)path);
  serd_reader_free(reader);
  fclose(file);
  return status == SERD_SUCCESS && error->line == 0;
}

static inline const char *lv2_turtle_text(const lv2_turtle_error *error) { return error->text; }
