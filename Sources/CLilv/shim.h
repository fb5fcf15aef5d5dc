#pragma once
#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>
#include <lv2/options/options.h>
#include <lv2/resize-port/resize-port.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>
#include <serd/serd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

/// Takes one statement: whole URIs, blank nodes by their names; `datatype` is NULL for none.
typedef void (*lv2_statement_sink)(void *context, const char *subject, const char *predicate,
                                   const char *object, const char *datatype);

typedef struct lv2_statement_reader {
  SerdEnv *env;
  lv2_statement_sink sink;
  void *context;
} lv2_statement_reader;

static inline SerdStatus lv2_read_base(void *handle, const SerdNode *uri) {
  return serd_env_set_base_uri(((lv2_statement_reader *)handle)->env, uri);
}

static inline SerdStatus lv2_read_prefix(void *handle, const SerdNode *name, const SerdNode *uri) {
  return serd_env_set_prefix(((lv2_statement_reader *)handle)->env, name, uri);
}

/// The node with its whole URI, to be freed; `node` itself as a copy when it has none.
static inline SerdNode lv2_whole_node(SerdEnv *env, const SerdNode *node) {
  if (node == NULL) return SERD_NODE_NULL;
  const SerdNode whole = serd_env_expand_node(env, node);
  return whole.buf != NULL ? whole : serd_node_copy(node);
}

static inline SerdStatus lv2_read_statement(void *handle, SerdStatementFlags flags,
                                            const SerdNode *graph, const SerdNode *subject,
                                            const SerdNode *predicate, const SerdNode *object,
                                            const SerdNode *datatype, const SerdNode *language) {
  lv2_statement_reader *reader = (lv2_statement_reader *)handle;
  SerdNode nodes[] = {
      lv2_whole_node(reader->env, subject), lv2_whole_node(reader->env, predicate),
      lv2_whole_node(reader->env, object), lv2_whole_node(reader->env, datatype)};
  reader->sink(reader->context, (const char *)nodes[0].buf, (const char *)nodes[1].buf,
               (const char *)nodes[2].buf, (const char *)nodes[3].buf);
  for (unsigned i = 0; i < 4; i++) serd_node_free(&nodes[i]);
  return SERD_SUCCESS;
}

static inline SerdStatus lv2_ignore_error(void *handle, const SerdError *error) {
  return SERD_SUCCESS;
}

/// Gives every statement of a file that `lv2_turtle_check` finds nothing wrong with.
static inline void lv2_turtle_read(const char *path, lv2_statement_sink sink, void *context) {
  SerdNode base = serd_node_new_file_uri((const uint8_t *)path, NULL, NULL, true);
  lv2_statement_reader state = {serd_env_new(&base), sink, context};
  SerdReader *reader = serd_reader_new(SERD_TURTLE, &state, NULL, lv2_read_base, lv2_read_prefix,
                                       lv2_read_statement, NULL);
  serd_reader_set_error_sink(reader, lv2_ignore_error, NULL);
  serd_reader_read_file(reader, base.buf);
  serd_reader_free(reader);
  serd_env_free(state.env);
  serd_node_free(&base);
}

// ---------------------------------------------------------------------------------------------
// State. lilv prints a plugin's refusal to save and drops its refusal to restore, so it is given
// an instance in the plugin's place that keeps what the plugin said.

typedef struct lv2_state_call {
  LilvInstance instance;  ///< What lilv is to call.
  LV2_Descriptor descriptor;
  const LV2_State_Interface *interface;  ///< The plugin's; NULL when it keeps no state.
  LV2_Handle handle;                     ///< The plugin's.
  LV2_State_Status status;               ///< What the plugin said last.
} lv2_state_call;

static inline LV2_State_Status lv2_state_call_save(LV2_Handle handle,
                                                   LV2_State_Store_Function store,
                                                   LV2_State_Handle state, uint32_t flags,
                                                   const LV2_Feature *const *features) {
  lv2_state_call *call = (lv2_state_call *)handle;
  call->status = call->interface->save(call->handle, store, state, flags, features);
  return LV2_STATE_SUCCESS;
}

static inline LV2_State_Status lv2_state_call_restore(LV2_Handle handle,
                                                      LV2_State_Retrieve_Function retrieve,
                                                      LV2_State_Handle state, uint32_t flags,
                                                      const LV2_Feature *const *features) {
  lv2_state_call *call = (lv2_state_call *)handle;
  call->status = call->interface->restore(call->handle, retrieve, state, flags, features);
  return LV2_STATE_SUCCESS;
}

static inline const void *lv2_state_call_extension(const char *uri) {
  static const LV2_State_Interface interface = {lv2_state_call_save, lv2_state_call_restore};
  return strcmp(uri, LV2_STATE__interface) == 0 ? &interface : NULL;
}

/// Prepares a call, which may not move afterwards; give `&call->instance` to lilv.
static inline void lv2_state_call_begin(lv2_state_call *call, LilvInstance *instance) {
  const LV2_Descriptor *descriptor = instance->lv2_descriptor;
  memset(call, 0, sizeof *call);
  call->handle = instance->lv2_handle;
  call->interface =
      descriptor->extension_data
          ? (const LV2_State_Interface *)descriptor->extension_data(LV2_STATE__interface)
          : NULL;
  call->descriptor.URI = descriptor->URI;
  if (call->interface) call->descriptor.extension_data = lv2_state_call_extension;
  call->instance.lv2_descriptor = &call->descriptor;
  call->instance.lv2_handle = call;
}
