import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("A hundred losses", .serialized) struct FailoverLeakTests {
    private func entries(_ folder: String) throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: folder).count
    }

    private func loseAndComeBack(_ rig: FailoverRig) async -> Bool {
      let opens = rig.devices["usb"].opens
      rig.devices.unplug("usb")
      rig.devices.plugIn("usb")
      return await rig.play("usb") {
        rig.devices["usb"].opens > opens && rig.driverName == "manual"
          && rig.host.failover.isSettled
      }
    }

    @Test func leaveDescriptorsThreadsAndDriversWhereTheyWere() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        for _ in 0..<10 { #expect(await loseAndComeBack(rig)) }
        let descriptors = try entries("/proc/self/fd")
        let threads = try entries("/proc/self/task")
        let tasks = rig.host.tasks.withLock { $0.count }
        for _ in 0..<100 { #expect(await loseAndComeBack(rig)) }
        #expect(await eventually { rig.counts == DeviceCounts(losses: 110, returns: 110) })
        #expect(await eventually { (try? entries("/proc/self/fd")) ?? .max <= descriptors })
        // The test's own threads come and go.
        #expect(await eventually { (try? entries("/proc/self/task")) ?? .max <= threads + 2 })
        #expect(await eventually { rig.devices.livingDrivers <= 1 })
        #expect(rig.host.tasks.withLock { $0.count } == tasks)
        #expect(rig.jumps == 0)
      }
    }
  }
}
