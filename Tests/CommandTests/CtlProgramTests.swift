import Foundation
import TestSupport
import Testing

@Suite("tactus ctl", .serialized) struct CtlProgramTests {
  private static let session = """
    # A tone.
    device: {playback: 1}
    fades: {start: 0, stop: 0}
    nodes:
      - {name: beep, builtin: tone, frequency: 100, level: -6}
      - {name: amp, builtin: gain, channels: 1}
    chain: [beep, amp, playback]
    snapshots:
      - {name: Quiet, values: {amp.gain: -20}}

    """

  /// A folder with a session, and the environment of hosts that nobody else sees.
  private struct Rig {
    let folder: URL
    let session: String
    var environment: [String: String] {
      ["XDG_RUNTIME_DIR": folder.path, "XDG_STATE_HOME": folder.appending(path: "state").path]
    }

    func start(_ arguments: [String] = []) throws -> RunningProgram {
      try TactusProgram.start(
        ["run", session, "--driver", "clock", "--no-meter"] + arguments, environment: environment)
    }

    func ctl(_ arguments: String...) throws -> TactusProgram.Outcome {
      try TactusProgram.run(["ctl"] + arguments, environment: environment)
    }

    func isAnswered() async -> Bool {
      await eventually { (try? ctl("state", "session"))?.code == 0 }
    }
  }

  private func withRig(_ body: (Rig) async throws -> Void) async throws {
    try await withTemporaryDirectory { folder in
      let path = folder.appending(path: "session.yaml").path
      try Self.session.write(toFile: path, atomically: true, encoding: .utf8)
      try await body(Rig(folder: folder, session: path))
    }
  }

  @Test func steersAHost() async throws {
    try await withRig { rig in
      #expect(try rig.ctl("state").code == 69)
      let host = try rig.start()
      #expect(await rig.isAnswered())
      #expect(try rig.ctl("set", "amp", "gain", "-6").code == 0)
      let state = try rig.ctl("state", "parameters", "--json")
      #expect(state.output.contains("\"value\":-6.0"), "\(state)")
      #expect(try rig.ctl("bypass", "amp", "on").code == 0)
      #expect(try rig.ctl("mute", "on").code == 0)
      #expect(try rig.ctl("mute", "off").code == 0)
      #expect(try rig.ctl("snapshot", "Quiet", "--fade", "0.1").code == 0)
      #expect(try rig.ctl("transport", "locate", "48000").code == 0)
      #expect(try rig.ctl("disconnect", "amp:out_1", "playback:in_1").code == 0)
      #expect(try rig.ctl("connect", "amp:out_1", "playback:in_1").code == 0)
      #expect(try rig.ctl("raw", "{\"command\": \"reload\"}").output == "null\n")
      let watched = try rig.ctl("watch", "levels", "--count", "1", "--json")
      #expect(watched.output.hasPrefix("{\"body\":{"), "\(watched)")
      #expect(try rig.ctl("hosts").output == "\(host.process.processIdentifier)\n")
      let refused = try rig.ctl("set", "amp", "gian", "0")
      #expect(refused.code == 65)
      #expect(refused.errors.contains("did you mean `gain`?"), "\(refused.errors)")
      #expect(try rig.ctl("state", "--host", "nobody").code == 69)
      #expect(try rig.ctl("mute", "loud").code == 64)
      host.signal(SIGTERM)
      #expect(host.wait().code == 0)
    }
  }

  @Test func twoHostsHaveToBeToldApart() async throws {
    try await withRig { rig in
      let hosts = try [rig.start(), rig.start()]
      #expect(await eventually { (try? rig.ctl("hosts").output.split(separator: "\n").count) == 2 })
      let unclear = try rig.ctl("state", "session")
      #expect(unclear.code == 64)
      #expect(unclear.errors.contains("--host"), "\(unclear.errors)")
      let name = "\(hosts[0].process.processIdentifier)"
      #expect(try rig.ctl("state", "session", "--host", name).output.contains("instance: \(name)"))
      for host in hosts {
        host.signal(SIGTERM)
        #expect(host.wait().code == 0)
      }
    }
  }

  @Test func goesOnAfterAPowerCut() async throws {
    try await withRig { rig in
      let host = try rig.start()
      #expect(await rig.isAnswered())
      #expect(try rig.ctl("set", "amp", "gain", "-7.5").code == 0)
      let kept = rig.folder.appending(path: "state/tactus/session.yaml").path
      #expect(await eventually { FileManager.default.fileExists(atPath: kept) })
      host.signal(SIGKILL)
      _ = host.wait()
      let next = try rig.start(["--resume"])
      #expect(await rig.isAnswered())
      let state = try rig.ctl("state", "parameters", "--json")
      #expect(state.output.contains("\"value\":-7.5"), "\(state)")
      #expect(next.errors.contains("goes on with what was edited"))
      #expect(try rig.ctl("save").code == 0)
      #expect(!FileManager.default.fileExists(atPath: kept))
      let saved = try String(contentsOfFile: rig.session, encoding: .utf8)
      #expect(saved.hasPrefix("# A tone.\n") && saved.contains("gain: -7.5"))
      next.signal(SIGTERM)
      #expect(next.wait().code == 0)
    }
  }
}
