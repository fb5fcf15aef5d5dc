import Telemetry
import TelemetryTestSupport
import Testing

@testable import Recording

@Suite("Recorded values") struct RecordValueTests {
  struct Later: Codable, Equatable {
    var uptimeNanoseconds: Int64 = 7
    var session = "later"
    var aField = ["of", "a", "later", "version"]
    var another = Inner()
    struct Inner: Codable, Equatable { var flag = true }
  }

  @Test func fieldsOfLaterVersionsAreSkipped() throws {
    var packer = RecordPacker()
    var unpacker = RecordUnpacker()
    let value = try unpacker.unpack(packer.pack(try RecordValueEncoder.value(of: Later())))
    let frame = try RecordValueDecoder.decode(TelemetryFrame.self, from: value)
    #expect(frame.session == "later" && frame.uptimeNanoseconds == 7)
    #expect(frame.queues.isEmpty && frame.state == TelemetryFrame().state)
    #expect(try RecordValueDecoder.decode(Later.self, from: value) == Later())
  }

  @Test func everyKindOfFieldComesBack() throws {
    var frame = TelemetryFrame()
    frame.uptimeNanoseconds = .min
    frame.devices.losses = .max
    frame.load.now = 1e300
    frame.load.highest = -.infinity
    frame.load.history = [0, -0.0, 5e-324, 1.5]
    frame.driver.device = "Flöte \u{0} 🎹"
    var meter = MeterStatus()
    meter.integrated = nil
    meter.momentary = -23.5
    frame.loudness = meter
    try expectComesBack([frame, TelemetryFrame(), frame])
  }

  @Test func listsThatMoveAreToldByWhatCame() throws {
    var frame = TelemetryFrame()
    frame.load.history = (0..<120).map { Double($0) }
    var packer = RecordPacker()
    _ = packer.pack(try RecordValueEncoder.value(of: frame))
    frame.load.history = frame.load.history.dropFirst(2) + [7, 8]
    #expect(packer.pack(try RecordValueEncoder.value(of: frame)).count < 30)
  }

  @Test func listsComeBackHoweverTheyChange() throws {
    let histories: [[Double]] = [
      [], [1], [1, 2, 3], [2, 3], [], [5, 5, 5, 5], [5, 5], [5, 5, 6], [6], [7, 6, 5],
    ]
    try expectComesBack(
      histories.map {
        var frame = TelemetryFrame()
        frame.load.history = $0
        return frame
      })
  }

  private func expectComesBack(_ frames: [TelemetryFrame]) throws {
    var packer = RecordPacker()
    var unpacker = RecordUnpacker()
    for frame in frames {
      let value = try unpacker.unpack(packer.pack(try RecordValueEncoder.value(of: frame)))
      #expect(try RecordValueDecoder.decode(TelemetryFrame.self, from: value) == frame)
    }
  }
}
