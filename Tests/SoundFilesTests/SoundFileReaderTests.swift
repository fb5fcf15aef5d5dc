import Foundation
import SoundFiles
import Testing

@Suite("SoundFileReader") struct SoundFileReaderTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func knowsTheFileOnceOpened() throws {
    try writeFile(scratch.path("a.wav"), [noise(123), noise(123)], rate: 44_100)
    let reader = try SoundFileReader(path: scratch.path("a.wav"))
    #expect(reader.rate == 44_100)
    #expect(reader.channelCount == 2)
    #expect(reader.frames == 123)
  }

  @Test func goesOnWhereItWasToldTo() throws {
    try writeFile(scratch.path("a.wav"), [[0, 0.25, 0.5, 0.75]])
    let reader = try SoundFileReader(path: scratch.path("a.wav"))
    try reader.seek(toFrame: 2)
    let plane = UnsafeMutablePointer<Float>.allocate(capacity: 4)
    defer { plane.deallocate() }
    let got = try withUnsafePointer(to: plane) { try reader.read(into: $0, frames: 4) }
    #expect(got == 2)
    #expect(plane[0] == 0.5 && plane[1] == 0.75)
    #expect(throws: SoundFileError.self) { try reader.seek(toFrame: 5) }
  }

  @Test func aMissingFileIsNamed() {
    let path = scratch.path("none.wav")
    let error = #expect(throws: SoundFileError.self) { try SoundFileReader(path: path) }
    #expect(error?.description == "\(path): No such file or directory")
  }

  @Test func aDirectoryIsRefused() {
    let error = #expect(throws: SoundFileError.self) {
      try SoundFileReader(path: scratch.url.path)
    }
    #expect(error?.reason == "is a directory, not a sound file")
  }

  @Test(arguments: [0, 1, 4, 1000]) func whatIsNoSoundFileIsRefused(byteCount: Int) throws {
    let path = scratch.path("a.wav")
    try Data(repeating: 0x5A, count: byteCount).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: SoundFileError.self) { try SoundFileReader(path: path) }
    #expect(error?.description.hasPrefix("\(path): ") == true)
    #expect(error?.description.contains("\n") == false)
  }
}
