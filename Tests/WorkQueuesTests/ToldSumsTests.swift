import Testing

@testable import WorkQueues

@Suite("ToldSums") struct ToldSumsTests {
  /// Asks every second; the seconds at which something was told, and what.
  private func told(
    seconds: ClosedRange<Int64>, _ sums: inout ToldSums, lowered: (Int64) -> UInt64
  ) -> [Int64: ToldSums.New] {
    var told: [Int64: ToldSums.New] = [:]
    for second in seconds {
      told[second] = sums.takeNew(
        lowered: lowered(second), spared: 0, now: second * 1_000_000_000, isLast: false)
    }
    return told
  }

  @Test func tellsNothingWhereNothingHappens() {
    var sums = ToldSums(nanoseconds: 0)
    #expect(told(seconds: 1...20, &sums) { _ in 0 }.isEmpty)
    let last = sums.takeNew(lowered: 0, spared: 0, now: 21_000_000_000, isLast: true)
    #expect(last == nil)
  }

  @Test func tellsTheSumOfASecond() {
    var sums = ToldSums(nanoseconds: 0)
    let told = told(seconds: 1...5, &sums) { $0 < 4 ? 0 : 37 }
    #expect(told == [4: .init(lowered: 37, spared: 0, seconds: 1)])
  }

  @Test func tellsLessOftenWhatGoesOnAndOn() {
    var sums = ToldSums(nanoseconds: 0)
    let told = told(seconds: 1...23, &sums) { UInt64($0) * 100 }
    #expect(told.keys.sorted() == [1, 2, 3, 13, 23])
    #expect(told[13] == .init(lowered: 1000, spared: 0, seconds: 10))
  }

  @Test func tellsEverySecondAgainAfterAPause() {
    var sums = ToldSums(nanoseconds: 0)
    _ = told(seconds: 1...13, &sums) { UInt64($0) }
    let later = told(seconds: 14...33, &sums) { $0 < 30 ? 13 : UInt64($0) }
    #expect(later.keys.sorted() == [30, 31, 32])
  }

  @Test func waitsForASecondToPass() {
    var sums = ToldSums(nanoseconds: 0)
    let early = sums.takeNew(lowered: 1, spared: 2, now: 500_000_000, isLast: false)
    #expect(early == nil)
    let last = sums.takeNew(lowered: 1, spared: 2, now: 500_000_000, isLast: true)
    #expect(last == .init(lowered: 1, spared: 2, seconds: 1))
  }
}
