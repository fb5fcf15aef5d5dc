/// Where what a host has to tell goes, to be told to those who asked for it.
public protocol NotificationSink: Sendable {
  /// Whether anybody has subscribed to the topic, so that it is worth making.
  ///
  /// Thread: any of the control side.
  func hasSubscribers(to topic: ControlTopic) -> Bool

  /// Tells all who subscribed to the topic; never waits for any of them.
  ///
  /// Thread: any of the control side.
  func publish(_ topic: ControlTopic, _ body: JSONValue)
}
