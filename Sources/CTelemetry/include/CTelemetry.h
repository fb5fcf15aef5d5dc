// The shape of the telemetry page: one writer, many readers, in POSIX shared memory.
//
// The identity comes first and keeps its place in every layout version, so that any reader can tell
// whose page it met and whether the two understand each other. The payload behind it belongs to one
// version alone: whoever changes it counts TELEMETRY_LAYOUT_VERSION up.
#ifndef TACTUS_CTELEMETRY_H
#define TACTUS_CTELEMETRY_H

#include <stdbool.h>
#include <stdint.h>

#define TELEMETRY_MAGIC 0x54435453u
#define TELEMETRY_LAYOUT_VERSION 6u

#define TELEMETRY_MAX_QUEUES 32
#define TELEMETRY_MAX_WORKERS 64
#define TELEMETRY_MAX_NODES 256
#define TELEMETRY_MAX_TROUBLES 32
#define TELEMETRY_MAX_LEVELS 64
#define TELEMETRY_MAX_METERS 32
#define TELEMETRY_MAX_EVENTS 32
#define TELEMETRY_MAX_BUCKETS 76
#define TELEMETRY_MAX_HISTORY 120
#define TELEMETRY_MAX_LANE_SPANS 16
#define TELEMETRY_MAX_SCHEDULED 16
#define TELEMETRY_MAX_CAUSES 16
#define TELEMETRY_MAX_CAUSE_SPANS 24

// Texts are UTF-8, filled up with zeros; the last byte is always zero.
#define TELEMETRY_WORD_BYTES 16
#define TELEMETRY_LABEL_BYTES 32
#define TELEMETRY_NAME_BYTES 64
#define TELEMETRY_TEXT_BYTES 192

/// How many entries an array holds, and how many more the host has that did not fit.
typedef struct telemetry_count {
  uint32_t stored;
  uint32_t left_out;
} telemetry_count;

typedef struct telemetry_duration {
  uint64_t count;
  double mean_nanoseconds;
  int64_t p50_nanoseconds;
  int64_t p99_nanoseconds;
  int64_t p999_nanoseconds;
  int64_t maximum_nanoseconds;
  uint64_t bucket_count;  ///< 0: not told.
  uint64_t buckets[TELEMETRY_MAX_BUCKETS];
} telemetry_duration;

typedef struct telemetry_driver {
  char name[TELEMETRY_NAME_BYTES];
  char device[TELEMETRY_NAME_BYTES];
  char reason[TELEMETRY_TEXT_BYTES];
  int64_t rate;
  int64_t period_frames;
  int64_t periods;
  int64_t latency_frames;
  uint64_t xruns;
  uint64_t suspends;
  uint64_t stalls;
  uint64_t faults;
  uint64_t recoveries;
  uint64_t periods_run;
} telemetry_driver;

typedef struct telemetry_devices {
  uint64_t losses;
  uint64_t returns;
  uint64_t switches;
  uint64_t failed_opens;
} telemetry_devices;

typedef struct telemetry_graph {
  int64_t latency_frames;
  int64_t threads;
  int64_t items;
  uint64_t edits;
} telemetry_graph;

typedef struct telemetry_queue {
  char name[TELEMETRY_NAME_BYTES];
  char kind[TELEMETRY_WORD_BYTES];
  char task_class[TELEMETRY_NAME_BYTES];
  char policy[TELEMETRY_WORD_BYTES];
  int64_t workers;
  int64_t priority;
  int64_t depth;
  int64_t highest_depth;
  int64_t depths[3];  ///< At priority -1, 0 and 1, as the other arrays of three.
  int64_t highest_depths[3];
  int64_t capacity;
  uint64_t performed[3];
  uint64_t refused;
  uint64_t missed_deadlines;
  uint64_t saved_wakes;
  double items_per_second;
  double load;
  telemetry_duration wait;
  telemetry_duration run;
} telemetry_queue;

