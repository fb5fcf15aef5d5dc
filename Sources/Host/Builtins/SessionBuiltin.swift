/// A node that is part of the host.
public struct SessionBuiltin: Sendable, Equatable {
  let builtin: any Builtin

  init(_ builtin: some Builtin) { self.builtin = builtin }

  /// What `builtin:` calls it.
  public var name: String { type(of: builtin).name }

  /// Whether it may close a loop.
  var isFeedback: Bool { builtin is FeedbackBuiltin }

  /// The file it writes, if it does.
  var recordedPath: String? { (builtin as? RecorderBuiltin)?.path }

  /// Its ports and parameters.
  public var shape: NodeShape { builtin.shape }

  /// Whether both are the same built-in with the same values.
  public static func == (left: SessionBuiltin, right: SessionBuiltin) -> Bool {
    isEqual(left.builtin, right.builtin)
  }

  private static func isEqual<Left: Builtin>(_ left: Left, _ right: any Builtin) -> Bool {
    left == right as? Left
  }
}
