import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

/// The example that has it all: a default state, a file, a worker, and a thread-safe restore.
@Suite(
  "State of the example sampler", .serialized,
  .enabled(if: Installed.hasExamples, "needs Debian's lv2-examples"))
struct LV2SamplerStateTests {
  private static let sampler = "http://lv2plug.in/plugins/eg-sampler"
  private static let catalogue = LV2Catalogue(directories: [Installed.directory], cache: nil)
  private let directory: ScratchDirectory

  init() throws { directory = try ScratchDirectory() }

  private func url(_ name: String) -> URL { URL(filePath: "\(directory.path)/\(name)") }

  private func instance() throws -> any PluginInstance {
    try Self.catalogue.makeInstance(Self.sampler, rate: 48_000, maximumFrames: 64)
  }

  /// Where the sample in a folder leads to.
  private func sample(in name: String) throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "\(directory.path)/\(name)/click.wav")
  }

  @Test func beginsWithItsDefaultFile() throws {
    try instance().save(to: url("saved"))
    #expect(try sample(in: "saved") == "\(Installed.directory)/eg-sampler.lv2/click.wav")
  }

  @Test func leadsToTheFileAgainWhenItIsSavedElsewhere() throws {
    try instance().save(to: url("one"))
    let new = try instance()
    try new.load(from: url("one"))
    Rig(new, frames: 64).run(frames: 64)
    try new.save(to: url("two"))
    try FileManager.default.removeItem(at: url("one"))
    #expect(try sample(in: "two") == "\(Installed.directory)/eg-sampler.lv2/click.wav")
    try instance().load(from: url("two"))
  }

  @Test func isRestoredWhileItPlays() throws {
    let playing = try instance()
    #expect(playing.loadsWhilePlaying)
    try playing.save(to: url("saved"))
    let isOver = Locked(false)
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      let rig = Rig(playing, frames: 32)
      while !isOver.withLock({ $0 }) { rig.run(frames: 32) }
    }
    defer {
      isOver.withLock { $0 = true }
      group.wait()
    }
    for _ in 0..<20 { try playing.load(from: url("saved"), whilePlaying: true) }
  }
}
