// The log feature. C, because a plugin logs through a variadic function.
#pragma once
#include <lv2/log/log.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

enum { lv2_log_slots = 16, lv2_log_text_bytes = 248 };

/// A complaint. It may be written when `turn` is its position, and read one later.
typedef struct lv2_log_slot {
  uint32_t turn;
  LV2_URID type;
  char text[lv2_log_text_bytes];
} lv2_log_slot;

/// What a plugin said: how often, and its errors and warnings until somebody takes them.
///
/// A bounded ring after D. Vyukov: any thread writes, the cycle's too, and one reads. Nobody waits,
/// and a text is made where it stays.
typedef struct lv2_log_record {
  LV2_URID error;      ///< The URID of log:Error.
  LV2_URID warning;    ///< The URID of log:Warning.
  uint32_t count;      ///< Messages so far.
  uint32_t refused;    ///< Errors and warnings for which there was no room.
  uint32_t written;    ///< Position of the next that is written.
  uint32_t read;       ///< Position of the next that is read.
  lv2_log_slot slots[lv2_log_slots];
} lv2_log_record;

static inline void lv2_log_prepare(lv2_log_record *record, LV2_URID error, LV2_URID warning) {
  *record = (lv2_log_record){.error = error, .warning = warning};
  for (uint32_t i = 0; i < lv2_log_slots; i++) record->slots[i].turn = i;
}

/// The next free slot, the caller's alone; NULL when there is none.
static inline lv2_log_slot *lv2_log_claim(lv2_log_record *record, uint32_t *position) {
  *position = __atomic_load_n(&record->written, __ATOMIC_RELAXED);
  for (;;) {
    lv2_log_slot *slot = &record->slots[*position % lv2_log_slots];
    const int32_t turn = (int32_t)(__atomic_load_n(&slot->turn, __ATOMIC_ACQUIRE) - *position);
    if (turn < 0) return NULL;
    if (turn > 0) {
      *position = __atomic_load_n(&record->written, __ATOMIC_RELAXED);
    } else if (__atomic_compare_exchange_n(&record->written, position, *position + 1, 1,
                                           __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
      return slot;
    }
  }
}

static inline int lv2_log_vprintf(LV2_Log_Handle handle, LV2_URID type, const char *format,
                                  va_list arguments) {
  lv2_log_record *record = (lv2_log_record *)handle;
  __atomic_fetch_add(&record->count, 1, __ATOMIC_RELAXED);
  if (type != record->error && type != record->warning) return 0;
  uint32_t position;
  lv2_log_slot *slot = lv2_log_claim(record, &position);
  if (slot == NULL) {
    __atomic_fetch_add(&record->refused, 1, __ATOMIC_RELAXED);
    return 0;
  }
  slot->type = type;
  const int length = vsnprintf(slot->text, sizeof slot->text, format, arguments);
  __atomic_store_n(&slot->turn, position + 1, __ATOMIC_RELEASE);
  return length;
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

/// The oldest complaint, to be dropped once it was read; NULL when there is none. One reader.
static inline const lv2_log_slot *lv2_log_next(const lv2_log_record *record) {
  const lv2_log_slot *slot = &record->slots[record->read % lv2_log_slots];
  return __atomic_load_n(&slot->turn, __ATOMIC_ACQUIRE) == record->read + 1 ? slot : NULL;
}

static inline void lv2_log_drop(lv2_log_record *record) {
  lv2_log_slot *slot = &record->slots[record->read % lv2_log_slots];
  __atomic_store_n(&slot->turn, record->read + lv2_log_slots, __ATOMIC_RELEASE);
  record->read++;
}

static inline const char *lv2_log_text(const lv2_log_slot *slot) { return slot->text; }

static inline uint32_t lv2_log_count(const lv2_log_record *record) {
  return __atomic_load_n(&record->count, __ATOMIC_RELAXED);
}

/// Complaints without room since the last call.
static inline uint32_t lv2_log_take_refused(lv2_log_record *record) {
  return __atomic_exchange_n(&record->refused, 0, __ATOMIC_RELAXED);
}
