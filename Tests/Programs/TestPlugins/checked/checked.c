// A gain that does wrong in each block, or as it is made; what, the macros say: FAULT is one of
// `fault.h`, with AMOUNT; LEAK is how many bytes of each instance are not freed; RANDOM plays noise
// of its own; HOARD opens a descriptor for each instance and keeps it; UNMAKEABLE aborts; STORM is how
// often an instance allocates in its first block.
#include <fcntl.h>
#include <ladspa.h>

#include "fault.h"

#ifndef FAULT
#define FAULT fault_none
#endif
#ifndef AMOUNT
#define AMOUNT 0
#endif
#ifndef LEAK
#define LEAK 0
#endif
#ifndef STORM
#define STORM 0
#endif

enum { port_in, port_out, port_gain, port_count };

typedef struct checked {
  LADSPA_Data *ports[port_count];
  fault_state state;
  bool is_calm;
} checked;

static LADSPA_Handle make(const LADSPA_Descriptor *descriptor, unsigned long rate) {
  (void)descriptor, (void)rate;
  static void *volatile leaked;
  if (LEAK > 0) leaked = malloc(LEAK);
  (void)leaked;
#ifdef HOARD
  if (open("/dev/null", O_RDONLY) < 0) return NULL;
#endif
#ifdef UNMAKEABLE
  abort();
#endif
  return calloc(1, sizeof(checked));
}

static void connect(LADSPA_Handle handle, unsigned long port, LADSPA_Data *data) {
  if (port < port_count) ((checked *)handle)->ports[port] = data;
}

static void run(LADSPA_Handle handle, unsigned long frames) {
  checked *self = handle;
  for (unsigned long frame = 0; frame < frames; frame++) {
    self->ports[port_out][frame] = self->ports[port_in][frame] * *self->ports[port_gain];
#ifdef RANDOM
    self->ports[port_out][frame] += (float)random() / 4e9f;
#endif
  }
  for (int turn = 0; turn < STORM && !self->is_calm; turn++) {
    void *volatile block = malloc(1);
    free(block);
  }
  self->is_calm = true;
  fault_perform(&self->state, FAULT, AMOUNT, self->ports[port_out], (uint32_t)frames);
}

static void cleanup(LADSPA_Handle handle) {
  free(((checked *)handle)->state.kept);
  free(handle);
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
    .UniqueID = 0x7ac703, .Label = "checked", .Name = "Test checks", .Maker = "Tactus",
    .Copyright = "Apache-2.0", .PortCount = port_count, .PortDescriptors = ports,
    .PortNames = names, .PortRangeHints = hints, .instantiate = make, .connect_port = connect,
    .run = run, .cleanup = cleanup};

const LADSPA_Descriptor *ladspa_descriptor(unsigned long index) {
  return index == 0 ? &descriptor : NULL;
}
