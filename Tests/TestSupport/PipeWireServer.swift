import Foundation

/// A PipeWire daemon of the test's own, whose only card has no hardware.
///
/// It needs no session manager and no bus, and programs that are given its `environment` take its
/// JACK library instead of JACK's.
public final class PipeWireServer {
  /// Where Debian has PipeWire's JACK library; nil when it is not installed.
  private static let library: String? = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
    return folders.map { "/usr/lib/\($0)/pipewire-0.3/jack" }
      .first { FileManager.default.fileExists(atPath: "\($0)/libjack.so.0") }
  }()

  /// Whether a daemon and its JACK library can be had here: for `.enabled(if:)`.
  public static var isInstalled: Bool {
    library != nil && Tools.isInstalled("pipewire") && Tools.isInstalled("pw-metadata")
  }

  private let folder: ScratchDirectory
  private var process: Process?

  /// Starts a daemon and waits until clients can come.
  public init() throws {
    folder = try ScratchDirectory()
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    try folder.write(Self.configuration, to: "pipewire.conf")
    try start()
  }

  deinit { crash() }

  /// What has a program play through this daemon.
  public var environment: [String: String] {
    [
      "XDG_RUNTIME_DIR": folder.path, "LD_LIBRARY_PATH": Self.library ?? "",
      "PIPEWIRE_REMOTE": "pipewire-0",
    ]
  }

  /// Starts the daemon once more, after it has crashed.
  public func start() throws {
    process = try launch("pipewire", ["-c", "\(folder.path)/pipewire.conf"])
    for _ in 0..<2_000 where !FileManager.default.fileExists(atPath: socket) { usleep(5_000) }
  }

  /// Kills the daemon without warning.
  public func crash() {
    guard let process else { return }
    kill(process.processIdentifier, SIGKILL)
    while process.isRunning { usleep(5_000) }
    self.process = nil
    try? FileManager.default.removeItem(atPath: socket)
  }

  /// Has the whole graph run at another rate.
  public func forceRate(_ rate: Int) throws {
    let change = try launch(
      "pw-metadata", ["-n", "settings", "0", "clock.force-rate", String(rate)])
    while change.isRunning { usleep(5_000) }
  }

  private var socket: String { "\(folder.path)/pipewire-0" }

  private func launch(_ program: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = Tools.path(of: program).map { URL(filePath: $0) }
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["XDG_RUNTIME_DIR": folder.path]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// A card whose outputs can be heard at its monitor ports.
  private static let configuration = """
    context.properties = {
      core.daemon = true
      core.name = pipewire-0
      default.clock.rate = 48000
      default.clock.allowed-rates = [ 44100 48000 ]
      default.clock.quantum = 256
      default.clock.min-quantum = 256
      default.clock.max-quantum = 256
      support.dbus = false
    }
    context.spa-libs = {
      audio.convert.* = audioconvert/libspa-audioconvert
      support.* = support/libspa-support
    }
    context.modules = [
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
          audio.position = [ FL FR ]
          node.driver = true
          priority.driver = 30000
          adapter.auto-port-config = { mode = dsp monitor = true position = preserve }
      } }
    ]
    """
}
