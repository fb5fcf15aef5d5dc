import CRealtime
import Foundation
import Plugins
import TestSupport

@testable import PluginLV2

/// A plugin in C, built by the test, that plays what events came in: at each event's frame, one
/// number on each of its outputs.
enum EventWitness {
  static let isBuildable =
    Tools.isInstalled("cc")
    && FileManager.default.isReadableFile(atPath: "/usr/include/lv2/atom/util.h")
  static let reason = "needs cc and Debian's lv2-dev"

  /// What its outputs play of an event.
  ///
  /// Of a message the first two bytes, of a position its properties: one that is not there is -1,
  /// one of the wrong type -2.
  enum Output: Int, CaseIterable {
    case messages, status, data, positions, frame, speed, bar, barBeat, beatUnit, beatsPerBar
    case beatsPerMinute
  }

  /// Builds it into a directory, and makes an instance.
  static func make(
    in directory: ScratchDirectory, rate: Int = 48_000, maximumFrames: Int = 512,
    minimumSize: Int? = nil
  ) throws -> LV2Instance {
    try directory.write(turtle(minimumSize: minimumSize), to: "witness.lv2/manifest.ttl")
    try directory.write(source, to: "witness.lv2/witness.c")
    let bundle = directory.url.appending(path: "witness.lv2").path
    try CompiledBundle.compile("\(bundle)/witness.c", to: "\(bundle)/witness.so")
    let instance = try LV2Catalogue(directories: [directory.path], cache: nil).makeInstance(
      "urn:tactus:witness", rate: rate, maximumFrames: maximumFrames)
    guard let instance = instance as? LV2Instance else { throw CancellationError() }
    return instance
  }

  private static func turtle(minimumSize: Int?) -> String {
    let outputs = Output.allCases.map { output in
      """
      [ a lv2:AudioPort, lv2:OutputPort ; lv2:index \(output.rawValue) ;
        lv2:symbol "\(output)" ; lv2:name "\(output)" ]
      """
    }
    let size = minimumSize.map { "rsz:minimumSize \($0) ;" } ?? ""
    return """
      @prefix lv2: <http://lv2plug.in/ns/lv2core#> .
      @prefix doap: <http://usefulinc.com/ns/doap#> .
      @prefix atom: <http://lv2plug.in/ns/ext/atom#> .
      @prefix midi: <http://lv2plug.in/ns/ext/midi#> .
      @prefix time: <http://lv2plug.in/ns/ext/time#> .
      @prefix rsz: <http://lv2plug.in/ns/ext/resize-port#> .
      <urn:tactus:witness> a lv2:Plugin ; lv2:binary <witness.so> ; doap:name "Witness" ;
        lv2:requiredFeature <http://lv2plug.in/ns/ext/urid#map> ;
        lv2:port \(outputs.joined(separator: " , ")) ,
        [ a lv2:InputPort, atom:AtomPort ; atom:bufferType atom:Sequence ; \(size)
          atom:supports time:Position, midi:MidiEvent ;
          lv2:index 11 ; lv2:symbol "events" ; lv2:name "Events" ] ,
        [ a lv2:InputPort, atom:AtomPort ; atom:bufferType atom:Sequence ;
          lv2:index 12 ; lv2:symbol "deaf" ; lv2:name "Deaf" ] ,
        [ a lv2:InputPort, lv2:ControlPort ; lv2:index 13 ; lv2:symbol "knob" ;
          lv2:name "Knob" ; lv2:minimum 0.0 ; lv2:maximum 1.0 ; lv2:default 0.0 ] .
      """
  }

  private static let source = #"""
    #include <lv2/atom/util.h>
    #include <lv2/core/lv2.h>
    #include <lv2/time/time.h>
    #include <lv2/midi/midi.h>
    #include <lv2/urid/urid.h>
    #include <stdlib.h>
    #include <string.h>

