import Testing

@testable import Graph

@Suite("GraphOrder") struct GraphOrderTests {
  private func order(_ count: Int, _ edges: [(Int, Int)]) throws -> GraphOrder {
    try GraphOrder(
      GraphDescription(
        nodes: (0..<count).map { .wire("n\($0)", ports: 2) },
        connections: edges.map { connect(.node($0.0, port: 0), .node($0.1, port: 0)) },
        maximumFrames: 1))
  }

  @Test func readsSoonAfterItIsWrittenElseInTheSessionsOrder() throws {
    #expect(try order(4, []).order == [0, 1, 2, 3])
    #expect(try order(4, [(0, 1), (1, 2), (2, 3)]).order == [0, 1, 2, 3])
    #expect(try order(4, [(3, 0)]).order == [3, 0, 1, 2])
    #expect(try order(4, [(3, 2), (2, 1), (1, 0)]).order == [3, 2, 1, 0])
  }

  @Test func knowsWidthAndCriticalPath() throws {
    let empty = try order(0, [])
    #expect(empty.width == 0)
    #expect(empty.criticalPath == 0)
    let chain = try order(5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    #expect(chain.width == 1)
    #expect(chain.criticalPath == 5)
    let diamond = try order(4, [(0, 1), (0, 2), (1, 3), (2, 3)])
    #expect(diamond.width == 2)
    #expect(diamond.criticalPath == 3)
    let apart = try order(6, [(0, 1)])
    #expect(apart.width == 5)
    #expect(apart.criticalPath == 2)
  }

  @Test func countsTwoConnectionsOfTheSameNodesOnce() throws {
    let order = try GraphOrder(
      GraphDescription(
        nodes: [.wire("a", ports: 2), .wire("b", ports: 2)],
        connections: [
          connect(.node(0, port: 0), .node(1, port: 0)),
          connect(.node(0, port: 1), .node(1, port: 1)),
        ], maximumFrames: 1))
    #expect(order.predecessors == [[], [0]])
    #expect(order.successors == [[1], []])
  }
}
