import CALSA
import Foundation

/// A configuration of ALSA's library for the tests alone, with PCMs that need no card.
///
/// One per process: the library reads it from the environment when it is first used.
final class PrivateALSA: Sendable {
  static let shared = PrivateALSA()

  let directory: URL
  /// What the PCM `tactus_in` captures, again and again.
  let input: URL
  /// PCMs that fail when they are told to; nil when they could not be built.
  let faults: FaultPCM?

  private init() {
    directory = FileManager.default.temporaryDirectory
      .appending(path: "tactus-alsa-\(UUID().uuidString)", directoryHint: .isDirectory)
    input = directory.appending(path: "in.raw")
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    faults = FaultPCM(buildingIn: directory)
    let file = directory.appending(path: "alsa.conf")
    try? configuration.write(to: file, atomically: true, encoding: .utf8)
    setenv("ALSA_CONFIG_PATH", file.path, 1)
    snd_config_update_free_global()
    atexit { try? FileManager.default.removeItem(at: PrivateALSA.shared.directory) }
  }

  /// Where the PCM `name` writes what was played.
  func output(of name: String) -> URL { directory.appending(path: "\(name).raw") }

  func played(by name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: output(of: name))) }

  private var configuration: String {
    """
    </usr/share/alsa/alsa.conf>
    pcm.tactus_file {
      type file
      slave.pcm null
      file "\(output(of: "tactus_file").path)"
      format raw
    }
    pcm.tactus_in {
      type file
      slave.pcm null
      file "/dev/null"
      infile "\(input.path)"
      format raw
    }
    pcm.tactus_linear {
      type linear
      slave { pcm null format S16_LE }
    }
    pcm.tactus_out {
      type asym
      playback.pcm null
    }
    \(faults?.configuration(input: input, output: output) ?? "")
    pcm.tactus_jack {
      type jack
      playback_ports { 0 "system:playback_1" 1 "system:playback_2" }
      capture_ports { 0 "system:capture_1" 1 "system:capture_2" }
    }
    pcm.tactus_jack_any {
      type plug
      slave.pcm tactus_jack
    }
    pcm.tactus_jack_file {
      type file
      slave.pcm tactus_jack_any
      file "\(output(of: "tactus_jack_file").path)"
      format raw
    }
    """
  }
}
