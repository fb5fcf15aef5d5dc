/// What a plugin keeps beyond the values of its parameters, at one moment.
///
/// Made by `PluginInstance.state()` and only of use to instances of the same plugin. Thread: control.
public protocol PluginState: AnyObject, Sendable {
  /// Whether an instance that has this state has the other.
  func isSame(as other: any PluginState) -> Bool
}

extension PluginInstance {
  /// Nothing, for a format whose plugins have parameters and nothing else.
  public func state() -> (any PluginState)? { nil }

  /// Does nothing, for a format whose plugins have parameters and nothing else.
  public func restore(_ state: any PluginState) {}
}
