import Testing

@testable import DriverALSA

@Suite("Uncarried messages") struct UncarriedMessagesTests {
  @Test func areToldOncePerSourceAndCounted() {
    var uncarried = UncarriedMessages()
    let lines = ["keys", "pads", "keys", "keys"].map { uncarried.count(from: $0) }
    let told = ["keys", "pads"].map {
      "MIDI from \($0): messages of more than three bytes (system exclusive) are left out"
    }
    #expect(lines == [told[0], told[1], nil, nil])
    #expect(
      uncarried.totals == ["MIDI from keys: 3 messages of more than three bytes were left out"])
  }
}
