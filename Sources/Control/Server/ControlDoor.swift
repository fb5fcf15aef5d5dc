/// A server at which a running host is steered and watched.
public protocol ControlDoor: NotificationSink {
  /// Closes all connections; replies that come later go nowhere.
  ///
  /// Thread: any of the control side.
  func end()
}
