import Foundation
import Realtime
import SoundFiles
import Testing

@Suite("Recording", .serialized) struct RecordingTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func makeRecording(_ path: String, frames: Int) throws -> Recording {
    let writer = try SoundFileWriter(path: path, rate: 48_000, channelCount: 2)
    return Recording(to: writer, capacityFrames: frames)
  }

  @Test func carriesEveryBlockToTheFile() throws {
    let path = scratch.path("a.wav")
    let recording = try makeRecording(path, frames: 256)
    let left = noise(10_000)
    let right = noise(10_000, seed: 2)
    for start in stride(from: 0, to: 10_000, by: 100) {
      let block = [left, right].map { Array($0[start..<start + 100]) }
      withPlanes(block) { _ = recording.ring.write($0, frames: 100) }
      if start % 200 == 100 { try recording.drain() }
    }
    try recording.close()
    #expect(recording.framesWritten == 10_000)
    #expect(recording.overrunFrames == 0)
    #expect(try stream(path, blockFrames: 1000) == [left, right])
  }

  private func put(_ values: [Float], frames: Int = 2, to recording: Recording) {
    for value in values {
      let block = [Float](repeating: value, count: frames)
      withPlanes([block, block]) { _ = recording.ring.write($0, frames: frames) }
    }
  }

  @Test func blocksThatComeTooFastAreSilenceInTheirPlaceAndCounted() throws {
    let path = scratch.path("a.wav")
    let recording = try makeRecording(path, frames: 4)
    put([0.1, 0.2, 0.3, 0.4], to: recording)
    try recording.drain()
    put([0.5], to: recording)
    try recording.drain()
    put([0.6, 0.7, 0.8], to: recording)
    try recording.close()
    #expect(recording.overrunFrames == 6)
    let expected: [Float] = [0.1, 0.2, 0, 0, 0.5, 0.6, 0.7, 0].flatMap { [$0, $0] }
    #expect(try stream(path, blockFrames: 10) == [expected, expected])
  }

  @Test(arguments: [1, 2, 3, 4]) func staysInTimeHoweverLateTheDiskIs(seed: UInt64) throws {
    let path = scratch.path("a.wav")
    let recording = try makeRecording(path, frames: 64)
    let late = noise(3000, seed: seed)
    for turn in 0..<3000 {
      put([Float(turn + 1)], frames: 1 + turn % 7, to: recording)
      if late[turn] > 0.9 { try recording.drain() }
    }
    try recording.close()
    let expected = (0..<3000).flatMap { [Float](repeating: Float($0 + 1), count: 1 + $0 % 7) }
    let recorded = try stream(path, blockFrames: 4096)[0]
    #expect(recorded.count == expected.count)
    #expect(zip(recorded, expected).allSatisfy { $0 == $1 || $0 == 0 })
    #expect(recorded.count { $0 == 0 } == recording.overrunFrames)
    #expect(recording.overrunFrames > 0)
  }

  @Test func moreGapsThanCanBeToldKeepTheLength() throws {
    let path = scratch.path("a.wav")
    let recording = try makeRecording(path, frames: 256)
    var expected = 0
    for _ in 0..<100 {
      put([1], frames: 1, to: recording)
      put([2], frames: 256, to: recording)
      expected += 257
    }
    try recording.close()
    #expect(recording.framesWritten == expected)
    #expect(try stream(path, blockFrames: 4096)[0].count { $0 == 1 } == 100)
  }

  @Test(arguments: ["a.wav", "a.w64", "a.aiff"])
  func aFileThatIsNeverClosedCanBeRead(name: String) throws {
    let path = scratch.path(name)
    let recording = try makeRecording(path, frames: 65_536)
    put([0.5], frames: 50_000, to: recording)
    try recording.drain()
    // What a process that is killed leaves.
    let copy = scratch.path("copy-" + name)
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    #expect(try stream(copy, blockFrames: 4096)[0].count == 50_000)
  }

  @Test(.enabled(if: canFillDisk, "needs /dev/full and /proc"))
  func aFullDiskIsToldOnceAndTheRingGoesOn() throws {
    let path = scratch.path("full.wav")
    let recording = try makeRecording(path, frames: 4)
    try fillDisk(under: path)
    let block: [[Float]] = [[1, 1, 1, 1], [1, 1, 1, 1]]
    withPlanes(block) { _ = recording.ring.write($0, frames: 4) }
    #expect(throws: SoundFileError.self) { try recording.drain() }
    #expect(recording.failure?.reason == "No space left on device")
    #expect(withPlanes(block) { recording.ring.write($0, frames: 4) })
    #expect(try recording.drain() == 0)
    #expect(withPlanes(block) { recording.ring.write($0, frames: 4) })
    try recording.close()
  }

  @Test func recordsWhileAnotherThreadDrains() throws {
    let path = scratch.path("a.wav")
    let blocks = 2000
    let recording = try makeRecording(path, frames: blocks * 32)
    let producer = Thread {
      for block in 0..<blocks {
        let plane = [Float](repeating: Float(block), count: 32)
        withPlanes([plane, plane]) { _ = recording.ring.write($0, frames: 32) }
      }
    }
    producer.start()
    while recording.framesWritten < blocks * 32 {
      if try recording.drain() == 0 { sched_yield() }
    }
    try recording.close()
    let expected = (0..<blocks).flatMap { [Float](repeating: Float($0), count: 32) }
    #expect(try stream(path, blockFrames: 4096) == [expected, expected])
  }
}
