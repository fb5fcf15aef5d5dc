// Multiplies its input by the last gain its work has answered with; asks for work in every block.
#include <lv2/core/lv2.h>
#include <lv2/worker/worker.h>
#include <stdlib.h>
#include <string.h>

enum { port_in, port_out, port_gain, port_count };

typedef struct working {
  float *ports[port_count];
  const LV2_Worker_Schedule *schedule;
  float answered;
} working;

static LV2_Handle make(const LV2_Descriptor *descriptor, double rate, const char *bundle,
                       const LV2_Feature *const *features) {
  (void)descriptor, (void)rate, (void)bundle;
  working *self = calloc(1, sizeof(working));
  for (; *features != NULL; features++) {
    if (strcmp((*features)->URI, LV2_WORKER__schedule) == 0) self->schedule = (*features)->data;
  }
  return self;
}

static void connect(LV2_Handle handle, uint32_t port, void *data) {
  if (port < port_count) ((working *)handle)->ports[port] = data;
}

static void run(LV2_Handle handle, uint32_t frames) {
  working *self = handle;
  for (uint32_t frame = 0; frame < frames; frame++) {
    self->ports[port_out][frame] = self->ports[port_in][frame] * self->answered;
  }
  self->schedule->schedule_work(self->schedule->handle, sizeof(float), self->ports[port_gain]);
}

static LV2_Worker_Status work(LV2_Handle handle, LV2_Worker_Respond_Function respond,
                              LV2_Worker_Respond_Handle respondent, uint32_t size,
                              const void *data) {
  (void)handle;
  return respond(respondent, size, data);
}

static LV2_Worker_Status take_response(LV2_Handle handle, uint32_t size, const void *body) {
  if (size == sizeof(float)) memcpy(&((working *)handle)->answered, body, sizeof(float));
  return LV2_WORKER_SUCCESS;
}

static const void *extension_data(const char *uri) {
  static const LV2_Worker_Interface interface = {.work = work, .work_response = take_response};
  return strcmp(uri, LV2_WORKER__interface) == 0 ? &interface : NULL;
}

static const LV2_Descriptor descriptor = {
    .URI = "urn:tactus:test:working", .instantiate = make, .connect_port = connect, .run = run,
    .cleanup = free, .extension_data = extension_data};

LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index) {
  return index == 0 ? &descriptor : NULL;
}
