internal import Glibc

/// Why telemetry cannot be recorded or read back; its description is the line the user sees.
public enum RecordingError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened or made.
  case open(path: String, code: Int32)
  /// The file cannot be read.
  case read(path: String, code: Int32)
  /// The file cannot be written: the disk is full, or gone.
  case write(path: String, code: Int32)
  /// Another program records to the file.
  case inUse(path: String)
  /// The file is something else.
  case notARecording(path: String)
  /// The file was written by a program of another version.
  case version(path: String, found: Int)
  /// Not one frame in it can be read.
  case empty(path: String)

  /// What happened and what to do, in one line.
  public var description: String {
    switch self {
    case .open(let path, let code): "\(path): cannot be opened: \(Self.text(code))"
    case .read(let path, let code): "\(path): cannot be read: \(Self.text(code))"
    case .write(let path, let code): "\(path): cannot be written: \(Self.text(code))"
    case .inUse(let path): "\(path): another program records to it; choose another file"
    case .notARecording(let path): "\(path): not a recording of telemetry"
    case .version(let path, let found):
      "\(path): a recording of version \(found), this program reads version "
        + "\(FileHeader.version); use the program that wrote it"
    case .empty(let path): "\(path): no frame was recorded"
    }
  }

  /// The `errno` behind it, if there is one.
  public var code: Int32? {
    switch self {
    case .open(_, let code), .read(_, let code), .write(_, let code): code
    case .inUse, .notARecording, .version, .empty: nil
    }
  }

  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
