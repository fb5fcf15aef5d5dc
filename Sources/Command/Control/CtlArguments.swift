import ArgumentParser

/// The two ends of a connection.
struct CtlPorts: ParsableArguments {
  @Argument(
    help: "An output.", completion: .custom { words, _, _ in RunningNames.ports(words, "outputs") })
  var from: String
  @Argument(
    help: "An input.", completion: .custom { words, _, _ in RunningNames.ports(words, "inputs") })
  var to: String
}

/// A snapshot of the running host.
struct CtlSnapshotName: ParsableArguments {
  @Argument(
    help: "The snapshot.", completion: .custom { words, _, _ in RunningNames.snapshots(words) })
  var name: String
}
