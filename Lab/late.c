// A LADSPA plugin that is late as long as the file /run/lab/late exists: each call takes 50 ms.
#include <ladspa.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { input, output, ports };

static LADSPA_Handle instantiate(const LADSPA_Descriptor *descriptor, unsigned long rate) {
  (void)descriptor;
  (void)rate;
  return calloc(ports, sizeof(LADSPA_Data *));
}

static void connect_port(LADSPA_Handle instance, unsigned long port, LADSPA_Data *data) {
  ((LADSPA_Data **)instance)[port] = data;
}

static void run(LADSPA_Handle instance, unsigned long frames) {
  LADSPA_Data **data = instance;
  if (access("/run/lab/late", F_OK) == 0) usleep(50000);
  if (data[output] != data[input]) memcpy(data[output], data[input], frames * sizeof(float));
}

static const LADSPA_PortDescriptor directions[] = {
    LADSPA_PORT_AUDIO | LADSPA_PORT_INPUT, LADSPA_PORT_AUDIO | LADSPA_PORT_OUTPUT};
static const char *const names[] = {"Input", "Output"};
static const LADSPA_PortRangeHint hints[ports];
static const LADSPA_Descriptor descriptor = {
    .UniqueID = 4242,
    .Label = "late",
    .Name = "Late when told to be",
    .Maker = "Tactus",
    .Copyright = "Apache-2.0",
    .PortCount = ports,
    .PortDescriptors = directions,
    .PortNames = names,
    .PortRangeHints = hints,
    .instantiate = instantiate,
    .connect_port = connect_port,
    .run = run,
    .cleanup = free,
};

const LADSPA_Descriptor *ladspa_descriptor(unsigned long index) {
  return index == 0 ? &descriptor : NULL;
}