/// A stretch of time from the period's begin; may begin before it.
typedef struct telemetry_lane_span {
  char name[TELEMETRY_LABEL_BYTES];
  int64_t start_nanoseconds;
  int64_t end_nanoseconds;
} telemetry_lane_span;

typedef struct telemetry_worker {
  char name[TELEMETRY_NAME_BYTES];
  char queue[TELEMETRY_NAME_BYTES];
  char kind[TELEMETRY_WORD_BYTES];
  char policy[TELEMETRY_WORD_BYTES];
  char granted_by[TELEMETRY_WORD_BYTES];
  int64_t priority;
  int64_t nice;
  int32_t thread_id;
  uint32_t stack_locked;
  uint64_t performed;
  double load;
  telemetry_duration run;
  telemetry_count lane_count;
  telemetry_lane_span lane[TELEMETRY_MAX_LANE_SPANS];
} telemetry_worker;

typedef struct telemetry_node {
  char name[TELEMETRY_NAME_BYTES];
  char kind[TELEMETRY_NAME_BYTES];
  double share;
  double highest_share;
  double mean_nanoseconds;
  int64_t lost_frames;
  double p50_share;
  double p99_share;
  uint64_t late;
  uint64_t flags;  ///< TELEMETRY_NODE_...
} telemetry_node;

#define TELEMETRY_NODE_CRITICAL 1u
#define TELEMETRY_NODE_BYPASSED 2u
#define TELEMETRY_NODE_SANDBOXED 4u
#define TELEMETRY_NODE_LATE 8u
#define TELEMETRY_NODE_MUTED 16u

typedef struct telemetry_trouble {
  char node[TELEMETRY_NAME_BYTES];
  char text[TELEMETRY_TEXT_BYTES];
} telemetry_trouble;

typedef struct telemetry_level {
  char name[TELEMETRY_NAME_BYTES];
  float peak;
  float hold;
} telemetry_level;

/// Loudness in LUFS, minus infinity where there is none.
typedef struct telemetry_meter {
  char name[TELEMETRY_NAME_BYTES];
  double peak;
  double true_peak;
  double rms;
  double momentary;
  double short_term;
  double integrated;
  double range;
} telemetry_meter;

typedef struct telemetry_event {
  int64_t uptime_nanoseconds;
  char text[TELEMETRY_TEXT_BYTES];
} telemetry_event;

typedef struct telemetry_scheduled {
  char name[TELEMETRY_NAME_BYTES];
  char queue[TELEMETRY_NAME_BYTES];
  int64_t due_nanoseconds;       ///< From the frame's moment.
  int64_t interval_nanoseconds;  ///< 0: once.
} telemetry_scheduled;

typedef struct telemetry_timer {
  int64_t scheduled;
  uint64_t fired;
  telemetry_duration lateness;
  telemetry_count next_count;
  telemetry_scheduled next[TELEMETRY_MAX_SCHEDULED];
} telemetry_timer;

typedef struct telemetry_cause_span {
  char lane[TELEMETRY_LABEL_BYTES];
  char name[TELEMETRY_LABEL_BYTES];
  int64_t start_nanoseconds;
  int64_t end_nanoseconds;
} telemetry_cause_span;

typedef struct telemetry_cause {
  uint64_t number;
  int64_t uptime_nanoseconds;
  int64_t period_nanoseconds;
  char effect[TELEMETRY_WORD_BYTES];
  char kind[TELEMETRY_WORD_BYTES];
  char sentence[TELEMETRY_TEXT_BYTES];
  telemetry_count span_count;
  telemetry_cause_span spans[TELEMETRY_MAX_CAUSE_SPANS];
} telemetry_cause;

