import Foundation
import Signal
import Testing

@testable import Host

@Suite("Take", .serialized) struct TakeTests {
  private let header = TakeHeader(
    rate: 48_000, periodFrames: 64, captureChannels: 1, playbackChannels: 2,
    sessionPath: "/sessions/one.yaml")

  private func temporaryPath() -> String {
    NSTemporaryDirectory() + "take-" + UUID().uuidString
  }

  @Test func readsWhatWasWritten() throws {
    let path = temporaryPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try TakeWriter(path: path, header: header, sessionText: "nodes: []\n")
    writer.note(
      .fade(gain: 1, frames: 480, curve: .exponential), at: .init(frame: 0, isExact: true))
    #expect(try writer.keepSession("name: two\n") == 1)
    writer.note(.reload(session: 1), at: .init(frame: 6_400, isExact: true))
    try writer.drain()
    writer.note(.plan, at: .init(frame: 7_040, isExact: false))
    writer.note(.miss(node: "echo"), at: .init(frame: 8_000, isExact: true))
    writer.note(.latencies, at: .init(frame: 9_000, isExact: true))
    try writer.drain()

    let take = try Take(path: path)
    #expect(take.header == header)
    #expect(take.events.map(\.frame) == [0, 6_400, 7_040, 8_000, 9_000])
    #expect(take.events.map(\.isExact) == [true, true, false, true, true])
    #expect(
      take.events.map(\.action) == [
        .fade(gain: 1, frames: 480, curve: .exponential), .reload(session: 1), .plan,
        .miss(node: "echo"), .latencies,
      ])
    #expect(try String(contentsOfFile: take.folder.session(1), encoding: .utf8) == "name: two\n")
    #expect(
      take.doubts == [
        "something was done while a period began: from frame 7040 on the replay may differ",
        "a deadline was missed before frame 8000: the replay differs from there on",
      ])
  }

  @Test func readsFadesFromBeforeTheyHadCurves() throws {
    let line = #"{"frame":0,"isExact":true,"action":{"fade":{"gain":1,"frames":480}}}"#
    let event = try JSONDecoder().decode(TakeEvent.self, from: Data(line.utf8))
    #expect(event.action == .fade(gain: 1, frames: 480, curve: nil))
  }

  @Test func refusesAFolderThatIsNotEmpty() throws {
    let path = temporaryPath()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/notes.txt"))
    let error = #expect(throws: HostError.self) {
      try TakeWriter(path: path, header: header, sessionText: "")
    }
    #expect(error?.message == "\(path) is not empty: choose another folder for the take")
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["notes.txt"])
  }

  @Test func namesWhatIsMissingOrBroken() throws {
    let path = temporaryPath()
    let missing = #expect(throws: HostError.self) { try Take(path: path) }
    #expect(missing?.message == "\(path)/take.json is not there: this folder is no take")

    try TakeWriter(path: path, header: header, sessionText: "").drain()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("{\"frame\":1}\n".utf8).write(to: URL(fileURLWithPath: path + "/events.jsonl"))
    let broken = #expect(throws: HostError.self) { try Take(path: path) }
    #expect(broken?.message == "\(path)/events.jsonl:1: not an event of a take")
  }

  @Test func refusesATakeOfAnotherVersion() throws {
    let path = temporaryPath()
    var later = header
    later.version = 2
    try TakeWriter(path: path, header: later, sessionText: "").drain()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: HostError.self) { try Take(path: path) }
    #expect(error?.message == "\(path)/take.json is of version 2, not 1")
  }
}
