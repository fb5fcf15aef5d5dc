import Plugins
import Testing

@testable import PluginLV2

@Suite("LV2Catalogue", .enabled(if: Installed.hasExamples, "needs Debian's lv2-examples"))
struct LV2CatalogueTests {
  private let catalogue = LV2Catalogue(directories: [Installed.directory], cache: nil)

  @Test func listsEveryPluginOnceAndSorted() throws {
    let identifiers = try catalogue.list().map(\.identifier)
    #expect(identifiers.contains(Installed.amp))
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

  @Test func tellsWhatTheBundleSays() throws {
    let amp = try catalogue.descriptor(Installed.amp)
    #expect(amp.format == .lv2)
    #expect(amp.name == "Simple Amplifier")
    #expect(amp.category == "Amplifier")
    #expect(amp.library == "\(Installed.directory)/eg-amp.lv2")
    #expect(amp.missingFeatures == [])
    #expect(amp.inputs.map(\.symbol) == ["in"])
    #expect(amp.outputs.map(\.symbol) == ["out"])
    let gain = try #require(amp.parameters.first)
    #expect(gain.symbol == "gain")
    #expect(gain.name == "Gain")
    #expect(gain.minimum == -90)
    #expect(gain.maximum == 24)
    #expect(gain.defaultValue == 0)
    #expect(gain.unit == "dB")
    #expect(gain.scalePoints.map(\.value) == [-10, -5, 0, 5])
    #expect(gain.scalePoints.map(\.label) == ["-10", "-5", "0", "+5"])
  }

  @Test(.enabled(if: Installed.hasMDA, "needs Debian's mda-lv2"))
  func tellsScalePointsAndWholeNumbers() throws {
    let vocoder = try catalogue.descriptor("http://drobilla.net/plugins/mda/Vocoder")
    let choice = try #require(vocoder.parameters.first { !$0.scalePoints.isEmpty })
    #expect(choice.scalePoints.allSatisfy { !$0.label.isEmpty })
    #expect(vocoder.author == "David Robillard")
  }

  @Test(.enabled(if: Installed.hasSWH, "needs Debian's swh-lv2"))
  func keepsBoundsOfTheRateAsMultiples() throws {
    let filter = try catalogue.descriptor("http://plugin.org.uk/swh-plugins/bandpass_iir")
    let center = try #require(filter.parameters.first)
    #expect(center.isRateScaled)
    #expect(center.isLogarithmic)
    #expect(center.maximum == 0.45)
    #expect(filter.parameters.first { $0.symbol == "stages" }?.isInteger == true)
  }

  @Test(arguments: ["http://example.org/no-such-plugin", "no URI at all", ""])
  func refusesWhatIsNotThere(identifier: String) throws {
    let error = #expect(throws: PluginError.self) { try catalogue.descriptor(identifier) }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("LV2_PATH") == true)
    let second = #expect(throws: PluginError.self) {
      _ = try catalogue.makeInstance(identifier, rate: 48_000, maximumFrames: 64)
    }
    #expect(second == error)
  }

  @Test func suggestsAnIdentifierThatIsNear() throws {
    let error = #expect(throws: PluginError.self) { try catalogue.descriptor("EG-AMP") }
    #expect(error?.message.hasSuffix("did you mean <\(Installed.amp)>?") == true)
  }
}
