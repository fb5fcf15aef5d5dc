import CLilv
import Testing

@testable import PluginLV2

@Suite("LV2Features") struct LV2FeaturesTests {
  private let map = URIDMap()
  private let worker = LV2Worker()
  private let features: LV2Features

  init() { features = LV2Features(map: map, worker: worker.core, rate: 44_100, maximumFrames: 512) }

  private var offered: [String: UnsafeMutableRawPointer?] {
    Dictionary(
      uniqueKeysWithValues: features.pointers.compactMap { $0?.pointee }.map {
        (String(cString: $0.URI), $0.data)
      })
  }

  @Test func offersAllThatIsSupported() {
    let lengths = [
      LV2URI.coarseBlockLength, LV2URI.fixedBlockLength, LV2URI.powerOf2BlockLength,
    ]
    #expect(Set(offered.keys) == LV2URI.supportedFeatures.subtracting(lengths))
    #expect(features.pointers.last == .some(nil))
    #expect(features.pointersForRestore.count == features.pointers.count)
  }

  @Test func tellsRateAndBlockLengths() throws {
    let pointer = try #require(offered[LV2URI.options] ?? nil)
    var values: [String: Float] = [:]
    for option in UnsafeBufferPointer(
      start: pointer.assumingMemoryBound(to: LV2_Options_Option.self), count: 16)
    {
      guard option.key != 0, let value = option.value else { break }
      let isFloat = option.type == map.map(LV2URI.float)
      let key = try #require(map.unmap(option.key))
      values[String(cString: key)] =
        isFloat ? value.load(as: Float.self) : Float(value.load(as: Int32.self))
    }
    #expect(values[LV2URI.rateParameter] == 44_100)
    #expect(values[LV2URI.minBlockLength] == 0)
    #expect(values[LV2URI.maxBlockLength] == 512)
    #expect(values[LV2URI.nominalBlockLength] == 512)
    #expect(values[LV2URI.sequenceSize] == Float(LV2Features.sequenceBytes))
  }
}
