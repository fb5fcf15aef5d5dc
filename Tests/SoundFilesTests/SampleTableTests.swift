import Foundation
import SoundFiles
import Testing

@Suite("SampleTable") struct SampleTableTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func holdsTheWholeFile() throws {
    let channels = [noise(5000), noise(5000, seed: 2), noise(5000, seed: 3)]
    try writeFile(scratch.path("a.wav"), channels, rate: 44_100)
    let table = try SampleTable(reading: scratch.path("a.wav"))
    #expect(table.rate == 44_100)
    #expect(table.frames == 5000)
    #expect(samples(of: table) == channels)
  }

  @Test func atItsOwnRateItIsNotTouched() throws {
    try writeFile(scratch.path("a.wav"), [noise(1000)])
    let table = try SampleTable(reading: scratch.path("a.wav"), atRate: 48_000)
    #expect(samples(of: table) == [noise(1000)])
  }

  @Test(arguments: [(44_100, 48_000), (48_000, 44_100), (48_000, 96_000), (8000, 48_000)])
  func aResampledSineKeepsItsPitchAndLevel(from rate: Int, to newRate: Int) throws {
    let hertz = 997.0
    try writeFile(scratch.path("a.wav"), [sine(hertz, rate: rate, frames: rate)], rate: rate)
    let table = try SampleTable(reading: scratch.path("a.wav"), atRate: newRate)
    #expect(table.rate == newRate)
    #expect(abs(table.frames - newRate) <= 1)
    // The converter's first and last filter lengths hear the silence around the file; between
    // them its stop band is at 97 dB or better, and float adds 2^-24: 1e-4 is -80 dB.
    let ideal = sine(hertz, rate: newRate, frames: newRate)
    let margin = newRate / 10
    let resampled = samples(of: table)[0]
    let worst = (margin..<newRate - margin).map { abs(resampled[$0] - ideal[$0]) }.max() ?? 1
    #expect(worst < 1e-4)
  }

  @Test func channelsAreResampledAlike() throws {
    let tone = sine(440, rate: 44_100, frames: 4410)
    try writeFile(scratch.path("a.wav"), [tone, tone.map { -$0 }], rate: 44_100)
    let table = samples(of: try SampleTable(reading: scratch.path("a.wav"), atRate: 48_000))
    #expect(table[0] == table[1].map { -$0 })
  }

  @Test func aFileWithoutFramesIsRefused() throws {
    try writeFile(scratch.path("a.wav"), [[]])
    let error = #expect(throws: SoundFileError.self) {
      try SampleTable(reading: scratch.path("a.wav"))
    }
    #expect(error?.reason == "holds no samples")
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func whatIsNotAFiniteNumberIsRefused(sample: Float) throws {
    try writeFile(scratch.path("a.wav"), [[0, 0, 0], [0, sample, 0]])
    let error = #expect(throws: SoundFileError.self) {
      try SampleTable(reading: scratch.path("a.wav"))
    }
    #expect(
      error?.reason == "holds a sample that is not a finite number, first at frame 1, channel 2")
  }

  @Test func aFileBeyondTheLimitIsRefusedByName() throws {
    let path = scratch.path("a.wav")
    try writeFile(path, [noise(1 << 18), noise(1 << 18)])
    let error = #expect(throws: SoundFileError.self) {
      try SampleTable(reading: path, memoryLimitBytes: 1 << 20)
    }
    #expect(
      error?.description
        == "\(path): needs 2.0 MiB of memory, more than the limit of 1.0 MiB for one file: "
        + "use a shorter file")
    let table = try SampleTable(reading: path, memoryLimitBytes: 1 << 21)
    #expect(table.frames == 1 << 18)
  }

  @Test func theLimitCountsWhatResamplingAdds() throws {
    try writeFile(scratch.path("a.wav"), [noise(1 << 18)], rate: 24_000)
    #expect(throws: SoundFileError.self) {
      try SampleTable(reading: scratch.path("a.wav"), atRate: 48_000, memoryLimitBytes: 3 << 19)
    }
  }

  @Test func aRateOutOfReachIsRefused() throws {
    try writeFile(scratch.path("a.wav"), [noise(10)], rate: 100)
    let error = #expect(throws: SoundFileError.self) {
      try SampleTable(reading: scratch.path("a.wav"), atRate: 96_000)
    }
    #expect(error?.reason == "cannot be converted from 100 to 96000 Hz")
  }

  @Test func aMissingFileIsNamed() {
    let path = scratch.path("none.wav")
    let error = #expect(throws: SoundFileError.self) { try SampleTable(reading: path) }
    #expect(error?.description == "\(path): No such file or directory")
  }
}
