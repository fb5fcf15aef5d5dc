// Plays its input, and says that it is `Delay` frames late.
#include <ladspa.h>
#include <stdlib.h>

enum { port_in, port_out, port_delay, port_latency, port_count };

typedef struct latent {
  LADSPA_Data *ports[port_count];
} latent;

static LADSPA_Handle make(const LADSPA_Descriptor *descriptor, unsigned long rate) {
  (void)descriptor, (void)rate;
  return calloc(1, sizeof(latent));
}

static void connect(LADSPA_Handle handle, unsigned long port, LADSPA_Data *data) {
  if (port < port_count) ((latent *)handle)->ports[port] = data;
}

static void run(LADSPA_Handle handle, unsigned long frames) {
  latent *self = handle;
  for (unsigned long frame = 0; frame < frames; frame++) {
    self->ports[port_out][frame] = self->ports[port_in][frame];
  }
  *self->ports[port_latency] = *self->ports[port_delay];
}

static const LADSPA_PortDescriptor ports[port_count] = {
    LADSPA_PORT_AUDIO | LADSPA_PORT_INPUT, LADSPA_PORT_AUDIO | LADSPA_PORT_OUTPUT,
    LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT, LADSPA_PORT_CONTROL | LADSPA_PORT_OUTPUT};

static const char *const names[port_count] = {"In", "Out", "Delay", "latency"};

static const LADSPA_PortRangeHint hints[port_count] = {
    {0, 0, 0},
    {0, 0, 0},
    {LADSPA_HINT_BOUNDED_BELOW | LADSPA_HINT_BOUNDED_ABOVE | LADSPA_HINT_DEFAULT_0, 0, 1000},
    {0, 0, 0}};

static const LADSPA_Descriptor descriptor = {
    .UniqueID = 0x7ac703, .Label = "latent", .Name = "Test latency", .Maker = "Tactus",
    .Copyright = "Apache-2.0", .PortCount = port_count, .PortDescriptors = ports,
    .PortNames = names, .PortRangeHints = hints, .instantiate = make, .connect_port = connect,
    .run = run, .cleanup = free};

const LADSPA_Descriptor *ladspa_descriptor(unsigned long index) {
  return index == 0 ? &descriptor : NULL;
}
