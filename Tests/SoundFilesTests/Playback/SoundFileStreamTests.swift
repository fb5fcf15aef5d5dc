import Foundation
import Testing

@testable import SoundFiles

@Suite("SoundFileStream") struct SoundFileStreamTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let sizes = [1, 64, 4096, 37, 5000]

  @Test(arguments: [1, 63, 4095, 4096, 4097, 20_011])
  func isTheFileBitForBit(frames: Int) throws {
    let channels = [noise(frames), noise(frames, seed: 2)]
    try writeFile(scratch.path("a.wav"), channels)
    let stream = try SoundFileStream(path: scratch.path("a.wav"))
    #expect(stream.rate == 48_000)
    #expect(stream.channelCount == 2)
    #expect(readAll(stream, sizes: Self.sizes) == channels)
    #expect(stream.takeProblem() == nil)
  }

  @Test(arguments: [1, 63, 4096, 4099, 9973])
  func theFirstFrameFollowsTheLast(frames: Int) throws {
    let sound = noise(frames)
    try writeFile(scratch.path("a.wav"), [sound])
    let stream = try SoundFileStream(path: scratch.path("a.wav"), loops: true)
    let read = readAll(stream, limit: 30_000, sizes: Self.sizes)[0]
    #expect(read == (0..<30_000).map { sound[$0 % frames] })
  }

  @Test func aShortLoopIsReadOnce() throws {
    let file = MadeFile(frames: 63) { frame, _ in Float(frame) }
    let stream = try SoundFileStream(file, loops: true)
    _ = readAll(stream, limit: 10_000, sizes: [100])
    #expect(file.framesRead == 63)
    #expect(file.seeks == 0)
  }

  @Test func beginsWhereItIsTold() throws {
    let sound = noise(10_000)
    try writeFile(scratch.path("a.wav"), [sound], rate: 8000)
    let path = scratch.path("a.wav")
    let once = try SoundFileStream(path: path, startSeconds: 1)
    #expect(readAll(once, sizes: [1000])[0] == Array(sound[8000...]))
    let loop = try SoundFileStream(path: path, loops: true, startSeconds: 1)
    #expect(readAll(loop, limit: 5000, sizes: [1000])[0] == Array(sound[8000...] + sound[..<3000]))
  }

  @Test(arguments: [-1, 1.25, .nan, .infinity]) func aStartOutsideIsRefused(start: Double) throws {
    try writeFile(scratch.path("a.wav"), [noise(10_000)], rate: 8000)
    let error = #expect(throws: SoundFileError.self) {
      try SoundFileStream(path: scratch.path("a.wav"), startSeconds: start)
    }
    #expect(error?.reason == "cannot be played from \(start) s on: it has 1.25 s")
  }

  @Test(arguments: [(44_100, 48_000), (48_000, 44_100), (48_000, 32_000), (8000, 48_000)])
  func isConvertedAsInOneGo(from rate: Int, to newRate: Int) throws {
    let channels = [noise(20_011), noise(20_011, seed: 2)]
    try writeFile(scratch.path("a.wav"), channels, rate: rate)
    let whole = samples(of: try SampleTable(reading: scratch.path("a.wav"), atRate: newRate))
    let stream = try SoundFileStream(path: scratch.path("a.wav"), atRate: newRate)
    let read = readAll(stream, sizes: Self.sizes)
    #expect(abs(read[0].count - whole[0].count) <= 1)
    let count = min(read[0].count, whole[0].count)
    #expect(read.map { $0.prefix(count) } == whole.map { $0.prefix(count) })
  }

  @Test(arguments: [1, 63, 997])
  func aConvertedLoopIsOneLongSound(frames: Int) throws {
    let sound = noise(frames)
    let long = (0..<40 * 997).map { sound[$0 % frames] }
    try writeFile(scratch.path("short.wav"), [sound], rate: 44_100)
    try writeFile(scratch.path("long.wav"), [long], rate: 44_100)
    let loop = try SoundFileStream(path: scratch.path("short.wav"), atRate: 48_000, loops: true)
    let reference = try SoundFileStream(path: scratch.path("long.wav"), atRate: 48_000)
    let count = 42_000
    #expect(
      readAll(loop, limit: count, sizes: Self.sizes)
        == readAll(reference, limit: count, sizes: [4000]))
  }

  @Test(arguments: [48_000, 44_100, 96_000, 12_000]) func goesOnAnywhere(rate: Int) throws {
    let sound = noise(90_000)
    try writeFile(scratch.path("a.wav"), [sound])
    for loops in [false, true] {
      let path = scratch.path("a.wav")
      let straight = try SoundFileStream(
        path: path, atRate: rate, loops: loops, startSeconds: 0.25)
      let reference = readAll(straight, limit: rate * 5 / 2, sizes: [4096])[0]
      let stream = try SoundFileStream(
        path: path, atRate: rate, loops: loops, startSeconds: 0.25)
      for frame in [0, 100, rate + 17, rate / 3] {
        stream.seek(to: frame)
        let read = readAll(stream, limit: 1000, sizes: [999])[0]
        #expect(read.count == 1000)
        // The converter's place in the filter is rounded differently, by 2^-12 of its 2381 steps.
        let worst = zip(read, reference[frame...]).map { abs($0 - $1) }.max() ?? 1
        #expect(worst <= (rate == 48_000 ? 0 : 1e-5), "frame \(frame) of \(rate) Hz")
      }
    }
  }

  @Test func behindTheEndThereIsNothing() throws {
    let stream = try SoundFileStream(MadeFile(frames: 100) { _, _ in 1 })
    stream.seek(to: 1000)
    #expect(readAll(stream, sizes: [10])[0].isEmpty)
  }

  @Test func whatCannotBeReadIsSilenceAndToldOnce() throws {
    let file = MadeFile(frames: 30_000) { _, _ in 1 }
    file.broken = 10_000..<10_100
    let stream = try SoundFileStream(file, loops: true)
    let read = readAll(stream, limit: 60_000, sizes: [1000])[0]
    // As much as one window.
    #expect(read.prefix(30_000) == read.suffix(30_000))
    #expect(read.count { $0 == 0 } == 2 * FileWindow.frames)
    #expect(stream.unreadFrames == 2 * FileWindow.frames)
    #expect(
      stream.takeProblem()?.description
        == "made.wav: Input/output error, at frame 8192; silence in its place")
    #expect(stream.takeProblem() == nil)
  }

  @Test func aFileThatWasCutGoesOnInSilence() throws {
    let file = MadeFile(frames: 10_000) { _, _ in 1 }
    file.realEnd = 5000
    let stream = try SoundFileStream(file, loops: true)
    let read = readAll(stream, limit: 20_000, sizes: [300])[0]
    #expect(read == (0..<20_000).map { $0 % 10_000 < 5000 ? 1 : 0 })
    #expect(
      stream.takeProblem()?.description
        == "made.wav: ends at frame 5000 of 10000; silence in its place")
    #expect(stream.takeProblem() == nil)
    #expect(stream.unreadFrames == 10_000)
  }

  @Test func aFileThatIsCutMeanwhileGoesOnInSilence() throws {
    let path = scratch.path("a.wav")
    try writeFile(path, [[Float](repeating: 1, count: 100_000)])
    let stream = try SoundFileStream(path: path)
    #expect(readAll(stream, limit: 8192, sizes: [4096])[0].allSatisfy { $0 == 1 })
    truncate(path, 100_000)
    let rest = readAll(stream, sizes: [4096])[0]
    #expect(rest.count == 100_000 - 8192)
    #expect(rest.last == 0)
    #expect(stream.unreadFrames > 70_000)
    #expect(stream.takeProblem() != nil)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func whatIsNotAFiniteNumberIsSilenceAndToldOnce(sample: Float) throws {
    let file = MadeFile(frames: 9000, channels: 2) { frame, channel in
      frame % 4000 == 3999 && channel == 1 ? sample : 1
    }
    let stream = try SoundFileStream(file)
    let read = readAll(stream, sizes: [1000])
    #expect(read[0].allSatisfy { $0 == 1 })
    #expect(read[1].indices.filter { read[1][$0] == 0 } == [3999, 7999])
    #expect(
      stream.takeProblem()?.reason
        == "holds a sample that is not a finite number at frame 3999, channel 2; silence in its "
        + "place")
    #expect(stream.takeProblem() == nil)
  }

  @Test func whatCannotBePlayedIsRefused() throws {
    try writeFile(scratch.path("empty.wav"), [[]])
    let empty = #expect(throws: SoundFileError.self) {
      try SoundFileStream(path: scratch.path("empty.wav"))
    }
    #expect(empty?.reason == "holds no samples")
    try writeFile(scratch.path("slow.wav"), [noise(10)], rate: 100)
    let slow = #expect(throws: SoundFileError.self) {
      try SoundFileStream(path: scratch.path("slow.wav"), atRate: 96_000)
    }
    #expect(slow?.reason == "cannot be converted from 100 to 96000 Hz")
  }
}
