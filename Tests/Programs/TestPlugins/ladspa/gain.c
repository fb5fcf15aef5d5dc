// Multiplies its input by `Gain`.
#include <ladspa.h>
#include <stdlib.h>

enum { port_in, port_out, port_gain, port_count };

typedef struct gain {
  LADSPA_Data *ports[port_count];
} gain;

static LADSPA_Handle make(const LADSPA_Descriptor *descriptor, unsigned long rate) {
  (void)descriptor, (void)rate;
  return calloc(1, sizeof(gain));
}

static void connect(LADSPA_Handle handle, unsigned long port, LADSPA_Data *data) {
  if (port < port_count) ((gain *)handle)->ports[port] = data;
}

static void run(LADSPA_Handle handle, unsigned long frames) {
  gain *self = handle;
  for (unsigned long frame = 0; frame < frames; frame++) {
    self->ports[port_out][frame] = self->ports[port_in][frame] * *self->ports[port_gain];
  }
}

static const LADSPA_PortDescriptor ports[port_count] = {
    LADSPA_PORT_AUDIO | LADSPA_PORT_INPUT, LADSPA_PORT_AUDIO | LADSPA_PORT_OUTPUT,
    LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT};

static const char *const names[port_count] = {"In", "Out", "Gain"};

static const LADSPA_PortRangeHint hints[port_count] = {
    {0, 0, 0},
    {0, 0, 0},
    {LADSPA_HINT_BOUNDED_BELOW | LADSPA_HINT_BOUNDED_ABOVE | LADSPA_HINT_DEFAULT_1, 0, 4}};

static const LADSPA_Descriptor descriptor = {
    .UniqueID = 0x7ac701, .Label = "gain", .Properties = LADSPA_PROPERTY_HARD_RT_CAPABLE,
    .Name = "Test gain", .Maker = "Tactus", .Copyright = "Apache-2.0", .PortCount = port_count,
    .PortDescriptors = ports, .PortNames = names, .PortRangeHints = hints, .instantiate = make,
    .connect_port = connect, .run = run, .cleanup = free};

const LADSPA_Descriptor *ladspa_descriptor(unsigned long index) {
  return index == 0 ? &descriptor : NULL;
}
