#include "CCrasher.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { port_in, port_out, port_crash, port_count };

struct crasher {
  LADSPA_Data *ports[port_count];
  LADSPA_Data crash;
  bool has_run;
};

static LADSPA_Handle make(const LADSPA_Descriptor *descriptor, unsigned long rate) {
  (void)descriptor, (void)rate;
  return calloc(1, sizeof(struct crasher));
}

static void connect(LADSPA_Handle handle, unsigned long port, LADSPA_Data *data) {
  if (port < port_count) ((struct crasher *)handle)->ports[port] = data;
}

static void run(LADSPA_Handle handle, unsigned long frames) {
  struct crasher *self = handle;
  LADSPA_Data crash = *self->ports[port_crash];
  for (unsigned long frame = 0; frame < frames; frame++) {
    self->ports[port_out][frame] = self->ports[port_in][frame] * 0.5f;
    // Half way, as bad luck has it.
    if (self->has_run && crash != self->crash && frame == frames / 2) {
      *(volatile int *)(uintptr_t)8 = 0;
    }
  }
  self->crash = crash;
  self->has_run = true;
}

static const LADSPA_PortDescriptor ports[port_count] = {
    LADSPA_PORT_AUDIO | LADSPA_PORT_INPUT, LADSPA_PORT_AUDIO | LADSPA_PORT_OUTPUT,
    LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT};

static const char *const names[port_count] = {"In", "Out", "Crash"};

static const LADSPA_PortRangeHint hints[port_count];

static const LADSPA_Descriptor crasher = {
    .UniqueID = 0x7ac7ff, .Label = "crasher", .Properties = LADSPA_PROPERTY_HARD_RT_CAPABLE,
    .Name = "Crasher", .Maker = "Tactus", .Copyright = "Apache-2.0", .PortCount = port_count,
    .PortDescriptors = ports, .PortNames = names, .PortRangeHints = hints, .instantiate = make,
    .connect_port = connect, .run = run, .cleanup = free};

const LADSPA_Descriptor *ladspa_descriptor(unsigned long index) {
  return index == 0 ? &crasher : NULL;
}
