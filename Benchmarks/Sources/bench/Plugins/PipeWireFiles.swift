/// Configurations for a PipeWire of the benchmark's own.
enum PipeWireFiles {
  /// A daemon whose only card has no hardware, 64 frames a period.
  static let daemon = """
    context.properties = {
      core.daemon = true
      core.name = pipewire-0
      default.clock.rate = 48000
      default.clock.quantum = 64
      default.clock.min-quantum = 64
      default.clock.max-quantum = 64
      support.dbus = false
    }
    context.spa-libs = {
      audio.convert.* = audioconvert/libspa-audioconvert
      support.* = support/libspa-support
    }
    context.modules = [
      \(realtime)
      { name = libpipewire-module-protocol-native }
      { name = libpipewire-module-metadata }
      { name = libpipewire-module-spa-node-factory }
      { name = libpipewire-module-client-node }
      { name = libpipewire-module-access }
      { name = libpipewire-module-adapter }
      { name = libpipewire-module-link-factory }
    ]
    context.objects = [
      { factory = adapter args = {
          factory.name = support.null-audio-sink
          node.name = card
          media.class = Audio/Sink
          audio.position = [ MONO ]
          node.driver = true
          priority.driver = 30000
          adapter.auto-port-config = { mode = dsp monitor = true position = preserve }
      } }
    ]
    """

  /// A chain of eg-amps.
  static func chain(amps count: Int) -> String {
    let nodes = (0..<count).map {
      "{ type = lv2 name = a\($0) plugin = \"\(AmpSession.plugin)\" }"
    }
    let links = (1..<max(1, count)).map {
      "{ output = \"a\($0 - 1):out\" input = \"a\($0):in\" }"
    }
    return """
      context.properties = { support.dbus = false }
      context.spa-libs = {
        audio.convert.* = audioconvert/libspa-audioconvert
        support.* = support/libspa-support
      }
      context.modules = [
        \(realtime)
        { name = libpipewire-module-protocol-native }
        { name = libpipewire-module-client-node }
        { name = libpipewire-module-adapter }
        { name = libpipewire-module-filter-chain args = {
            node.description = amps
            filter.graph = {
              nodes = [ \(nodes.joined(separator: " ")) ]
              links = [ \(links.joined(separator: " ")) ]
            }
            audio.position = [ MONO ]
            capture.props = { node.name = amps_in node.autoconnect = false }
            playback.props = { node.name = amps_out node.autoconnect = false }
        } }
      ]
      """
  }

  /// Gives the chain's streams their ports, and leads from the card's monitor through it and back:
  /// what a session manager would do.
  static let commands = [
    ["pw-cli", "s", "amps_in", "PortConfig", ports("Input")],
    ["pw-cli", "s", "amps_out", "PortConfig", ports("Output")],
    ["pw-link", "card:monitor_MONO", "amps_in:input_MONO"],
    ["pw-link", "amps_out:output_MONO", "card:playback_MONO"],
  ]

  private static func ports(_ direction: String) -> String {
    """
    { direction: \(direction), mode: dsp, format: { mediaType: audio, mediaSubtype: raw,
      format: F32P, rate: 48000, channels: 1, position: [ MONO ] } }
    """
  }

  private static let realtime = """
    { name = libpipewire-module-rt args = { nice.level = -11 rt.prio = 88 } flags = [ nofail ] }
    """
}
