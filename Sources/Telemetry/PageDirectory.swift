import CTelemetry
import Glibc

/// Where the pages of one user's hosts are found: `/tactus-<uid>-<pid>` in POSIX shared memory.
struct PageDirectory: Sendable {
  /// What every page's name begins with, without the slash.
  let prefix: String

  /// The pages of the user who runs this program.
  static let standard = PageDirectory(prefix: "tactus-\(geteuid())-")

  func name(of processID: Int32) -> String { "/\(prefix)\(processID)" }

  /// Every process that has a page, alive or not.
  func processIDs() -> [Int32] {
    // POSIX has no call that lists shared memory; Linux keeps it in this directory.
    guard let directory = opendir("/dev/shm") else { return [] }
    defer { closedir(directory) }
    var found: [Int32] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix(prefix), let processID = Int32(name.dropFirst(prefix.count)),
        processID > 0
      else { continue }
      found.append(processID)
    }
    return found
  }

  /// The hosts that run, latest first.
  ///
  /// Removes the pages of those that were killed.
  func runningHosts() -> [ProcessIdentity] {
    processIDs().compactMap { processID in
      guard let owner = owner(of: processID) else { return nil }
      if owner.isAlive { return owner }
      remove(processID)
      return nil
    }.sorted { ($0.startTicks, $0.processID) > ($1.startTicks, $1.processID) }
  }

  /// Who wrote the page: what the page says, else whoever has the id now.
  ///
  /// A host killed before it put its name on the page leaves one without identity; a live process
  /// of that id, which may be writing it just now, is given the benefit of the doubt.
  func owner(of processID: Int32) -> ProcessIdentity? {
    let descriptor = shm_open(name(of: processID), O_RDONLY, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let startTicks = telemetry_identity(read: descriptor)?.start_ticks ?? 0
    return ProcessIdentity(processID: processID, startTicks: startTicks)
  }

  /// Whether the page says whose it is.
  func hasIdentity(_ processID: Int32) -> Bool {
    let descriptor = shm_open(name(of: processID), O_RDONLY, 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return telemetry_identity(read: descriptor) != nil
  }

  func remove(_ processID: Int32) { _ = shm_unlink(name(of: processID)) }
}

extension telemetry_identity {
  /// Reads the first bytes of a page without mapping it; nil when they are not an identity.
  init?(read descriptor: Int32) {
    self.init()
    let size = MemoryLayout<telemetry_identity>.size
    guard pread(descriptor, &self, size, 0) == size, magic == TELEMETRY_MAGIC else { return nil }
  }
}
