import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("LV2 block lengths", .serialized, .enabled(if: CompiledBundle.isBuildable, "needs cc"))
struct LV2BlockLengthTests {
  private let directory: ScratchDirectory

  init() throws { directory = try ScratchDirectory() }

  @Test func cutsABlockWhileAParameterMoves() throws {
    try #expect(lengths(of: "feature:none", blocks: [256]) == [32])
  }

  @Test(arguments: ["coarse", "fixed", "powerOf2"])
  func runsWholeBlocksWherePluginsAskForThem(name: String) throws {
    let lengths = try lengths(of: "\(Self.bufSize)\(name)BlockLength", blocks: [256, 256])
    #expect(lengths == [256, 256])
  }

  @Test func endsAParametersWayAsSoonInWholeBlocks() throws {
    let rig = try rig("\(Self.bufSize)coarseBlockLength")
    rig.instance.glide("knob", to: 1)
    for _ in 0..<4 { rig.run(frames: 256) }
    #expect(rig.outputs[1][0] == 1)
  }

  @Test func fillsAShortBlockUp() throws {
    let rig = try rig("\(Self.bufSize)fixedBlockLength")
    rig.fillInputs()
    let expected = Array(rig.inputs[0].prefix(100))
    rig.outputs[2].update(repeating: 7)
    rig.run(frames: 100)
    #expect(rig.outputs[0][0] == 256)
    #expect(Array(rig.outputs[2].prefix(100)) == expected)
    #expect(rig.outputs[2][100...].allSatisfy { $0 == 7 })
  }

  @Test func refusesPeriodsThatAreNoPowerOfTwo() throws {
    try build("\(Self.bufSize)powerOf2BlockLength")
    let error = #expect(throws: PluginError.self) {
      try CompiledBundle.instance(of: "lengths", in: directory, maximumFrames: 250)
    }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("not of 250 frames") == true)
  }

  @Test func tellsAPluginHowLongBlocksAreNow() throws {
    let rig = try rig("none")
    rig.run(frames: 64)
    #expect(rig.outputs[0][0] == 64)
    rig.instance.expect(blockFrames: 128)
    rig.run(frames: 64)
    #expect(rig.outputs[0][0] == 64 + 128_000)
  }

  private static let bufSize = "http://lv2plug.in/ns/ext/buf-size#"

  /// The lengths the plugin sees of blocks in which a parameter moves; of one in parts, the first.
  private func lengths(of feature: String, blocks: [Int]) throws -> [Float] {
    let rig = try rig(feature)
    rig.instance.glide("knob", to: 1)
    return blocks.map { frames in
      rig.run(frames: frames)
      return rig.outputs[0][0]
    }
  }

  private func rig(_ feature: String) throws -> Rig {
    try build(feature)
    return Rig(try CompiledBundle.instance(of: "lengths", in: directory), frames: 256)
  }

  private func build(_ feature: String) throws {
    try CompiledBundle.build(
      "lengths",
      statements: "lv2:optionalFeature <urn:none> ; "
        + (feature.hasPrefix("http") ? "lv2:requiredFeature <\(feature)> ;" : ""),
      ports: Self.ports, source: Self.source, in: directory)
  }

  private static let ports = """
    [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 0 ; lv2:symbol "frames" ; lv2:name "Frames" ] ,
    [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 1 ; lv2:symbol "value" ; lv2:name "Value" ] ,
    [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 2 ; lv2:symbol "out" ; lv2:name "Out" ] ,
    [ a lv2:AudioPort, lv2:InputPort ; lv2:index 3 ; lv2:symbol "in" ; lv2:name "In" ] ,
    [ a lv2:ControlPort, lv2:InputPort ; lv2:index 4 ; lv2:symbol "knob" ; lv2:name "Knob" ;
      lv2:default 0.0 ; lv2:minimum 0.0 ; lv2:maximum 1.0 ]
    """

  private static let source = """
    typedef struct { float *ports[5]; LV2_URID_Map *map; int told; } Lengths;

    static LV2_Handle instantiate(const LV2_Descriptor *d, double rate, const char *path,
                                  const LV2_Feature *const *features) {
      Lengths *self = calloc(1, sizeof *self);
      self->map = feature(features, LV2_URID__map);
      return self;
    }

    static void connect_port(LV2_Handle handle, uint32_t port, void *data) {
      ((Lengths *)handle)->ports[port] = data;
    }

    static void run(LV2_Handle handle, uint32_t frames) {
      Lengths *self = handle;
      for (uint32_t i = 0; i < frames; i++) {
        self->ports[0][i] = frames + 1000 * self->told;
        self->ports[1][i] = *self->ports[4];
        self->ports[2][i] = self->ports[3][i];
      }
    }

    static void cleanup(LV2_Handle handle) { free(handle); }

    static uint32_t get(LV2_Handle handle, LV2_Options_Option *options) {
      return LV2_OPTIONS_ERR_UNKNOWN;
    }

    static uint32_t set(LV2_Handle handle, const LV2_Options_Option *options) {
      Lengths *self = handle;
      const LV2_URID key = self->map->map(
          self->map->handle, "http://lv2plug.in/ns/ext/buf-size#nominalBlockLength");
      for (; options->key; options++)
        if (options->key == key) self->told = *(const int32_t *)options->value;
      return LV2_OPTIONS_SUCCESS;
    }

    static const void *extension_data(const char *uri) {
      static const LV2_Options_Interface interface = {get, set};
      return strcmp(uri, LV2_OPTIONS__interface) ? NULL : &interface;
    }
    EXPORT("lengths", NULL, NULL)
    """
}
