import Foundation
import Plugins
import TestSupport
import Testing

@testable import PluginLADSPA

@Suite("LADSPACatalogue", .enabled(if: Installed.hasSDK, "needs Debian's ladspa-sdk"))
struct LADSPACatalogueTests {
  private let catalogue = LADSPACatalogue(directories: [Installed.directory])

  @Test func listsEveryPluginOnceAndSorted() throws {
    let identifiers = try catalogue.list().map(\.identifier)
    #expect(identifiers.contains("amp:amp_mono"))
    #expect(identifiers.contains("amp:amp_stereo"))
    #expect(identifiers == identifiers.sorted())
    #expect(Set(identifiers).count == identifiers.count)
    #expect(catalogue.problems == [])
  }

  @Test func describesOneAsTheListDoes() throws {
    for listed in try catalogue.list() {
      let alone = try catalogue.descriptor(listed.identifier)
      #expect(alone == listed)
    }
  }

  @Test func tellsWhatTheHintsSay() throws {
    let amp = try catalogue.descriptor("amp:amp_mono")
    #expect(amp.format == .ladspa)
    #expect(amp.name == "Mono Amplifier")
    #expect(amp.author == "Richard Furse (LADSPA example plugins)")
    #expect(amp.library == "\(Installed.directory)/amp.so")
    #expect(amp.inputs.map(\.symbol) == ["input"])
    #expect(amp.outputs.map(\.symbol) == ["output"])
    let gain = try #require(amp.parameters.first)
    #expect(gain.symbol == "gain")
    #expect(gain.minimum == 0)
    #expect(gain.maximum == nil)
    #expect(gain.defaultValue == 1)
    #expect(gain.isLogarithmic)
    #expect(!gain.isRateScaled)
  }

  @Test(.enabled(if: Installed.hasSWH, "needs Debian's swh-plugins"))
  func keepsBoundsOfTheRateAsMultiples() throws {
    let filter = try catalogue.descriptor("lowpass_iir_1891:lowpass_iir")
    let cutoff = try #require(filter.parameters.first)
    #expect(cutoff.isRateScaled)
    #expect(cutoff.minimum == 0.0001)
    #expect(cutoff.maximum == 0.45)
    #expect(abs(try #require(cutoff.defaultValue) - 0.054_942_6) < 1e-6)
    #expect(filter.parameters.last?.isInteger == true)
  }

  @Test(arguments: ["amp", "", "nothere:amp", "amp:nothere", "../ladspa/amp:amp_mono", ":"])
  func refusesWhatIsNotThere(identifier: String) throws {
    let error = #expect(throws: PluginError.self) { try catalogue.descriptor(identifier) }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("\n") == false)
    #expect(throws: PluginError.self) {
      _ = try catalogue.makeInstance(identifier, rate: 48_000, maximumFrames: 64)
    }
  }

  @Test func saysWhichPluginsTheLibraryHas() throws {
    let error = #expect(throws: PluginError.self) { try catalogue.descriptor("amp:nothere") }
    #expect(error?.message.contains("amp_mono, amp_stereo") == true)
  }

  @Test func reportsWhatItCannotOpen() throws {
    let directory = try ScratchDirectory()
    try directory.write("not a library", to: "garbage.so")
    try directory.write("", to: "empty.so")
    try directory.write("ignored", to: "README.txt")
    let plain = "/usr/lib/\(PluginSearchPath.multiarch)/libm.so.6"
    try FileManager.default.createSymbolicLink(
      atPath: "\(directory.path)/plain.so", withDestinationPath: plain)
    let catalogue = LADSPACatalogue(directories: [directory.path, Installed.directory])
    #expect(try catalogue.list().contains { $0.identifier == "amp:amp_mono" })
    #expect(
      catalogue.problems.map(\.path)
        == ["empty", "garbage", "plain"].map { "\(directory.path)/\($0).so" })
    #expect(catalogue.problems.last?.message == "is not a LADSPA library")
    #expect(catalogue.problems.allSatisfy { !$0.message.contains(directory.path) })
    let error = #expect(throws: PluginError.self) { try catalogue.descriptor("garbage:any") }
    #expect(error?.code == .failed)
  }

  @Test func takesTheFirstOfTwoLibrariesWithOneName() throws {
    let directory = try ScratchDirectory()
    try FileManager.default.copyItem(
      atPath: "\(Installed.directory)/amp.so", toPath: "\(directory.path)/amp.so")
    let catalogue = LADSPACatalogue(directories: ["\(directory.path)/", Installed.directory])
    let amps = try catalogue.list().filter { $0.identifier == "amp:amp_mono" }
    #expect(amps.map(\.library) == ["\(directory.path)/amp.so"])
    #expect(try catalogue.descriptor("amp:amp_mono").library == "\(directory.path)/amp.so")
  }

  @Test func findsNothingWhereThereIsNothing() throws {
    let catalogue = LADSPACatalogue(directories: ["/nonexistent"])
    #expect(try catalogue.list() == [])
    #expect(throws: PluginError.self) { try catalogue.descriptor("amp:amp_mono") }
  }
}