/// Everything the seqlock protects.
typedef struct telemetry_payload {
  char session[TELEMETRY_NAME_BYTES];
  char instance[TELEMETRY_NAME_BYTES];
  char state[TELEMETRY_WORD_BYTES];
  int64_t uptime_nanoseconds;
  int64_t scheduled_items;
  telemetry_driver driver;
  telemetry_devices devices;
  telemetry_graph graph;
  double load_now;
  double load_highest;
  telemetry_duration wake;
  telemetry_timer timer;
  telemetry_count loudness_count;  ///< 0 or 1.
  telemetry_meter loudness;
  telemetry_count history_count;
  telemetry_count queue_count;
  telemetry_count worker_count;
  telemetry_count node_count;
  telemetry_count trouble_count;
  telemetry_count level_count;
  telemetry_count meter_count;
  telemetry_count event_count;
  telemetry_count cause_count;
  double history[TELEMETRY_MAX_HISTORY];
  telemetry_queue queues[TELEMETRY_MAX_QUEUES];
  telemetry_worker workers[TELEMETRY_MAX_WORKERS];
  telemetry_node nodes[TELEMETRY_MAX_NODES];
  telemetry_trouble troubles[TELEMETRY_MAX_TROUBLES];
  telemetry_level levels[TELEMETRY_MAX_LEVELS];
  telemetry_meter meters[TELEMETRY_MAX_METERS];
  telemetry_event events[TELEMETRY_MAX_EVENTS];
  telemetry_cause causes[TELEMETRY_MAX_CAUSES];
} telemetry_payload;

/// Whose page this is. Written once, before `magic`, and never changed.
typedef struct telemetry_identity {
  uint32_t magic;
  uint32_t layout_version;
  uint32_t byte_count;  ///< Size of the whole page.
  int32_t process_id;
  uint64_t start_ticks;  ///< When the process started, as /proc tells it; 0: unknown.
} telemetry_identity;

typedef struct telemetry_page {
  telemetry_identity identity;
  uint32_t ended;     ///< 1 when the host left in an orderly way.
  uint32_t sequence;  ///< Odd while the payload is being written.
  telemetry_payload payload;
} telemetry_page;

/// Publishes whose page this is; everything stored before is visible to who sees the magic.
void telemetry_identify(telemetry_page *page, int32_t process_id, uint64_t start_ticks);

/// Copies `payload` into the page. One writer at a time.
void telemetry_write(telemetry_page *page, const telemetry_payload *payload);

/// Tries once to copy the payload out; false when a write was under way.
bool telemetry_try_read(const telemetry_page *page, telemetry_payload *payload);

/// Leaves the word that the host ended in an orderly way.
void telemetry_mark_ended(telemetry_page *page);

/// Whether the host ended in an orderly way.
bool telemetry_has_ended(const telemetry_page *page);

/// Says, for as long as the descriptor is open, that somebody looks at the page behind it.
void telemetry_begin_looking(int descriptor);

/// Whether somebody looks at the page behind the descriptor, through another one.
bool telemetry_is_looked_at(int descriptor);

// The arrays as pointers, for Swift sees C arrays as tuples.
static inline double *telemetry_history(telemetry_payload *p) { return p->history; }
static inline telemetry_queue *telemetry_queues(telemetry_payload *p) { return p->queues; }
static inline telemetry_worker *telemetry_workers(telemetry_payload *p) { return p->workers; }
static inline telemetry_node *telemetry_nodes(telemetry_payload *p) { return p->nodes; }
static inline telemetry_trouble *telemetry_troubles(telemetry_payload *p) { return p->troubles; }
static inline telemetry_level *telemetry_levels(telemetry_payload *p) { return p->levels; }
static inline telemetry_meter *telemetry_meters(telemetry_payload *p) { return p->meters; }
static inline telemetry_event *telemetry_events(telemetry_payload *p) { return p->events; }
static inline telemetry_cause *telemetry_causes(telemetry_payload *p) { return p->causes; }
static inline telemetry_meter *telemetry_loudness(telemetry_payload *p) { return &p->loudness; }
static inline telemetry_lane_span *telemetry_lane(telemetry_worker *w) { return w->lane; }
static inline telemetry_scheduled *telemetry_next(telemetry_timer *t) { return t->next; }
static inline telemetry_cause_span *telemetry_spans(telemetry_cause *c) { return c->spans; }

#endif
