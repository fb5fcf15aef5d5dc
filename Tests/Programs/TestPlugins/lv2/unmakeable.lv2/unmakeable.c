// Dies while an instance is made.
#include <lv2/core/lv2.h>
#include <stdlib.h>

static LV2_Handle make(const LV2_Descriptor *descriptor, double rate, const char *bundle,
                       const LV2_Feature *const *features) {
  (void)descriptor, (void)rate, (void)bundle, (void)features;
  abort();
}

static void connect(LV2_Handle handle, uint32_t port, void *data) {
  (void)handle, (void)port, (void)data;
}

static void run(LV2_Handle handle, uint32_t frames) { (void)handle, (void)frames; }

static void cleanup(LV2_Handle handle) { (void)handle; }

static const LV2_Descriptor descriptor = {
    .URI = "urn:tactus:test:unmakeable", .instantiate = make, .connect_port = connect, .run = run,
    .cleanup = cleanup};

LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index) {
  return index == 0 ? &descriptor : NULL;
}
