/// How samples get to a device and back.
public enum SampleAccess: String, Sendable, CaseIterable {
  /// Straight into and out of the device's memory.
  case mapped
  /// By calls that copy them.
  case copied
}
