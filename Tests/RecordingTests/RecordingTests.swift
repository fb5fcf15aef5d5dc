import Foundation
import Telemetry
import TelemetryTestSupport
import TestSupport
import Testing

@testable import Recording

@Suite("Recording") struct RecordingTests {
  private let directory: ScratchDirectory
  private var path: String { directory.path + "/night.tactusrec" }

  init() throws { directory = try ScratchDirectory() }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func givesBackWhatWasRecorded(_ seed: UInt64) throws {
    let frames = try record(100, seed: seed)
    let reader = try RecordingReader(path: path)
    for (number, frame) in frames.enumerated() {
      let read = try #require(try reader.next())
      #expect(read.content == frame.recorded, "seed \(seed), frame \(number)")
      #expect(read.nanoseconds == Int64(number) * 250_000_000)
    }
    #expect(try reader.next() == nil)
    #expect(reader.frameCount == 100 && reader.damagedFrames == 0 && reader.damagedBytes == 0)
    #expect(reader.durationNanoseconds == 99 * 250_000_000)
    #expect(reader.program == "0.1.0")
  }

  @Test func seeksByTime() throws {
    let frames = try record(100, seed: 4)
    let reader = try RecordingReader(path: path)
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let number = Int.random(in: 0..<100, using: &generator)
      let found = try reader.frame(atNanoseconds: Int64(number) * 250_000_000 + 100_000_000)
      #expect(found?.content == frames[number].recorded)
      let following = number < 99 ? frames[number + 1].recorded : nil
      #expect(try reader.next()?.content == following)
    }
    #expect(try reader.frame(atNanoseconds: -5)?.content == frames[0].recorded)
    #expect(try reader.frame(atNanoseconds: .max)?.content == frames[99].recorded)
  }

  @Test func leavesOutFramesThatComeTooSoon() throws {
    var random = RandomFrames(seed: 6)
    let writer = try RecordingWriter(path: path)
    for number in 0..<20 {
      let frame = random.next(afterNanoseconds: 50_000_000)
      try writer.append(frame, unixNanoseconds: Int64(number) * 50_000_000)
    }
    #expect(writer.frameCount == 4)
    let reader = try RecordingReader(path: path)
    #expect(reader.frameCount == 4 && reader.durationNanoseconds == 750_000_000)
  }

  @Test func keepsEveryCauseAndEventBetweenFrames() throws {
    var random = RandomFrames(seed: 7)
    let writer = try RecordingWriter(path: path)
    var causes: [CauseStatus] = []
    for number in 0..<100 {
      for _ in 0..<(number % 4) { causes.append(random.addCause()) }
      let frame = random.next(afterNanoseconds: 125_000_000)
      try writer.append(frame, unixNanoseconds: Int64(number) * 125_000_000)
    }
    let found = try RecordingReader(path: path).causes()
    #expect(found.causes.map(\.content) == causes && found.missed == 0)
    for cause in found.causes {
      // Frame 0 is 125 ms after the start of the host.
      #expect(cause.nanoseconds == cause.content.uptimeNanoseconds - 125_000_000)
    }
  }

  @Test func countsCausesThatCameTooFast() throws {
    var random = RandomFrames(seed: 8)
    let writer = try RecordingWriter(path: path)
    random.addCause()
    try writer.append(random.next(), unixNanoseconds: 0)
    for _ in 0..<20 { random.addCause() }
    try writer.append(random.next(), unixNanoseconds: 250_000_000)
    let found = try RecordingReader(path: path).causes()
    #expect(found.causes.count == 17 && found.missed == 4)
  }

  @Test func goesOnWithARecording() throws {
    let first = try record(10, seed: 9)
    let cut = try Data(contentsOf: URL(filePath: path))
    try (cut + Data("torn".utf8)).write(to: URL(filePath: path))
    let second = try record(10, seed: 10, startingAt: 60_000_000_000)
    let reader = try RecordingReader(path: path)
    let read = try all(reader)
    #expect(read.map(\.content) == (first + second).map(\.recorded))
    #expect(reader.damagedBytes == 0 && read[10].nanoseconds == 60_000_000_000)
  }

  @Test func neverGoesBackInTime() throws {
    _ = try record(10, seed: 11, startingAt: 60_000_000_000)
    _ = try record(10, seed: 12, startingAt: 0)
    let times = try all(try RecordingReader(path: path)).map(\.nanoseconds)
    #expect(times == times.sorted())
  }

  @Test func letsOneProgramRecordToAFile() throws {
    let writer = try RecordingWriter(path: path)
    #expect(throws: RecordingError.inUse(path: path)) { try Self.open(path) }
    #expect(writer.frameCount == 0)
  }

  @Test func keepsTheNewestOfALimitedRecording() throws {
    var options = RecordingWriter.Options()
    options.limitBytes = 200_000
    var random = RandomFrames(seed: 13, nodes: 64)
    let writer = try RecordingWriter(path: path, options: options)
    var last = TelemetryFrame()
    for number in 0..<500 {
      last = random.next()
      try writer.append(last, unixNanoseconds: Int64(number) * 250_000_000)
    }
    let older = RecordingWriter.olderPath(of: path)
    #expect(older == directory.path + "/night.1.tactusrec")
    let sizes = try [path, older].map { try Data(contentsOf: URL(filePath: $0)).count }
    // Each half ends with the first whole frame after it is full.
    #expect(sizes.reduce(0, +) < 300_000 && sizes.reduce(0, +) > 100_000)
    #expect(try all(try RecordingReader(path: path)).last?.content == last.recorded)
    #expect(try all(try RecordingReader(path: older)).count > 40)
  }

  @Test func staysWithinAMegabytePerMinute() throws {
    var random = RandomFrames(seed: 14, nodes: 64)
    let writer = try RecordingWriter(path: path)
    for number in 0..<480 {
      if number % 30 == 0 { random.addCause() }
      try writer.append(
        random.next(afterNanoseconds: 125_000_000), unixNanoseconds: Int64(number) * 125_000_000)
    }
    let bytes = try Data(contentsOf: URL(filePath: path)).count
    print("a minute of 64 nodes takes \(bytes) bytes")
    #expect(bytes < 1_000_000)
  }

  @Test func doesNotTouchOtherFiles() throws {
    try directory.write("a letter", to: "letter.txt")
    let letter = directory.path + "/letter.txt"
    #expect(throws: RecordingError.notARecording(path: letter)) { try Self.open(letter) }
    #expect(throws: RecordingError.notARecording(path: letter)) {
      try RecordingReader(path: letter)
    }
    #expect(try String(contentsOf: URL(filePath: letter), encoding: .utf8) == "a letter")
    #expect(throws: RecordingError.notARecording(path: "/dev/null")) { try Self.open("/dev/null") }
    let nowhere = directory.path + "/no/file"
    #expect(throws: RecordingError.open(path: nowhere, code: ENOENT)) { try Self.open(nowhere) }
  }

  @Test(arguments: [0, 2, 77]) func refusesOtherVersions(_ version: Int) throws {
    try directory.write("tactus-recording \(version) 0.0.1\n", to: "old.tactusrec")
    let old = directory.path + "/old.tactusrec"
    #expect(throws: RecordingError.version(path: old, found: version)) { try Self.open(old) }
    let error = #expect(throws: RecordingError.self) { try RecordingReader(path: old) }
    #expect(
      error?.description
        == "\(old): a recording of version \(version), this program reads version 1; "
        + "use the program that wrote it")
  }

  @Test func refusesARecordingWithoutFrames() throws {
    do { _ = try RecordingWriter(path: path) }
    #expect(throws: RecordingError.empty(path: path)) { try RecordingReader(path: path) }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/shm"), "no file system in memory"))
  func takesBackWhatTheDiskHadNoRoomFor() throws {
    var random = RandomFrames(seed: 15)
    let writer = try RecordingWriter(path: path)
    try writer.append(random.next(), unixNanoseconds: 0)
    // A full disk is a limit on the file's length here.
    let full = try Data(contentsOf: URL(filePath: path)).count
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(1), &limit)
    let before = limit
    let signalled = signal(SIGXFSZ, SIG_IGN)
    defer { signal(SIGXFSZ, signalled) }
    limit.rlim_cur = rlim_t(full + 10)
    setrlimit(__rlimit_resource_t(1), &limit)
    let failed = random.next()
    var error: RecordingError?
    do throws(RecordingError) {
      try writer.append(failed, unixNanoseconds: 250_000_000)
    } catch let caught { error = caught }
    limit = before
    setrlimit(__rlimit_resource_t(1), &limit)
    #expect(error == .write(path: path, code: EFBIG))
    #expect(try Data(contentsOf: URL(filePath: path)).count == full)
    let next = random.next()
    try writer.append(next, unixNanoseconds: 500_000_000)
    let read = try all(try RecordingReader(path: path))
    #expect(read.count == 2 && read.last?.content == next.recorded)
  }

  private static func open(_ path: String) throws { _ = try RecordingWriter(path: path) }

  private func record(
    _ count: Int, seed: UInt64, startingAt start: Int64 = 0
  ) throws -> [TelemetryFrame] {
    try Recordings.write(count, seed: seed, startingAt: start, to: path)
  }

  private func all(_ reader: RecordingReader) throws -> [RecordedFrame] {
    try Recordings.frames(of: reader)
  }
}

/// Recordings that tests begin with.
enum Recordings {
  /// Records frames four times a second.
  static func write(
    _ count: Int, seed: UInt64, startingAt start: Int64 = 0, to path: String
  ) throws -> [TelemetryFrame] {
    var random = RandomFrames(seed: seed)
    var options = RecordingWriter.Options()
    options.program = "0.1.0"
    let writer = try RecordingWriter(path: path, options: options)
    return try (0..<count).map { number in
      if number % 7 == 3 { random.addCause() }
      let frame = random.next()
      try writer.append(frame, unixNanoseconds: start + Int64(number) * 250_000_000)
      return frame
    }
  }

  static func frames(of reader: RecordingReader) throws -> [RecordedFrame] {
    var frames: [RecordedFrame] = []
    while let frame = try reader.next() { frames.append(frame) }
    return frames
  }
}
