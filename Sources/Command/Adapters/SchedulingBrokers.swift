import RealtimeKit

/// Who this program asks for the priorities the kernel refuses.
enum SchedulingBrokers {
  /// One for the process, so that it is asked and counted once.
  static let realtimeKit = RealtimeKitBroker()
}
