import TestSupport

@testable import Graph

/// Plays a blueprint with names of sounds in place of samples, and says what is wrong with it.
///
/// It knows the order of steps only from their predecessors, and what they should hear only from
/// the graph.
struct BlueprintModel {
  /// What is in a buffer.
  enum Content: Hashable {
    case nothing
    case silence
    case sound(GraphEndpoint)
    case sum(step: Int, port: Int)
  }

  let graph: GraphDescription
  let blueprint: Blueprint
  /// For each step all that are finished before it begins.
  let ancestors: [Set<Int>]

  init(_ graph: GraphDescription, _ blueprint: Blueprint) {
    self.graph = graph
    self.blueprint = blueprint
    var ancestors: [Set<Int>] = []
    for step in blueprint.steps {
      var all = Set(step.predecessors)
      for other in step.predecessors { all.formUnion(ancestors[other]) }
      ancestors.append(all)
    }
    self.ancestors = ancestors
  }

  /// What two steps that may run side by side do to the same buffer.
  var conflicts: [String] {
    let reads = blueprint.steps.map { step in
      Set(step.inputs.flatMap { [$0.buffer] + $0.sources.map(\.buffer) })
    }
    let writes = blueprint.steps.map { step in
      Set(step.outputs + step.inputs.filter { !$0.sources.isEmpty }.map(\.buffer))
    }
    var found: [String] = []
    for step in blueprint.steps.indices {
      for other in 0..<step where !ancestors[step].contains(other) {
        let shared = writes[step].intersection(reads[other].union(writes[other]))
          .union(reads[step].intersection(writes[other]))
        if !shared.isEmpty { found.append("steps \(other) and \(step): buffers \(shared)") }
      }
    }
    return found
  }

  /// What goes wrong when the steps are performed in this order.
  func play(_ order: [Int]) -> [String] {
    var found: [String] = []
    var contents = [Content](repeating: .nothing, count: blueprint.bufferCount)
    contents[0] = .silence
    for (channel, buffer) in blueprint.capture.enumerated() {
      contents[buffer] = .sound(.capture(channel))
    }
    for place in order { perform(place, &contents, &found) }
    for (channel, sources) in blueprint.playback.enumerated() {
      check(sources, .playback(channel), contents, &found)
      if sources.count != connections(to: .playback(channel)).count {
        found.append("playback \(channel) is incomplete")
      }
    }
    if contents[0] != .silence { found.append("silence was written") }
    return found
  }

  private func perform(_ place: Int, _ contents: inout [Content], _ found: inout [String]) {
    let step = blueprint.steps[place]
    for (port, input) in step.inputs.enumerated() where !input.sources.isEmpty {
      check(input.sources, .node(step.node, port: port), contents, &found)
      contents[input.buffer] = .sum(step: place, port: port)
    }
    for (port, input) in step.inputs.enumerated() {
      let expected = heard(at: place, port)
      if contents[input.buffer] != expected {
        found.append("step \(place) hears \(contents[input.buffer]), not \(expected)")
      }
    }
    for (port, output) in step.outputs.enumerated() {
      for (other, input) in step.inputs.enumerated() where input.buffer == output {
        if port != other || !graph.nodes[step.node].canRunInPlace {
          found.append("step \(place) writes output \(port) over its input \(other)")
        }
      }
    }
    if Set(step.outputs).count != step.outputs.count { found.append("step \(place): same outputs") }
    for (port, output) in step.outputs.enumerated() {
      contents[output] = .sound(.node(step.node, port: port))
    }
  }

  /// What the graph says is heard at an input.
  private func heard(at place: Int, _ port: Int) -> Content {
    let step = blueprint.steps[place]
    let connections = connections(to: .node(step.node, port: port))
    if connections.isEmpty { return .silence }
    return step.inputs[port].sources.isEmpty
      ? .sound(graph.connections[connections[0]].source) : .sum(step: place, port: port)
  }

  private func check(
    _ sources: [Blueprint.Source], _ destination: GraphEndpoint, _ contents: [Content],
    _ found: inout [String]
  ) {
    if sources.map(\.connection) != connections(to: destination) {
      found.append("\(destination) does not sum in the order of the session")
    }
    for source in sources {
      let expected = Content.sound(graph.connections[source.connection].source)
      if contents[source.buffer] != expected {
        found.append("\(destination) sums \(contents[source.buffer]), not \(expected)")
      }
    }
  }

  private func connections(to destination: GraphEndpoint) -> [Int] {
    graph.connections.indices.filter { graph.connections[$0].destination == destination }
  }

  /// A random order in which the steps can be performed.
  func randomOrder(_ random: inout SeededGenerator) -> [Int] {
    var open = blueprint.steps.map(\.predecessors.count)
    var ready = open.indices.filter { open[$0] == 0 }
    var order: [Int] = []
    while !ready.isEmpty {
      let step = ready.remove(at: Int.random(in: ready.indices, using: &random))
      order.append(step)
      for successor in blueprint.steps[step].successors {
        open[successor] -= 1
        if open[successor] == 0 { ready.append(successor) }
      }
    }
    return order
  }
}
