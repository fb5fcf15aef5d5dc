import Foundation
import Synchronization

/// Has plugin libraries read by child processes, which end when one of them is at fault.
///
/// A child reads several, one after the other. Where it ends before its time, the library it was at
/// is marked with the reason, and another child reads the rest. As many children as there are cores
/// work at once.
public struct PluginScanner: Sendable {
  /// Creates a scanner; nothing runs yet.
  ///
  /// - Parameters:
  ///   - program: a program with the command `plugin-scan`; this one, unless a test is.
  ///   - secondsPerStep: how long a child may be silent at one library.
  ///   - addressSpaceBytes: what a child may allocate.
  public init(
    program: String = ChildProcess.ownProgram, secondsPerStep: Double = 5,
    addressSpaceBytes: Int = 4 << 30
  ) {
    self.program = program
    self.secondsPerStep = secondsPerStep
    self.addressSpaceBytes = addressSpaceBytes
  }

  /// The program the children run.
  public let program: String
  let secondsPerStep: Double
  let addressSpaceBytes: Int

  /// Reads libraries or bundles, which are on the path that `directories` are.
  ///
  /// Thread: control.
  ///
  /// - Throws: when no child can be started, or one ends before it came to a library.
  package func scan(
    _ format: PluginFormat, _ paths: [String], directories: [String]
  ) throws(PluginError) -> [String: ScanFindings] {
    let found = Mutex<Result<[String: ScanFindings], PluginError>>(.success([:]))
    let parts = Self.parts(of: paths)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(parts.count, Self.cores)) { _ in
      while true {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < parts.count else { return }
        let result = part(format, parts[place], directories)
        found.withLock { $0 = Self.merged($0, result) }
      }
    }
    return try found.withLock { $0 }.get()
  }

  /// What a child reads at most: enough that its start counts little, and its end costs little.
  private static let pathsPerChild = 24

  private static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  private static func parts(of paths: [String]) -> [ArraySlice<String>] {
    stride(from: 0, to: paths.count, by: pathsPerChild).map {
      paths[$0..<min($0 + pathsPerChild, paths.count)]
    }
  }

  private func part(
    _ format: PluginFormat, _ paths: ArraySlice<String>, _ directories: [String]
  ) -> Result<[String: ScanFindings], PluginError> {
    do throws(PluginError) {
      var scan = ScanPart(self, format, paths: Array(paths), directories: directories)
      try scan.run()
      return .success(scan.found)
    } catch {
      return .failure(error)
    }
  }

  private static func merged(
    _ first: Result<[String: ScanFindings], PluginError>,
    _ second: Result<[String: ScanFindings], PluginError>
  ) -> Result<[String: ScanFindings], PluginError> {
    first.flatMap { first in second.map { first.merging($0) { $1 } } }
  }
}
