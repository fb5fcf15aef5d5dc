// Multiplies its input by `Gain`, and does what `Fault` asks for.
#include <ladspa.h>

#include "fault.h"

enum { port_in, port_out, port_gain, port_fault, port_amount, port_always, port_count };

typedef struct faulty {
  LADSPA_Data *ports[port_count];
  fault_state state;
} faulty;

static LADSPA_Handle make(const LADSPA_Descriptor *descriptor, unsigned long rate) {
  (void)descriptor, (void)rate;
  return calloc(1, sizeof(faulty));
}

static void connect(LADSPA_Handle handle, unsigned long port, LADSPA_Data *data) {
  if (port < port_count) ((faulty *)handle)->ports[port] = data;
}

static void run(LADSPA_Handle handle, unsigned long frames) {
  faulty *self = handle;
  for (unsigned long frame = 0; frame < frames; frame++) {
    self->ports[port_out][frame] = self->ports[port_in][frame] * *self->ports[port_gain];
  }
  fault_run(&self->state, *self->ports[port_fault], *self->ports[port_amount],
            *self->ports[port_always] > 0, self->ports[port_out], (uint32_t)frames);
}

static void cleanup(LADSPA_Handle handle) {
  free(((faulty *)handle)->state.kept);
  free(handle);
}

static const LADSPA_PortDescriptor ports[port_count] = {
    LADSPA_PORT_AUDIO | LADSPA_PORT_INPUT,   LADSPA_PORT_AUDIO | LADSPA_PORT_OUTPUT,
    LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT, LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT,
    LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT, LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT};

static const char *const names[port_count] = {"In", "Out", "Gain", "Fault", "Amount", "Always"};

#define BOUNDED (LADSPA_HINT_BOUNDED_BELOW | LADSPA_HINT_BOUNDED_ABOVE)

static const LADSPA_PortRangeHint hints[port_count] = {
    {0, 0, 0},
    {0, 0, 0},
    {BOUNDED | LADSPA_HINT_DEFAULT_1, 0, 4},
    {BOUNDED | LADSPA_HINT_INTEGER | LADSPA_HINT_DEFAULT_0, 0, 32},
    {BOUNDED | LADSPA_HINT_DEFAULT_0, 0, 1e6},
    {LADSPA_HINT_TOGGLED | LADSPA_HINT_DEFAULT_0, 0, 0}};

static const LADSPA_Descriptor descriptor = {
    .UniqueID = 0x7ac702, .Label = "faulty", .Name = "Test faults", .Maker = "Tactus",
    .Copyright = "Apache-2.0", .PortCount = port_count, .PortDescriptors = ports,
    .PortNames = names, .PortRangeHints = hints, .instantiate = make, .connect_port = connect,
    .run = run, .cleanup = cleanup};

const LADSPA_Descriptor *ladspa_descriptor(unsigned long index) {
  return index == 0 ? &descriptor : NULL;
}
