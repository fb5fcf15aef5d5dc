import Foundation
import SoundFiles
import Testing

@Suite("SoundFileWriter") struct SoundFileWriterTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test(arguments: ["a.wav", "a.w64", "a.aiff", "a.aif", "A.WAV"])
  func floatFilesComeBackBitForBit(name: String) throws {
    // More than one chunk, and values beyond full scale: float keeps them.
    let channels = [noise(10_001), noise(10_001, seed: 2).map { $0 * 3 }]
    try writeFile(scratch.path(name), channels)
    #expect(try stream(scratch.path(name), blockFrames: 777) == channels)
  }

  @Test func pcm16RoundsToTheNearestStepAndClips() throws {
    let step: Float = 1.0 / 32_768
    let given: [Float] = [0, step, 0.4 * step, 0.6 * step, -0.6 * step, 1, 2, -1, -2, .nan]
    let stored: [Float] = [0, step, 0, step, -step, 1 - step, 1 - step, -1, -1, 0]
    try writeFile(scratch.path("a.wav"), [given], format: .pcm16)
    #expect(try stream(scratch.path("a.wav"), blockFrames: 64) == [stored])
  }

  @Test(arguments: [("a.wav", SampleFormat.pcm16), ("a.wav", .pcm24), ("a.flac", .pcm16)])
  func everyIntegerSampleSurvivesReadingAndWriting(name: String, format: SampleFormat) throws {
    let every = (-32_768...32_767).map { Float($0) / 32_768 }
    try writeFile(scratch.path(name), [every], format: format)
    #expect(try stream(scratch.path(name), blockFrames: 4096) == [every])
  }

  @Test func flacIs24BitUnlessToldOtherwise() throws {
    let step: Float = 1.0 / 8_388_608
    let given = noise(5000).map { ($0 / step).rounded(.toNearestOrEven) * step }
      .map { min($0, 1 - step) }
    try writeFile(scratch.path("a.flac"), [given, given.reversed()])
    #expect(try stream(scratch.path("a.flac"), blockFrames: 512) == [given, given.reversed()])
  }

  @Test func theSameSamplesMakeTheSameFile() throws {
    for name in ["a.wav", "a.aiff"] {
      try writeFile(scratch.path(name), [noise(100)])
      let data = try Data(contentsOf: URL(fileURLWithPath: scratch.path(name)))
      // libsndfile's PEAK chunk holds the time of day.
      #expect(data.range(of: Data("PEAK".utf8)) == nil)
    }
  }

  @Test func aMissingPlaneIsSilent() throws {
    let writer = try SoundFileWriter(path: scratch.path("a.wav"), rate: 8000, channelCount: 1)
    let planes: [UnsafePointer<Float>?] = [nil]
    try planes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      try writer.write(base, frames: 3)
    }
    try writer.close()
    #expect(try stream(scratch.path("a.wav"), blockFrames: 8) == [[0, 0, 0]])
    #expect(writer.framesWritten == 3)
  }

  @Test func anUnknownExtensionIsRefused() {
    let error = #expect(throws: SoundFileError.self) {
      try SoundFileWriter(path: scratch.path("a.mp3"), rate: 48_000, channelCount: 2)
    }
    #expect(error?.reason == "cannot tell the kind of file: use .wav, .flac, .w64 or .aiff")
  }

  @Test func flacRefusesFloat() {
    let error = #expect(throws: SoundFileError.self) {
      try SoundFileWriter(
        path: scratch.path("a.flac"), rate: 48_000, channelCount: 2, sampleFormat: .float)
    }
    #expect(error?.reason == "FLAC holds pcm16 or pcm24, not float")
  }

  @Test(arguments: [0, 9]) func flacRefusesChannelCountsItCannotHold(count: Int) {
    #expect(throws: SoundFileError.self) {
      try SoundFileWriter(path: scratch.path("a.flac"), rate: 48_000, channelCount: count)
    }
  }

  @Test func aMissingFolderIsNamed() {
    let path = scratch.path("nowhere/a.wav")
    let error = #expect(throws: SoundFileError.self) {
      try SoundFileWriter(path: path, rate: 48_000, channelCount: 1)
    }
    #expect(error?.description == "\(path): No such file or directory")
  }

  @Test(.enabled(if: canFillDisk, "needs /dev/full"))
  func aDiskThatIsFullAtTheStartIsReported() throws {
    let path = scratch.path("full.wav")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
    let error = #expect(throws: SoundFileError.self) { try writeFile(path, [noise(100)]) }
    #expect(error?.description == "\(path): No space left on device")
  }

  @Test(.enabled(if: canFillDisk, "needs /dev/full and /proc"))
  func aDiskThatFillsUpIsReportedByWrite() throws {
    let path = scratch.path("a.wav")
    let writer = try SoundFileWriter(path: path, rate: 8000, channelCount: 1)
    try fillDisk(under: path)
    let error = #expect(throws: SoundFileError.self) {
      try withPlanes([noise(100)]) { try writer.write($0, frames: 100) }
    }
    #expect(error?.description == "\(path): No space left on device")
  }

  @Test(
    .enabled(if: canFillDisk, "needs /dev/full and /proc"),
    arguments: [
      ("a.wav", "No space left on device"),
      ("a.flac", "could not be completed: is the disk full?"),
    ])
  func aDiskThatIsFullAtTheEndIsReportedByClose(name: String, reason: String) throws {
    let path = scratch.path(name)
    let writer = try SoundFileWriter(path: path, rate: 8000, channelCount: 1)
    try withPlanes([noise(100)]) { try writer.write($0, frames: 100) }
    try fillDisk(under: path)
    let error = #expect(throws: SoundFileError.self) { try writer.close() }
    #expect(error?.reason == reason)
  }

  @Test func writingAfterCloseIsRefused() throws {
    let writer = try SoundFileWriter(path: scratch.path("a.wav"), rate: 8000, channelCount: 1)
    try writer.close()
    try writer.close()
    #expect(throws: SoundFileError.self) {
      try withPlanes([[1]]) { try writer.write($0, frames: 1) }
    }
  }
}
