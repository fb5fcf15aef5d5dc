import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite(
  "LV2State", .serialized,
  .enabled(if: StatefulPlugin.isBuildable, "needs a C compiler and Debian's lv2-dev"))
struct LV2StateTests {
  private let directory: ScratchDirectory
  private let catalogue: LV2Catalogue

  init() throws {
    directory = try ScratchDirectory()
    try StatefulPlugin.build(in: directory)
    catalogue = LV2Catalogue(directories: [directory.path], cache: nil)
  }

  private func instance(rate: Int = 48_000) throws -> any PluginInstance {
    try catalogue.makeInstance(StatefulPlugin.identifier, rate: rate, maximumFrames: 256)
  }

  /// What an instance plays next: how many frames it has counted.
  private func next(_ instance: any PluginInstance) -> Float {
    let rig = Rig(instance, frames: 1)
    rig.run(frames: 1)
    return rig.outputs[0][0]
  }

  /// The directories of files that states hold.
  private var folders: Set<String> {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: FileManager.default.temporaryDirectory.path)
    return Set((names ?? []).filter { $0.hasPrefix("tactus-state-") })
  }

  @Test func goesFromOneInstanceToAnotherAtAnotherRate() throws {
    let old = try instance()
    Rig(old, frames: 100).run(frames: 100)
    let state = try #require(old.state())
    let new = try instance(rate: 44_100)
    #expect(next(new) == 0)
    new.restore(state)
    #expect(next(new) == 100)
    #expect(next(old) == 100)
  }

  @Test func isTheSameUntilItChanges() throws {
    let instance = try instance()
    let state = try #require(instance.state())
    let again = try #require(instance.state())
    #expect(state.isSame(as: again))
    Rig(instance, frames: 1).run(frames: 1)
    let after = try #require(instance.state())
    #expect(!state.isSame(as: after))
  }

  @Test func outlivesItsInstanceAndKeepsItsFilesAsLongAsAnybodyMayUseThem() throws {
    let before = folders
    var old: (any PluginInstance)? = try instance()
    if let old { Rig(old, frames: 7).run(frames: 7) }
    var state = old?.state()
    old = nil
    var new: (any PluginInstance)? = try instance()
    if let state { new?.restore(state) }
    state = nil
    #expect(folders.subtracting(before).count == 1)
    #expect(try next(#require(new)) == 7)
    new = nil
    #expect(folders.subtracting(before).isEmpty)
  }

  @Test func isWholeWhenItIsSavedWhileThePluginRuns() throws {
    let playing = try instance()
    let isOver = Locked(false)
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      let rig = Rig(playing, frames: 32)
      while !isOver.withLock({ $0 }) { rig.run(frames: 32) }
    }
    let new = try instance()
    var last: Float = -1
    for _ in 0..<200 {
      let state = try #require(playing.state())
      new.restore(state)
      let frames = next(new)
      #expect(frames >= last)
      last = frames
    }
    isOver.withLock { $0 = true }
    group.wait()
    #expect(last > 0)
  }

  @Test func isNothingToAnotherPlugin() throws {
    let amp = LV2Catalogue(directories: [Installed.directory], cache: nil)
    guard Installed.hasExamples else { return }
    let other = try amp.makeInstance(Installed.amp, rate: 48_000, maximumFrames: 64)
    #expect(other.state() == nil)
    let state = try #require(try instance().state())
    other.restore(state)
    let rig = Rig(other, frames: 64)
    rig.fillInputs()
    rig.run(frames: 64)
    #expect(rig.outputs[0].elementsEqual(rig.inputs[0]))
  }

  @Test func isRefusedWithTheInstance() throws {
    let error = #expect(throws: PluginError.self) { try instance(rate: 12_345) }
    #expect(error?.message.contains("12345 Hz") ?? false)
  }
}
