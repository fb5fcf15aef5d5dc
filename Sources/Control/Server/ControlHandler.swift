/// The host as the control server sees it.
public protocol ControlHandler: Sendable {
  /// Does what a client asks for, or begins to, and answers with `reply`, once, from any thread.
  ///
  /// Thread: the server's; must not block, as all clients wait meanwhile.
  func perform(
    _ command: HostCommand,
    reply: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void)
}
