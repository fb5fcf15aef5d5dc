import Foundation

/// A message bus of the test's own, on which everybody may do everything.
public final class PrivateBus {
  /// Whether a bus can be run here: for `.enabled(if:)`.
  public static var isInstalled: Bool { Tools.isInstalled("dbus-daemon") }

  /// Why a bus did not come up.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened, in one line.
    public let description: String
  }

  /// Where clients find it: a value for DBUS_SYSTEM_BUS_ADDRESS.
  public let address: String
  private let folder: ScratchDirectory
  private let process = Process()

  /// Starts a bus and waits until clients can come.
  public init() throws {
    guard let path = Tools.path(of: "dbus-daemon") else {
      throw Failure(description: "dbus-daemon is not installed")
    }
    folder = try ScratchDirectory()
    try folder.write(Self.configuration(in: folder.path), to: "bus.conf")
    let output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = [
      "--config-file=\(folder.path)/bus.conf", "--nofork", "--nopidfile", "--print-address",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It prints its address when it listens.
    let printed = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    address = String(printed.prefix { !$0.isNewline })
    if address.isEmpty { throw Failure(description: "dbus-daemon did not come up") }
  }

  deinit { stop() }

  /// Ends the bus; may be called twice.
  public func stop() {
    // It may have been started with SIGTERM blocked, as threads of a pool have it.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    while process.isRunning { usleep(2_000) }
  }

  private static func configuration(in folder: String) -> String {
    """
    <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
     "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
    <busconfig>
      <listen>unix:path=\(folder)/bus</listen>
      <auth>EXTERNAL</auth>
      <policy context="default">
        <allow user="*"/>
        <allow own="*"/>
        <allow send_destination="*"/>
        <allow receive_sender="*"/>
      </policy>
    </busconfig>
    """
  }
}
