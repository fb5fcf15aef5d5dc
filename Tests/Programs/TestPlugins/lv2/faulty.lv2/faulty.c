// Multiplies its input by `gain`, and does what `fault` asks for.
#include <lv2/core/lv2.h>

#include "fault.h"

enum { port_in, port_out, port_gain, port_fault, port_amount, port_always, port_count };

typedef struct faulty {
  float *ports[port_count];
  fault_state state;
} faulty;

static LV2_Handle make(const LV2_Descriptor *descriptor, double rate, const char *bundle,
                       const LV2_Feature *const *features) {
  (void)descriptor, (void)rate, (void)bundle, (void)features;
  return calloc(1, sizeof(faulty));
}

static void connect(LV2_Handle handle, uint32_t port, void *data) {
  if (port < port_count) ((faulty *)handle)->ports[port] = data;
}

static void run(LV2_Handle handle, uint32_t frames) {
  faulty *self = handle;
  for (uint32_t frame = 0; frame < frames; frame++) {
    self->ports[port_out][frame] = self->ports[port_in][frame] * *self->ports[port_gain];
  }
  fault_run(&self->state, *self->ports[port_fault], *self->ports[port_amount],
            *self->ports[port_always] > 0, self->ports[port_out], frames);
}

static void cleanup(LV2_Handle handle) {
  free(((faulty *)handle)->state.kept);
  free(handle);
}

static const LV2_Descriptor descriptor = {
    .URI = "urn:tactus:test:faulty", .instantiate = make, .connect_port = connect, .run = run,
    .cleanup = cleanup};

LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index) {
  return index == 0 ? &descriptor : NULL;
}
