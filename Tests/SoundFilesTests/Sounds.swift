import Foundation
import SoundFiles

/// A directory that goes away with the test.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// Calls `body` with planes as the cycle has them.
func withPlanes<Result>(
  _ channels: [[Float]], _ body: (UnsafePointer<UnsafePointer<Float>?>) throws -> Result
) rethrows -> Result {
  let planes: [UnsafePointer<Float>?] = channels.map { channel in
    let copy = UnsafeMutablePointer<Float>.allocate(capacity: max(1, channel.count))
    copy.initialize(from: channel, count: channel.count)
    return UnsafePointer(copy)
  }
  defer { for plane in planes { plane?.deallocate() } }
  return try planes.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("no channels") }
    return try body(base)
  }
}

/// Writes a whole file.
func writeFile(
  _ path: String, _ channels: [[Float]], rate: Int = 48_000, format: SampleFormat? = nil
) throws {
  let writer = try SoundFileWriter(
    path: path, rate: rate, channelCount: channels.count, sampleFormat: format)
  try withPlanes(channels) { try writer.write($0, frames: channels[0].count) }
  try writer.close()
}

/// A table's samples as arrays.
func samples(of table: SampleTable) -> [[Float]] {
  (0..<table.channelCount).map { channel in
    [Float](UnsafeBufferPointer(start: table.channel(channel), count: table.frames))
  }
}

/// Reads a file with the streaming reader, `blockFrames` at a time.
func stream(_ path: String, blockFrames: Int) throws -> [[Float]] {
  let reader = try SoundFileReader(path: path)
  let planes = (0..<reader.channelCount).map { _ in
    UnsafeMutablePointer<Float>.allocate(capacity: blockFrames)
  }
  defer { for plane in planes { plane.deallocate() } }
  var result = [[Float]](repeating: [], count: reader.channelCount)
  while true {
    let got = try planes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return try reader.read(into: base, frames: blockFrames)
    }
    for (channel, plane) in planes.enumerated() {
      result[channel] += UnsafeBufferPointer(start: plane, count: got)
    }
    if got < blockFrames { return result }
  }
}

/// Noise that is the same every time, from -1 to 1, with every bit of the mantissa in use.
func noise(_ count: Int, seed: UInt64 = 1) -> [Float] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
  }
}

/// A sine of amplitude 1.
func sine(_ hertz: Double, rate: Int, frames: Int) -> [Float] {
  (0..<frames).map { Float(sin(2 * .pi * hertz * Double($0) / Double(rate))) }
}

/// Makes every further write to an open file fail as a full disk does.
func fillDisk(under path: String) throws {
  let folder = "/proc/self/fd"
  for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
    guard target == path, let descriptor = Int32(name) else { continue }
    let full = open("/dev/full", O_RDWR)
    dup2(full, descriptor)
    close(full)
  }
}

/// Whether `fillDisk` can work here.
let canFillDisk =
  FileManager.default.fileExists(atPath: "/dev/full")
  && FileManager.default.fileExists(atPath: "/proc/self/fd")
