import Foundation
import PluginTestSupport
import TestSupport
import Testing

@Suite("tactus run with sandboxes", .serialized) struct SandboxProgramTests {
  @Test(
    .enabled(
      if: Tools.isInstalled("setpriv") && PrivateBus.isInstalled && getuid() == 0,
      "only root can give up its rights, with setpriv, and give them back; needs dbus-daemon"))
  func aSandboxHasThePriorityRealtimeKitGrants() throws {
    try withTemporaryDirectory { folder in
      let bus = try PrivateBus()
      let service = try FakeRealtimeKit(on: bus)
      defer { service.stop() }
      let plugins = try TestPlugins(buildingIn: folder.appending(path: "plugins"))
      let session = folder.appending(path: "session.yaml")
      try """
      device: {capture: 1, playback: 1}
      nodes: [{name: amp, plugin: "ladspa:gain:gain", sandbox: true}]
      chain: [capture, amp, playback]
      """.write(to: session, atomically: true, encoding: .utf8)
      let folders = ["XDG_CACHE_HOME": folder.path, "XDG_STATE_HOME": folder.path]
      let program = try TactusProgram.start(
        ["run", session.path, "--driver", "clock", "--no-meter", "--duration", "0.2"],
        environment: plugins.environment.merging(folders) { $1 }
          .merging(["DBUS_SYSTEM_BUS_ADDRESS": bus.address]) { $1 },
        through: ["setpriv", "--bounding-set=-all", "--inh-caps=-all"])
      let host = UInt64(program.process.processIdentifier)
      #expect(program.wait().code == 0)
      let asked = service.requests.filter { $0.processID != host }
      #expect(asked.map(\.value) == [19])
      #expect(service.requests.count > 1)
    }
  }
}
