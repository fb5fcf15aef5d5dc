import Glibc

/// The file system recordings go to.
struct RecordingsLook: Sendable {
  /// Absolute, without symbolic links.
  var path = "/"
  /// Such as `ext4`; empty when it is not known.
  var type = ""
  var isWritable = true
  var space: SystemRoot.Space?
}

extension RecordingsLook {
  init(_ root: SystemRoot, path: String) {
    self.path = path
    type = Self.type(of: path, root.lines("/proc/self/mountinfo"))
    isWritable = root.access(path, W_OK) == .allowed
    space = root.space(root.folder + path)
  }

  var check: Check {
    let title = "recordings"
    let left = space.map { ", \(ByteCount.text($0.freeBytes)) left" } ?? ""
    let found = "\(path) on \(type.isEmpty ? "an unknown file system" : type)\(left)"
    let elsewhere = "record to a folder on a disk of this machine, as --recordings names it"
    if !isWritable {
      return Check(
        .recordings, title, .problem, "\(found): cannot be written",
        cure: .init(text: "choose another folder, or make it yours"))
    }
    if let space, space.freeBytes < Self.fullBytes {
      return Check(
        .recordings, title, .problem, "\(found): full",
        cure: .init(text: "remove what you do not need, as listed by", commands: [list]))
    }
    if Self.network.contains(type) {
      return Check(
        .recordings, title, .warning, "\(found): a network that stalls costs recorded sound",
        cure: .init(text: elsewhere))
    }
    if ["tmpfs", "ramfs"].contains(type) {
      return Check(
        .recordings, title, .warning, "\(found): in memory, lost when the machine stops",
        cure: .init(text: elsewhere))
    }
    if let space, space.freeBytes < max(Self.scarceBytes, space.totalBytes / 20) {
      return Check(
        .recordings, title, .warning, "\(found): nearly full",
        cure: .init(text: "remove what you do not need, as listed by", commands: [list]))
    }
    return Check(.recordings, title, .ok, found)
  }

  private var list: String { "du -xh --max-depth=1 \(path.shellQuoted) | sort -h" }

  /// Eight channels of 32 bits at 48 kHz take a gibibyte in twelve minutes.
  private static let scarceBytes = 1 << 30
  private static let fullBytes = 16 << 20
  private static let network: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph", "fuse.glusterfs", "afs",
    "fuse.davfs",
  ]

  /// The type of the deepest mount point above a path, the last one mounted there.
  private static func type(of path: String, _ mounts: [String]) -> String {
    var best = (depth: -1, type: "")
    for line in mounts {
      let fields = line.split(separator: " ").map(String.init)
      guard fields.count > 4, let mark = fields.firstIndex(of: "-"), mark + 1 < fields.count else {
        continue
      }
      let point = fields[4].replacing("\\040", with: " ")
      let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
      if isAbove, point.count >= best.depth { best = (point.count, fields[mark + 1]) }
    }
    return best.type
  }
}

extension String {
  /// As one word of a shell.
  fileprivate var shellQuoted: String { "'" + replacing("'", with: #"'\''"#) + "'" }
}
