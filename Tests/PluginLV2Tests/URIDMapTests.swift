import CLilv
import Foundation
import Testing

@testable import PluginLV2

@Suite("URIDMap") struct URIDMapTests {
  @Test func givesEveryURIOneNumber() {
    let map = URIDMap()
    let first = map.map("urn:a")
    let second = map.map("urn:b")
    #expect(first != 0)
    #expect(second != 0)
    #expect(first != second)
    #expect(map.map("urn:a") == first)
  }

  @Test func givesTheURIBackFromAPlaceThatStays() throws {
    let map = URIDMap()
    let id = map.map("urn:a")
    let text = try #require(map.unmap(id))
    for number in 0..<1000 { _ = map.map("urn:\(number)") }
    #expect(String(cString: text) == "urn:a")
    #expect(map.unmap(id) == text)
  }

  @Test func knowsNoNumberItNeverGave() {
    let map = URIDMap()
    #expect(map.unmap(0) == nil)
    #expect(map.unmap(1) == nil)
    #expect(map.unmap(.max) == nil)
  }

  @Test func answersThroughTheFeatures() {
    let map = URIDMap()
    let id = map.mapFeature.map(map.mapFeature.handle, "urn:a")
    #expect(id == map.map("urn:a"))
    let text = map.unmapFeature.unmap(map.unmapFeature.handle, id)
    #expect(text.map { String(cString: $0) } == "urn:a")
  }

  @Test func agreesBetweenThreads() {
    let map = URIDMap()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for number in 0..<500 { _ = map.map("urn:\(number)") }
    }
    let ids = (0..<500).map { map.map("urn:\($0)") }
    #expect(Set(ids) == Set(1...500))
  }
}
