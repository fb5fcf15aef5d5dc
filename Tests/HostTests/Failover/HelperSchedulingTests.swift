import Drivers
import Foundation
import Realtime
import Telemetry
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  /// What the threads that help a driver's own are scheduled like.
  @Suite("Helpers of a driver", .serialized) struct HelperSchedulingTests {
    private static let jack = ThreadScheduling.fifo(priority: 7)

    private func helpers(_ rig: FailoverRig) -> [ThreadScheduling?] {
      rig.host.platform.snapshots().first { $0.name == "audio" }?.workers
        .filter { $0.kind == "worker" }.map(\.scheduling) ?? []
    }

    @Test(.enabled(if: getuid() == 0, "only root gets every priority"))
    func areThoseOfTheDriverThatPlays() async throws {
      try await withFailoverRig(
        cards: ["jack", "usb"], device: "driver: alsa, name: [jack, usb]", workers: 2,
        change: { $0.change("jack") { $0.helperScheduling = Self.jack } }
      ) { rig in
        #expect(await rig.playsAloud("jack"))
        #expect(helpers(rig) == [Self.jack])
        let ofClass = TaskClassTable.builtIn[rig.host.setup.session.session.queue.taskClass]?
          .scheduling(.normal)
        #expect(ofClass != nil && ofClass != Self.jack)
        rig.devices.change("usb") { $0.isThere = false }
        rig.devices.unplug("jack")
        #expect(await eventually { rig.driverName == "clock" })
        // The clock's own thread is one of the queue's.
        #expect(await eventually { helpers(rig) == [ofClass] })
        rig.devices.plugIn("jack")
        #expect(await rig.play("jack") { rig.deviceName == "jack" })
        #expect(helpers(rig) == [Self.jack])
        rig.devices.plugIn("usb")
        try rig.reload("driver: alsa, name: usb")
        #expect(await rig.play("jack", "usb") { rig.deviceName == "usb" })
        #expect(helpers(rig) == [ofClass])
      }
    }
  }
}
