// Dies while an instance is made.
#include <ladspa.h>
#include <stdlib.h>

static LADSPA_Handle make(const LADSPA_Descriptor *descriptor, unsigned long rate) {
  (void)descriptor, (void)rate;
  abort();
}

static void connect(LADSPA_Handle handle, unsigned long port, LADSPA_Data *data) {
  (void)handle, (void)port, (void)data;
}

static void run(LADSPA_Handle handle, unsigned long frames) { (void)handle, (void)frames; }

static void cleanup(LADSPA_Handle handle) { (void)handle; }

static const LADSPA_PortDescriptor ports[2] = {LADSPA_PORT_AUDIO | LADSPA_PORT_INPUT,
                                               LADSPA_PORT_AUDIO | LADSPA_PORT_OUTPUT};

static const char *const names[2] = {"In", "Out"};

static const LADSPA_PortRangeHint hints[2] = {{0, 0, 0}, {0, 0, 0}};

static const LADSPA_Descriptor descriptor = {
    .UniqueID = 0x7ac703, .Label = "unmakeable", .Name = "Test of making", .Maker = "Tactus",
    .Copyright = "Apache-2.0", .PortCount = 2, .PortDescriptors = ports, .PortNames = names,
    .PortRangeHints = hints, .instantiate = make, .connect_port = connect, .run = run,
    .cleanup = cleanup};

const LADSPA_Descriptor *ladspa_descriptor(unsigned long index) {
  return index == 0 ? &descriptor : NULL;
}
