extension TelemetryReader {
  /// The processes of this user's hosts that run, the one started last first.
  ///
  /// Thread: any.
  public static var runningProcesses: [Int32] {
    PageDirectory.standard.runningHosts().map(\.processID)
  }
}
