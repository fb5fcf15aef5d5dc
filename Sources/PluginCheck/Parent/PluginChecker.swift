import Foundation
public import Plugins
import Synchronization

/// Has plugins checked by child processes, one each, as many at once as there are cores.
///
/// It ends whatever a plugin does: a child that takes too long is ended.
public struct PluginChecker: Sendable {
  /// Creates a checker; nothing runs yet.
  ///
  /// - Parameters:
  ///   - program: a program with the command `plugin-check`.
  ///   - environment: variables to set for the children.
  ///   - isAudit: whether every period is watched; `program` has to have the sanitizer for that.
  ///   - seconds: how long a child may take.
  ///   - addressSpaceBytes: what a child may allocate.
  public init(
    program: String = ChildProcess.ownProgram, environment: [String: String] = [:],
    isAudit: Bool = false, seconds: Double = 60, addressSpaceBytes: Int = 8 << 30
  ) {
    self.program = program
    self.environment = environment
    self.isAudit = isAudit
    self.seconds = seconds
    self.addressSpaceBytes = addressSpaceBytes
  }

  /// Checks plugins; the records are in their order.
  ///
  /// `whenDone` hears how many are done each time one is, on any thread, but never at once.
  /// Thread: control.
  public func check(
    _ plugins: [PluginDescriptor], whenDone: @Sendable (Int) -> Void = { _ in }
  ) -> [CheckRecord] {
    let records = Mutex<[Int: CheckRecord]>([:])
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(plugins.count, Self.cores)) { _ in
      while true {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < plugins.count else { return }
        let record = check(plugins[place])
        records.withLock {
          $0[place] = record
          whenDone($0.count)
        }
      }
    }
    let owners = DebianPackage.owners(of: Set(plugins.map(\.library)))
    let unordered = records.withLock { $0 }
    return plugins.indices.compactMap { place in
      var record = unordered[place]
      record?.package = owners[plugins[place].library]
      return record
    }
  }

  private let program: String
  private let environment: [String: String]
  private let isAudit: Bool
  private let seconds: Double
  private let addressSpaceBytes: Int

  private static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  private func check(_ plugin: PluginDescriptor) -> CheckRecord {
    guard plugin.missingFeatures.isEmpty else {
      return CheckRecord(plugin, .refused, "needs \(FeatureName.list(plugin.missingFeatures))")
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "tactus-check-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try check(plugin, in: folder)
    } catch {
      return CheckRecord(plugin, .failed, "cannot be checked: \(error)")
    }
  }

  private func check(_ plugin: PluginDescriptor, in folder: URL) throws -> CheckRecord {
    let sanitizer = [
      "RTSAN_OPTIONS": "halt_on_error=0:stack_trace_format='    #%n %p in %f (%m+%o)'"
    ]
    let child = try ChildProcess(
      program: program,
      arguments: ["plugin-check", "--folder", folder.path] + (isAudit ? ["--audit"] : [])
        + [plugin.key],
      environment: environment.merging(isAudit ? sanitizer : [:]) { $1 },
      limits: ChildProcess.Limits(
        addressSpaceBytes: addressSpaceBytes, wallSeconds: seconds, outputBytes: 1 << 20))
    let outcome = child.wait()
    let told = try? String(
      contentsOf: folder.appending(path: CheckTeller.name), encoding: .utf8)
    var record = CheckOutcome(outcome.end, told: told ?? "").record(of: plugin)
    if isAudit { record.add(UnsafeCall.all(in: outcome.errors, of: program)) }
    return record
  }
}
