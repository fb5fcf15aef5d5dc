import Glibc

/// Where the control sockets of one user's hosts are found, one file `<name>.sock` for each.
public struct SocketDirectory: Sendable {
  /// The directory, which only its user may enter.
  public let path: String

  /// Creates a description of a directory; it is made when a host opens its socket.
  public init(path: String) { self.path = path }

  /// `$XDG_RUNTIME_DIR/tactus`, else `/tmp/tactus-<uid>`.
  ///
  /// Thread: any of the control side.
  public static var standard: SocketDirectory {
    if let runtime = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), runtime.hasPrefix("/")
    {
      return SocketDirectory(path: runtime + "/tactus")
    }
    return SocketDirectory(path: "/tmp/tactus-\(geteuid())")
  }

  /// The path of a host's socket; an instance is named, others are known by their process.
  ///
  /// Thread: any of the control side.
  public func socket(
    named name: String? = nil
  ) throws(ControlSocketError) -> String {
    let name = name ?? "\(getpid())"
    let path = "\(path)/\(name).sock"
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.utf8.contains(0),
      path.utf8.count < UnixAddress.capacity
    else { throw .badName(name) }
    return path
  }

  /// The names at which a host may listen, in alphabetical order; some may be left from dead ones.
  ///
  /// Thread: any of the control side.
  public func names() -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".sock") { names.append(String(name.dropLast(5))) }
    }
    return names.sorted()
  }

  /// Makes the directory, or sees that the one there is this user's alone.
  ///
  /// Thread: any of the control side.
  public func make() throws(ControlSocketError) { _ = try open() }

  /// Makes the directory, or sees that the one there is this user's alone; holds its lock.
  func open() throws(ControlSocketError) -> Descriptor {
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw .last("mkdir \(path)") }
    let number = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else {
      if errno == ELOOP || errno == ENOTDIR { throw .foreign(path: path) }
      throw .last("open \(path)")
    }
    let descriptor = Descriptor(number)
    var status = stat()
    guard fstat(number, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 == 0
    else { throw .foreign(path: path) }
    return descriptor
  }
}
