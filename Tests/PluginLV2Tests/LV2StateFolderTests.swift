import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite(
  "LV2 states in folders", .serialized,
  .enabled(if: StatefulPlugin.isBuildable, "needs a C compiler and Debian's lv2-dev"))
struct LV2StateFolderTests {
  private let directory: ScratchDirectory
  private let catalogue: LV2Catalogue
  private let folder: URL

  init() throws {
    directory = try ScratchDirectory()
    try StatefulPlugin.build(in: directory)
    catalogue = LV2Catalogue(directories: [directory.path], cache: nil)
    folder = URL(filePath: directory.path).appending(path: "saved")
  }

  private func instance() throws -> any PluginInstance {
    try catalogue.makeInstance(StatefulPlugin.identifier, rate: 48_000, maximumFrames: 256)
  }

  /// Saves what an instance is after so many frames.
  private func save(afterFrames frames: Int, to folder: URL? = nil) throws {
    let instance = try instance()
    if frames > 0 { Rig(instance, frames: 256).run(frames: frames) }
    try instance.save(to: folder ?? self.folder)
  }

  /// What an instance plays next: how many frames it has counted.
  private func next(_ instance: any PluginInstance) -> Float {
    let rig = Rig(instance, frames: 1)
    rig.run(frames: 1)
    return rig.outputs[0][0]
  }

  private func message(_ body: () throws -> Void) throws -> String {
    let error = #expect(throws: PluginError.self) { try body() }
    return try #require(error).message
  }

  @Test func bringsAnotherInstanceToIt() throws {
    try save(afterFrames: 100)
    let new = try instance()
    try new.load(from: folder)
    #expect(next(new) == 100)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names) == ["state.ttl", "frames.txt"])
    try catalogue.checkState(in: folder, of: StatefulPlugin.identifier)
  }

  @Test func takesFilesAlongWhenItIsSavedElsewhere() throws {
    try save(afterFrames: 7)
    let new = try instance()
    try new.load(from: folder)
    let other = URL(filePath: directory.path).appending(path: "other")
    try new.save(to: other)
    try FileManager.default.removeItem(at: folder)
    let third = try instance()
    try third.load(from: other)
    #expect(next(third) == 7)
  }

  @Test func isReplacedWhole() throws {
    for frames in [1, 2, 3] { try save(afterFrames: frames) }
    let new = try instance()
    try new.load(from: folder)
    #expect(next(new) == 3)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(!names.contains { $0.contains(".saved") })
  }

  @Test func neverReplacesOtherFiles() throws {
    try directory.write("mine", to: "precious/file.txt")
    let precious = URL(filePath: directory.path).appending(path: "precious")
    let message = try message { try save(afterFrames: 1, to: precious) }
    #expect(message.contains("\(directory.path)/precious holds other files"))
    #expect(try String(contentsOf: precious.appending(path: "file.txt"), encoding: .utf8) == "mine")
  }

  @Test func isRefusedWholeWhenItIsCutOffAnywhere() throws {
    try save(afterFrames: 100)
    let file = folder.appending(path: "state.ttl")
    let whole = try Data(contentsOf: file)
    let new = try instance()
    for length in stride(from: 0, to: whole.count - 2, by: 41) {
      try whole.prefix(length).write(to: file)
      let message = try message { try new.load(from: folder) }
      #expect(message.contains(file.path), "\(length): \(message)")
      #expect(throws: PluginError.self) {
        try catalogue.checkState(in: folder, of: StatefulPlugin.identifier)
      }
    }
    #expect(next(new) == 0)
  }

  @Test func isRefusedWithoutItsFile() throws {
    try save(afterFrames: 100)
    try FileManager.default.removeItem(at: folder.appending(path: "frames.txt"))
    let new = try instance()
    let message = try message { try new.load(from: folder) }
    #expect(message.contains("\(folder.path)/frames.txt, which is not there"))
    #expect(next(new) == 0)
  }

  @Test func isRefusedWhereThereIsNone() throws {
    let message = try message { try instance().load(from: folder) }
    #expect(message.contains("\(folder.path)/state.ttl"))
  }

  @Test func isRefusedWhenItIsAnotherPlugins() throws {
    try save(afterFrames: 100)
    let file = folder.appending(path: "state.ttl")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacing(StatefulPlugin.identifier, with: "urn:tactus:other")
      .write(to: file, atomically: true, encoding: .utf8)
    let message = try message { try instance().load(from: folder) }
    #expect(message.contains("is a state of <urn:tactus:other>, not of <urn:tactus:stateful>"))
  }

  @Test func givesBackWhatThePluginHadWhenItRefuses() throws {
    try save(afterFrames: 100)
    let file = folder.appending(path: "state.ttl")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacing("urn:tactus:frames", with: "urn:tactus:unknown")
      .write(to: file, atomically: true, encoding: .utf8)
    let new = try instance()
    Rig(new, frames: 5).run(frames: 5)
    let message = try message { try new.load(from: folder) }
    #expect(message.contains("refuses the state: a value is missing"))
    #expect(next(new) == 5)
  }

  @Test func isNotRestoredWhileThePluginPlaysUnlessItSaysSo() throws {
    try save(afterFrames: 100)
    let new = try instance()
    #expect(!new.loadsWhilePlaying)
    let message = try message { try new.load(from: folder, whilePlaying: true) }
    #expect(message.contains("while it plays"))
    #expect(next(new) == 0)
  }

  @Test func isSavedWhileThePluginRuns() throws {
    let playing = try instance()
    let isOver = Locked(false)
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      let rig = Rig(playing, frames: 32)
      while !isOver.withLock({ $0 }) { rig.run(frames: 32) }
    }
    var last: Float = -1
    for _ in 0..<20 {
      try playing.save(to: folder)
      let new = try instance()
      try new.load(from: folder)
      let frames = next(new)
      #expect(frames >= last)
      last = frames
    }
    isOver.withLock { $0 = true }
    group.wait()
  }
}
