// Says a note every so many frames, from its first frame on: by turns one begins and ends at `out`.
// What it hears goes out again at `echo`, and is heard at `heard`: at its frame, in parts of 4096, what
// begins a note counts the note, and what ends one a thousand more, below zero.
#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/midi/midi.h>
#include <lv2/urid/urid.h>
#include <stdlib.h>
#include <string.h>

enum { heard, in, out, echo, every, first, port_count };

typedef struct {
  void *ports[port_count];
  LV2_URID sequence, midi;
  uint64_t frame;
} Plugin;

static LV2_Handle instantiate(const LV2_Descriptor *descriptor, double rate, const char *path,
                              const LV2_Feature *const *features) {
  (void)descriptor, (void)rate, (void)path;
  Plugin *self = calloc(1, sizeof(Plugin));
  for (; *features; features++) {
    if (strcmp((*features)->URI, LV2_URID__map) != 0) continue;
    LV2_URID_Map *map = (*features)->data;
    self->sequence = map->map(map->handle, LV2_ATOM__Sequence);
    self->midi = map->map(map->handle, LV2_MIDI__MidiEvent);
  }
  return self;
}

static void connect(LV2_Handle handle, uint32_t port, void *memory) {
  ((Plugin *)handle)->ports[port] = memory;
}

static void activate(LV2_Handle handle) { ((Plugin *)handle)->frame = 0; }

typedef struct {
  LV2_Atom_Event event;
  uint8_t bytes[3];
} Message;

static uint32_t begin(LV2_Atom_Sequence *sequence, LV2_URID type) {
  const uint32_t capacity = sequence->atom.size;
  sequence->atom.type = type;
  sequence->body.unit = 0;
  lv2_atom_sequence_clear(sequence);
  return capacity;
}

static void run(LV2_Handle handle, uint32_t frames) {
  Plugin *self = handle;
  float *samples = self->ports[heard];
  memset(samples, 0, frames * sizeof(float));
  LV2_Atom_Sequence *said = self->ports[out], *again = self->ports[echo];
  const uint32_t room = begin(said, self->sequence), more = begin(again, self->sequence);
  LV2_ATOM_SEQUENCE_FOREACH((const LV2_Atom_Sequence *)self->ports[in], event) {
    const uint8_t *bytes = (const uint8_t *)(event + 1);
    if (event->body.type != self->midi || event->body.size < 3) continue;
    if ((bytes[0] & 0xF0) == 0x90) samples[event->time.frames] += bytes[1] / 4096.f;
    if ((bytes[0] & 0xF0) == 0x80) samples[event->time.frames] -= (1000 + bytes[1]) / 4096.f;
    lv2_atom_sequence_append_event(again, more, event);
  }
  const uint64_t step = (uint64_t) * (float *)self->ports[every];
  const uint8_t note = (uint8_t) * (float *)self->ports[first];
  for (uint32_t frame = 0; step > 0 && frame < frames; frame++) {
    const uint64_t now = self->frame + frame;
    if (now % step != 0) continue;
    const uint8_t status = now / step % 2 == 0 ? 0x90 : 0x80;
    Message message = {{{frame}, {3, self->midi}}, {status, note, 100}};
    lv2_atom_sequence_append_event(said, room, &message.event);
  }
  self->frame += frames;
}

static void cleanup(LV2_Handle handle) { free(handle); }

static const LV2_Descriptor descriptor = {
    "urn:tactus:test:midi", instantiate, connect, activate, run, NULL, cleanup, NULL};

const LV2_Descriptor *lv2_descriptor(uint32_t index) { return index ? NULL : &descriptor; }
