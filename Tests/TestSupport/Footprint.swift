import Foundation

/// What a process holds of the system, and what a server of JACK's left in shared memory.
public struct Footprint: CustomStringConvertible {
  private let descriptors: Int
  private let threads: Int
  private let mappings: Int
  private let sharedFiles: Int

  /// Counts what a process holds now; the test's own if `process` is nil.
  public init(of process: Int32? = nil, server: String) {
    func count(_ path: String) -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: path))?.count ?? 0
    }
    let folder = "/proc/\(process.map(String.init) ?? "self")"
    descriptors = count("\(folder)/fd")
    threads = count("\(folder)/task")
    let maps = (try? String(contentsOfFile: "\(folder)/maps", encoding: .utf8)) ?? ""
    mappings = maps.split(separator: "\n").count { $0.contains("/dev/shm/jack") }
    let shared = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/shm")) ?? []
    sharedFiles = shared.count { $0.contains(server) }
  }

  /// Whether one holds no more of anything than the other.
  public static func <= (one: Footprint, other: Footprint) -> Bool {
    one.descriptors <= other.descriptors && one.threads <= other.threads
      && one.mappings <= other.mappings && one.sharedFiles <= other.sharedFiles
  }

  /// All counts in words.
  public var description: String {
    "\(descriptors) descriptors, \(threads) threads, \(mappings) mappings, \(sharedFiles) files"
  }
}
