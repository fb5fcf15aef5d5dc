import Testing

@testable import Signal

@Suite("Partition layout") struct PartitionLayoutTests {
  static let lengths =
    [1, 64, 65, 128, 1024, 1025, 2560, 2561, 8192, 96_000, 480_000, 576_000]

  @Test(arguments: lengths)
  func levelsFollowEachOtherToTheEnd(frames: Int) {
    var end = 64
    for level in PartitionLayout(frames: frames).levels {
      #expect(level.firstFrame == end)
      end = level.endFrame
    }
    #expect(end >= frames)
  }

  @Test(arguments: lengths)
  func everyLevelHasTheTimeItNeeds(frames: Int) {
    for level in PartitionLayout(frames: frames).levels {
      #expect(level.firstFrame >= level.size.earliestFrame)
      #expect(level.partitions > 0)
    }
  }

  @Test func shortResponsesAreDirect() {
    #expect(PartitionLayout(frames: 64).levels.isEmpty)
    #expect(PartitionLayout(frames: 65).levels.count == 1)
  }

  @Test func longResponsesHaveAllSizes() {
    #expect(PartitionLayout(frames: 480_000).levels.map(\.size) == PartitionSize.all)
    #expect(PartitionLayout(frames: 96_000).levels.map(\.partitions) == [15, 14, 22])
  }
}

@Suite("Slice table") struct SliceTableTests {
  @Test func sharesEqualPiecesOutEvenly() {
    let ends = SliceTable.ends(costs: [Double](repeating: 1, count: 64), slices: 16)
    #expect(ends == Array(stride(from: 4, through: 64, by: 4)))
  }

  @Test func noSliceHasMuchMoreThanItsShare() {
    let costs = [Double](repeating: 1, count: 16) + [Double](repeating: 7, count: 64)
    let ends = SliceTable.ends(costs: costs, slices: 64)
    let sums = zip([0] + ends, ends).map { costs[$0..<$1].reduce(0, +) }
    #expect(sums.reduce(0, +) == costs.reduce(0, +))
    #expect(sums.allSatisfy { $0 <= costs.reduce(0, +) / 64 + 7 })
  }

  @Test func fewPiecesAreAllDoneInTheEnd() {
    let ends = SliceTable.ends(costs: [1, 100], slices: 8)
    #expect(ends.last == 2)
    #expect(ends == ends.sorted())
  }
}
