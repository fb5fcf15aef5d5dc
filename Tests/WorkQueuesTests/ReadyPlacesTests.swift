import Testing

@testable import WorkQueues

@Suite("ReadyPlaces")
struct ReadyPlacesTests {
  private let places = Box()

  /// Holds what cannot be copied.
  private final class Box {
    let ready = ReadyPlaces()
    func insert(_ place: Int) { ready.insert(place) }
    func take() -> Int? { ready.take() }
    func contains(_ place: Int) -> Bool { ready.contains(place) }
    var isEmpty: Bool { ready.isEmpty && ready.isEmptyInOrder() }
  }

  @Test func isEmptyAtFirst() {
    #expect(places.isEmpty)
    #expect(places.take() == nil)
  }

  @Test func givesEachPlaceOnce() {
    for place in 0..<ReadyPlaces.count {
      places.insert(place)
      places.insert(place)
    }
    let taken = (0..<ReadyPlaces.count).map { _ in places.take() }
    #expect(taken == Array(0..<ReadyPlaces.count))
    #expect(places.take() == nil)
    #expect(places.isEmpty)
  }

  @Test(arguments: [(3, 100), (100, 3), (63, 64), (64, 63), (0, 127), (127, 0)])
  func givesEachItsTurn(first: Int, second: Int) {
    places.insert(first)
    #expect(places.take() == first)
    // The one behind the last comes first, though the other was inserted before.
    places.insert(first)
    places.insert(second)
    #expect(places.take() == second)
    #expect(places.take() == first)
    #expect(places.take() == nil)
  }

  @Test func knowsWhatItContains() {
    places.insert(70)
    #expect(places.contains(70))
    #expect(!places.contains(6))
    #expect(!places.isEmpty)
    #expect(places.take() == 70)
    #expect(!places.contains(70))
  }
}
