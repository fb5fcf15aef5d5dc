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

  @Test func blocksThatComeTooFastAreLeftOutAndCounted() throws {
    let path = scratch.path("a.wav")
    let recording = try makeRecording(path, frames: 4)
    for value: Float in [0.1, 0.2, 0.3] {
      let block = [Float](repeating: value, count: 2)
      withPlanes([block, block]) { _ = recording.ring.write($0, frames: 2) }
    }
    try recording.close()
    #expect(recording.overrunFrames == 2)
    #expect(try stream(path, blockFrames: 10)[0] == [0.1, 0.1, 0.2, 0.2])
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
    let recording = try makeRecording(path, frames: 1024)
    let blocks = 2000
    let producer = Thread {
      for block in 0..<blocks {
        let plane = [Float](repeating: Float(block), count: 32)
        withPlanes([plane, plane]) { planes in
          while !recording.ring.write(planes, frames: 32) { sched_yield() }
        }
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
