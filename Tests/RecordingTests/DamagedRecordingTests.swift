import Foundation
import Telemetry
import TelemetryTestSupport
import TestSupport
import Testing

@testable import Recording

@Suite("Damaged recordings") struct DamagedRecordingTests {
  private let directory: ScratchDirectory
  private var path: String { directory.path + "/night.tactusrec" }

  init() throws { directory = try ScratchDirectory() }

  @Test func loseOnlyTheRecordThatWasTorn() throws {
    let frames = try Recordings.write(5, seed: 1, to: path)
    let whole = try Data(contentsOf: URL(filePath: path))
    let last = try start(ofRecord: 4)
    for length in (last..<whole.count).shuffled().prefix(Cases.count(whole.count - last)) {
      try whole.prefix(length).write(to: URL(filePath: path))
      let reader = try RecordingReader(path: path)
      let read = try Recordings.frames(of: reader)
      #expect(read.map(\.content) == frames.prefix(4).map(\.recorded), "cut at \(length)")
    }
  }

  @Test func loseOnlyTheRecordWhoseEndIsGarbage() throws {
    let frames = try Recordings.write(5, seed: 2, to: path)
    var bytes = try Data(contentsOf: URL(filePath: path))
    for place in (bytes.count - 40)..<bytes.count { bytes[place] = 0 }
    try bytes.write(to: URL(filePath: path))
    let read = try Recordings.frames(of: try RecordingReader(path: path))
    #expect(read.map(\.content) == frames.prefix(4).map(\.recorded))
  }

  @Test func goOnWithTheNextWholeFrame() throws {
    // Whole frames are the 1st, the 41st and the 81st.
    let frames = try Recordings.write(100, seed: 3, to: path)
    var bytes = try Data(contentsOf: URL(filePath: path))
    let place = try start(ofRecord: 20) + 40
    bytes[place] ^= 0x10
    try bytes.write(to: URL(filePath: path))
    let reader = try RecordingReader(path: path)
    let read = try Recordings.frames(of: reader)
    #expect(read.map(\.content) == (frames[..<20] + frames[40...]).map(\.recorded))
    #expect(reader.damagedFrames == 20)
  }

  @Test func areSearchedForTheNextRecord() throws {
    let frames = try Recordings.write(100, seed: 4, to: path)
    var bytes = try Data(contentsOf: URL(filePath: path))
    let (from, to) = (try start(ofRecord: 20), try start(ofRecord: 22))
    for place in from..<to { bytes[place] = 0x55 }
    try bytes.write(to: URL(filePath: path))
    let reader = try RecordingReader(path: path)
    let read = try Recordings.frames(of: reader)
    #expect(read.map(\.content) == (frames[..<20] + frames[40...]).map(\.recorded))
    #expect(reader.damagedBytes == to - from)
  }

  @Test func neverCrashTheReader() throws {
    _ = try Recordings.write(60, seed: 5, to: path)
    let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let seed = UInt64.random(in: 0 ... .max)
    print("damaged recordings: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<Cases.count(80) {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator) / 4)
      try Data(bytes).write(to: URL(filePath: path))
      guard let reader = try? RecordingReader(path: path) else { continue }
      _ = try reader.causes()
      #expect(try Recordings.frames(of: reader).count <= 60)
      _ = try reader.frame(atNanoseconds: .random(in: .min ... .max, using: &generator))
    }
  }

  @Test func valuesThatNobodyPackedAreRefused() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("values nobody packed: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    var random = RandomFrames(seed: seed)
    var packer = RecordPacker()
    let first = packer.pack(try RecordValueEncoder.value(of: random.next()))
    let second = packer.pack(try RecordValueEncoder.value(of: random.next()))
    var refused = 0
    let cases = Cases.count(3_000)
    for _ in 0..<cases {
      var unpacker = RecordUnpacker()
      do {
        let value = try unpacker.unpack(damaged(first, &generator))
        _ = try? RecordValueDecoder.decode(TelemetryFrame.self, from: value)
        _ = try unpacker.unpack(damaged(second, &generator))
      } catch { refused += 1 }
    }
    #expect(refused > cases / 4)
  }

  @Test func endlessNestingIsRefused() {
    var unpacker = RecordUnpacker()
    let nested = [[UInt8]](repeating: [RecordMark.list.rawValue, 1], count: 10_000).flatMap { $0 }
    #expect(throws: RecordUnpacker.Malformed.self) { try unpacker.unpack(nested) }
  }

  private func damaged(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
        in: 0...255, using: &generator)
    }
    return bytes
  }

  private func start(ofRecord number: Int) throws -> Int {
    let file = try RecordingFile(reading: path)
    let start = try FileHeader.read(from: file).end
    return try RecordIndex(file, from: start).entries[number].offset
  }
}
