public import Control
import Foundation
public import TestSupport

/// A host that implements the protocol without any sound.
public final class FakeHost: ControlHandler {
  /// What it was asked for so far.
  public let commands = Locked<[HostCommand]>([])
  /// Replies kept back while it holds them.
  public let held = Locked<[@Sendable (Result<JSONValue, ControlError>) -> Void]>([])
  private let holds: Bool
  private let state: JSONValue

  /// Makes a host that holds its replies back, or answers with this state.
  public init(holds: Bool = false, state: JSONValue = ["nodes": ["amp"]]) {
    self.holds = holds
    self.state = state
  }

  /// The edits it was asked for so far.
  public var edits: [ControlEdit] {
    commands.withLock { commands in
      commands.flatMap { command -> [ControlEdit] in
        if case .edit(let edits, _) = command { edits } else { [] }
      }
    }
  }

  /// Keeps the command and answers it; refuses to load, and to bypass the mixer.
  public func perform(
    _ command: HostCommand, reply: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void
  ) {
    commands.withLock { $0.append(command) }
    if holds { return held.withLock { $0.append(reply) } }
    switch command {
    case .state(let sections): reply(.success(told(sections)))
    case .load(let path): reply(.failure(ControlError(.notFound, "there is no file \(path)")))
    case .edit([.bypass(node: "mix", isBypassed: true)], _):
      reply(.failure(ControlError(.conflict, "\"mix\" cannot be bypassed")))
    case .edit(let edits, let frame):
      // From another thread, as a host that waits for its cycle does.
      DispatchQueue.global().async {
        reply(.success(["applied": .integer(Int64(edits.count)), "atFrame": .integer(frame ?? 0)]))
      }
    default: reply(.success(.null))
    }
  }

  private func told(_ sections: [StateSection]) -> JSONValue {
    guard !sections.isEmpty, let fields = state.fields else { return state }
    return .object(fields.filter { name, _ in sections.contains { $0.rawValue == name } })
  }
}

/// Polls a condition until it holds, for 20 s at most; for bodies that cannot suspend.
public func waitUntil(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<20_000 {
    if try condition() { return true }
    usleep(1000)
  }
  return try condition()
}
