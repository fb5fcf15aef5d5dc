import Drivers
import Foundation
import Testing

@testable import DriverALSA

/// What the kernel's own sequencer does is shown in the lab.
@Suite("ALSA sequencer") struct ALSASequencerTests {
  private static let isThere = FileManager.default.fileExists(atPath: "/dev/snd/seq")

  @Test(.enabled(if: !isThere, "the machine has a sequencer"))
  func aMachineWithoutOneIsToldInOneLine() throws {
    let error = #expect(throws: DriverError.self) {
      _ = try ALSASequencer(client: "test", connecting: [], to: MIDIFeed()) { _ in }
    }
    #expect(error?.code == .unavailable)
    #expect(error?.message.hasPrefix("no ALSA sequencer (") == true)
    #expect(error?.message.contains("snd-seq") == true)
    #expect(error?.message.contains("\n") == false)
  }

  @Test(.enabled(if: isThere, "the machine has no sequencer"))
  func oneThatIsStoppedPutsNothing() throws {
    let feed = MIDIFeed()
    let sequencer = try ALSASequencer(client: "test", connecting: [], to: feed) { _ in }
    sequencer.stop()
    sequencer.stop()
    #expect(feed.takeLost() == 0)
  }
}
