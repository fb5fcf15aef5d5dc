import Testing

@testable import Meter

@Suite("Sharing out of room") struct LayoutTests {
  @Test func everySectionHasAHeadingFirst() {
    let budget = RowBudget(rows: 4, wanted: [9, 9, 9, 9], weights: [1, 1, 1, 1])
    #expect(budget.entries == [0, 0, 0, 0])
  }

  @Test func leastImportantSectionsGoFirst() {
    let budget = RowBudget(rows: 2, wanted: [9, 9, 9], weights: [1, 1, 1])
    #expect(budget.entries == [0, 0, nil])
  }

  @Test func longListDoesNotPushOutAShortOne() {
    let budget = RowBudget(rows: 12, wanted: [100, 2], weights: [1, 1])
    #expect(budget.entries == [8, 2])
  }

  @Test func weightsDecide() {
    let budget = RowBudget(rows: 11, wanted: [100, 100], weights: [1, 2])
    #expect(budget.entries == [3, 6])
  }

  @Test func whatIsLeftIsAirThenHistory() {
    #expect(RowBudget(rows: 10, wanted: [3, 3], weights: [1, 1]).gaps == 2)
    #expect(RowBudget(rows: 10, wanted: [3, 3], weights: [1, 1]).graph == 0)
    #expect(RowBudget(rows: 50, wanted: [3, 3], weights: [1, 1]).graph == 10)
    #expect(RowBudget(rows: 0, wanted: [], weights: []).graph == 0)
  }

  @Test func welcomeRowsComeAfterAllWantedOnes() {
    let budget = { RowBudget(rows: $0, wanted: [2, 6], welcome: [9, 6], weights: [1, 1]) }
    #expect(budget(10).entries == [2, 6])
    #expect(budget(12).entries == [4, 6])
    #expect(budget(12).gaps == 0)
    #expect(budget(19).entries == [9, 6])
  }

  @Test func yieldingSectionGivesItsRowsAwayUnlessTheyAreWorthIt() {
    let claims = (wanted: [8, 5, 8], weights: [1, 1, 1])
    let tight = RowBudget(
      rows: 13, wanted: claims.wanted, weights: claims.weights, yielding: 1)
    #expect(tight.entries == [5, 0, 5])
    let roomy = RowBudget(
      rows: 15, wanted: claims.wanted, weights: claims.weights, yielding: 1)
    #expect(roomy.entries == [4, 4, 4])
  }

  @Test func yieldingSectionGivesUpItsHeadingBeforeAnotherHasNoRow() {
    let budget = { RowBudget(rows: $0, wanted: [9, 9, 9], weights: [1, 1, 1], yielding: 1) }
    #expect(budget(4).entries == [1, nil, 1])
    #expect(budget(5).entries == [1, 0, 1])
    #expect(budget(1).entries == [0, nil, nil])
  }

  @Test func shortYieldingSectionIsWorthItsRows() {
    let budget = RowBudget(rows: 9, wanted: [2, 9], weights: [1, 2], yielding: 0)
    #expect(budget.entries == [2, 5])
  }

  @Test func noAirAboveASectionOfOneLine() {
    let budget = RowBudget(rows: 10, wanted: [4, 8], weights: [9, 1], yielding: 1)
    #expect(budget.entries == [4, 4])
    #expect(RowBudget(rows: 8, wanted: [4, 8], weights: [9, 1], yielding: 1).gaps == 1)
  }

  private let columns: [Column] = [
    .name(
      .text("N", .title), minimum: 4, maximum: 8, importance: 9, fields: [.text("abcdef", .dim)]),
    .number("x", width: 3, importance: 1), .filling(.scale, minimum: 5, importance: 5),
  ]

  @Test func columnsShareTheRoom() {
    let places = columns.widths(in: 30, gap: 1)
    #expect(places.map(\.index) == [0, 1, 2])
    #expect(places.map(\.width) == [6, 3, 19])
  }

  @Test func leastImportantColumnGoesFirst() {
    #expect(columns.widths(in: 13, gap: 1).map(\.index) == [0, 2])
    #expect(columns.widths(in: 9, gap: 1).map(\.index) == [0])
    #expect(columns.widths(in: 3, gap: 1).isEmpty)
  }
}
