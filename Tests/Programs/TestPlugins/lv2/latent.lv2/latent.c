// Plays its input, and says that it is `delay` frames late.
#include <lv2/core/lv2.h>
#include <stdlib.h>

enum { port_in, port_out, port_delay, port_latency, port_count };

typedef struct latent {
  float *ports[port_count];
} latent;

static LV2_Handle make(const LV2_Descriptor *descriptor, double rate, const char *bundle,
                       const LV2_Feature *const *features) {
  (void)descriptor, (void)rate, (void)bundle, (void)features;
  return calloc(1, sizeof(latent));
}

static void connect(LV2_Handle handle, uint32_t port, void *data) {
  if (port < port_count) ((latent *)handle)->ports[port] = data;
}

static void run(LV2_Handle handle, uint32_t frames) {
  latent *self = handle;
  for (uint32_t frame = 0; frame < frames; frame++) {
    self->ports[port_out][frame] = self->ports[port_in][frame];
  }
  *self->ports[port_latency] = *self->ports[port_delay];
}

static const LV2_Descriptor descriptor = {
    .URI = "urn:tactus:test:latent", .instantiate = make, .connect_port = connect, .run = run,
    .cleanup = free};

LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index) {
  return index == 0 ? &descriptor : NULL;
}