    enum { messages, status, data, positions, frame, speed, events = 11, deaf };
    static const char *const keys[] = {LV2_TIME__frame, LV2_TIME__speed, LV2_TIME__bar,
      LV2_TIME__barBeat, LV2_TIME__beatUnit, LV2_TIME__beatsPerBar, LV2_TIME__beatsPerMinute};
    static const char *const types[] = {LV2_ATOM__Long, LV2_ATOM__Float, LV2_ATOM__Long,
      LV2_ATOM__Float, LV2_ATOM__Int, LV2_ATOM__Float, LV2_ATOM__Float};

    typedef struct {
      void *ports[14];
      LV2_URID sequence, object, position, midi, long_, int_, keys[7], types[7];
    } Witness;

    static LV2_Handle instantiate(const LV2_Descriptor *descriptor, double rate, const char *path,
                                  const LV2_Feature *const *features) {
      Witness *self = calloc(1, sizeof(Witness));
      for (; *features; features++) {
        if (strcmp((*features)->URI, LV2_URID__map) != 0) continue;
        LV2_URID_Map *map = (*features)->data;
        self->sequence = map->map(map->handle, LV2_ATOM__Sequence);
        self->object = map->map(map->handle, LV2_ATOM__Object);
        self->position = map->map(map->handle, LV2_TIME__Position);
        self->midi = map->map(map->handle, LV2_MIDI__MidiEvent);
        self->long_ = map->map(map->handle, LV2_ATOM__Long);
        self->int_ = map->map(map->handle, LV2_ATOM__Int);
        for (int i = 0; i < 7; i++) {
          self->keys[i] = map->map(map->handle, keys[i]);
          self->types[i] = map->map(map->handle, types[i]);
        }
      }
      return self;
    }

    static void connect(LV2_Handle handle, uint32_t port, void *memory) {
      ((Witness *)handle)->ports[port] = memory;
    }

    static float value(Witness *self, int key, const LV2_Atom *atom) {
      if (atom->type != self->types[key]) return -2;
      if (atom->type == self->long_) return ((const LV2_Atom_Long *)atom)->body;
      if (atom->type == self->int_) return ((const LV2_Atom_Int *)atom)->body;
      return ((const LV2_Atom_Float *)atom)->body;
    }

    static void run(LV2_Handle handle, uint32_t frames) {
      Witness *self = handle;
      float **out = (float **)self->ports;
      for (int port = 0; port < events; port++) memset(out[port], 0, frames * sizeof(float));
      const LV2_Atom_Sequence *none = self->ports[deaf];
      if (none->atom.size != sizeof(LV2_Atom_Sequence_Body)) abort();
      const LV2_Atom_Sequence *sequence = self->ports[events];
      if (sequence->atom.type != self->sequence || sequence->body.unit != 0) abort();
      int64_t last = 0;
      LV2_ATOM_SEQUENCE_FOREACH(sequence, event) {
        const int64_t at = event->time.frames;
        if (at < last || at >= frames || (uintptr_t)event % 8 != 0) abort();
        last = at;
        if (event->body.type == self->midi) {
          const uint8_t *bytes = (const uint8_t *)(event + 1);
          out[messages][at] += 1;
          out[status][at] = bytes[0];
          out[data][at] = event->body.size > 1 ? bytes[1] : -1;
        } else if (event->body.type == self->object) {
          const LV2_Atom_Object *object = (const LV2_Atom_Object *)&event->body;
          if (object->body.otype != self->position) abort();
          out[positions][at] += 1;
          for (int key = 0; key < 7; key++) {
            const LV2_Atom *atom = NULL;
            lv2_atom_object_get(object, self->keys[key], &atom, 0);
            out[frame + key][at] = atom ? value(self, key, atom) : -1;
          }
        } else {
          abort();
        }
      }
    }

    static void cleanup(LV2_Handle handle) { free(handle); }

    static const LV2_Descriptor descriptor = {"urn:tactus:witness", instantiate, connect, NULL,
                                              run, NULL, cleanup, NULL};
    const LV2_Descriptor *lv2_descriptor(uint32_t index) { return index ? NULL : &descriptor; }
    """#
}
