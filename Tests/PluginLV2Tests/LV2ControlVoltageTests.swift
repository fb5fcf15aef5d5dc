import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("LV2 control voltage", .serialized, .enabled(if: CompiledBundle.isBuildable, "needs cc"))
struct LV2ControlVoltageTests {
  @Test func carriesASampleForEachFrame() throws {
    let directory = try ScratchDirectory()
    try CompiledBundle.build("voltage", ports: Self.ports, source: Self.source, in: directory)
    let instance = try CompiledBundle.instance(of: "voltage", in: directory)
    #expect(instance.descriptor.inputs.map(\.kind) == [.audio, .cv])
    #expect(instance.descriptor.outputs.map(\.kind) == [.audio, .cv])
    let rig = Rig(instance, frames: 64)
    rig.fillInputs()
    rig.run(frames: 64)
    for frame in 0..<64 {
      #expect(rig.outputs[0][frame] == rig.inputs[0][frame] * rig.inputs[1][frame])
      #expect(rig.outputs[1][frame] == -rig.inputs[1][frame])
    }
  }

  private static let ports = """
    [ a lv2:AudioPort, lv2:InputPort ; lv2:index 0 ; lv2:symbol "in" ; lv2:name "In" ] ,
    [ a lv2:CVPort, lv2:InputPort ; lv2:index 1 ; lv2:symbol "level" ; lv2:name "Level" ] ,
    [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 2 ; lv2:symbol "out" ; lv2:name "Out" ] ,
    [ a lv2:CVPort, lv2:OutputPort ; lv2:index 3 ; lv2:symbol "inverse" ; lv2:name "Inverse" ]
    """

  private static let source = """
    typedef struct { float *ports[4]; } Voltage;

    static LV2_Handle instantiate(const LV2_Descriptor *d, double rate, const char *path,
                                  const LV2_Feature *const *features) {
      return calloc(1, sizeof(Voltage));
    }

    static void connect_port(LV2_Handle handle, uint32_t port, void *data) {
      ((Voltage *)handle)->ports[port] = data;
    }

    static void run(LV2_Handle handle, uint32_t frames) {
      Voltage *self = handle;
      for (uint32_t i = 0; i < frames; i++) {
        self->ports[2][i] = self->ports[0][i] * self->ports[1][i];
        self->ports[3][i] = -self->ports[1][i];
      }
    }

    static void cleanup(LV2_Handle handle) { free(handle); }
    static const void *extension_data(const char *uri) { return NULL; }
    EXPORT("voltage", NULL, NULL)
    """
}
