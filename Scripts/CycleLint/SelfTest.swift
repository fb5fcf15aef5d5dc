import Foundation

/// Sources that must and must not be found fault with, so that the gate is known to be able to fail.
enum SelfTest {
  /// One file: where it is, what it holds, and the lines that must be reported.
  private struct Fixture {
    let path: String
    let lines: [Int]
    let source: String
    init(_ path: String, reports lines: [Int] = [], _ source: String) {
      self.path = path
      self.lines = lines
      self.source = source
    }
  }

  /// What went wrong, one line each.
  static func failures() throws -> [String] {
    let sources = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: sources) }
    for fixture in fixtures {
      let file = sources.appending(path: fixture.path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try fixture.source.write(to: file, atomically: true, encoding: .utf8)
    }
    let findings = try Lint.findings(in: sources)
    return fixtures.compactMap { fixture in
      let found = findings.filter { $0.file == "Sources/\(fixture.path)" }.map(\.line)
      guard found != fixture.lines else { return nil }
      return "\(fixture.path): expected findings on lines \(fixture.lines), got \(found)"
    }
  }

  private static let fixtures = [
    Fixture(
      "Signal/Functions.swift", reports: [1, 11],
      """
      func bare() {}
      @_noLocks func annotated() {}
      struct Gain {
        @_noLocks
        init() { func nested() {} }; deinit {}
        @inline(__always)
        @_noLocks
        public func aboveIt() {}
        // @_noLocks
        @inline(__always)
        func onlyInAComment() {}
      }
      """),
    Fixture(
      "WorkQueues/Properties.swift", reports: [3, 7, 10, 13, 16],
      """
      struct Depth {
        var stored = 0
        var sugar: Int { stored }
        var half: Int {
          @_noLocks
          get { stored }
          set { stored = newValue }
        }
        var observed = 0 {
          didSet { stored = observed }
        }
        @_noLocks subscript(index: Int) -> Int { index }
        subscript(name: String) -> Int { 0 }
        static let closure = { 1 }
        #if DEBUG
        func conditional() {}
        #endif
      }
      """),
    Fixture(
      "Graph/Generics.swift", reports: [1, 2, 4],
      """
      func generic<T>(_ value: T) {}
      func opaque(_ value: some Sequence) {}
      protocol Step { func run(); var frames: Int { get } }
      @inlinable func inlinable() {}
      """),
    Fixture(
      "Realtime/Generics.swift", reports: [7],
      """
      func generic<T>(_ value: T) {}
      struct Ring<Element> {
        init() {}
        var count: Int { 0 }
      }
      @inlinable func inlinable() {}
      func concrete() {}
      """),
    Fixture(
      "Realtime/Ring+Take.swift", reports: [3, 4],
      """
      extension Ring { func take() -> Element? { nil } }
      extension Ring.Slot { func clear() {} }
      extension Ring<Float> { func sum() {} }
      extension Parker { func park() {} }
      """),
    Fixture(
      "Graph/Vouches.swift", reports: [1, 7, 12],
      #"""
      @_semantics("no_performance_analysis") func noReason() {}
      // Vouched: the library only reads a clock.
      @_semantics("no_performance_analysis") @inline(never)
      func reasoned() {}
      // Too far above to belong to it.

      @_semantics("no_performance_analysis") func tooFar() {}
      @inline(never)
      @_semantics("no_performance_analysis")  // Vouched: a plain system call.
      func besides() {}
      /// A summary is not a reason.
      @_semantics("no_performance_analysis") func summary() {}
      /// Runs a plugin. Vouched for: foreign code.
      @_semantics("no_performance_analysis") func documented() {}
      """#),
    Fixture(
      "Host/Vouches.swift", reports: [3],
      #"""
      import Foundation
      func unconstrained() {}
      @_semantics("no_performance_analysis") func noReason() {}
      """#),
    Fixture(
      "Signal/Imports.swift", reports: [1, 2],
      """
      import Foundation
      public import Glibc
      import Realtime
      internal import Synchronization
      public import CRealtime
      """),
    Fixture(
      "Signal/Gain+Setup.swift", reports: [1],
      """
      import Foundation
      func prepares() {}
      """),
    Fixture("Graph/Compile/Planner.swift", "func plans() {}"),
    Fixture(
      "Graph/PlanDescription.swift",
      """
      // Control side. What people read about a plan.
      import Signal
      func describes() {}
      """),
    Fixture(
      "Graph/NotControlSide.swift", reports: [3],
      """
      // A plan.
      // Control side.
      func runs() {}
      """),
  ]
}
