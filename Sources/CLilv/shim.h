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
// The log feature. C, because a plugin logs through a variadic function.

/// What a plugin said: how often, and its first complaint while it was being made.
typedef struct lv2_log_record {
  LV2_URID error;    ///< The URID of log:Error.
  LV2_URID warning;  ///< The URID of log:Warning.
  uint32_t count;    ///< Messages so far.
  uint32_t closed;   ///< Set when the cycle may call the plugin: from then on only counted.
  char text[256];    ///< The first error or warning before that.
} lv2_log_record;

static inline int lv2_log_vprintf(LV2_Log_Handle handle, LV2_URID type, const char *format,
                                  va_list arguments) {
  lv2_log_record *record = (lv2_log_record *)handle;
  __atomic_fetch_add(&record->count, 1, __ATOMIC_RELAXED);
  if (type != record->error && type != record->warning) return 0;
  if (__atomic_exchange_n(&record->closed, 1, __ATOMIC_ACQ_REL) != 0) return 0;
  return vsnprintf(record->text, sizeof record->text, format, arguments);
}

static inline int lv2_log_printf(LV2_Log_Handle handle, LV2_URID type, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = lv2_log_vprintf(handle, type, format, arguments);
  va_end(arguments);
  return length;
}

static inline LV2_Log_Log lv2_log_interface(lv2_log_record *record) {
  const LV2_Log_Log log = {record, lv2_log_printf, lv2_log_vprintf};
  return log;
}

static inline void lv2_log_close(lv2_log_record *record) {
  __atomic_store_n(&record->closed, 1, __ATOMIC_RELEASE);
}

static inline uint32_t lv2_log_count(const lv2_log_record *record) {
  return __atomic_load_n(&record->count, __ATOMIC_RELAXED);
}

static inline const char *lv2_log_text(const lv2_log_record *record) { return record->text; }

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
