import CLibFuzzer

/// Gives what reads other people's messages bytes that nobody would send.
///
/// `--prepare FOLDER` writes inputs and a dictionary to begin with; anything else is libFuzzer's.
@main
enum TactusFuzz {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    if words.first == "--prepare", let folder = words.dropFirst().first {
      return try Seeds.write(to: folder)
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
      // A copy of just this size: one byte too many is seen by the address sanitizer.
      let bytes = Array(UnsafeBufferPointer(start: start, count: count))
      guard let first = bytes.first, let reader = Reader(rawValue: first) else { return -1 }
      reader.read(bytes.dropFirst())
      return 0
    }
  }
}

/// What the first byte of an input says the rest is given to.
enum Reader: UInt8, CaseIterable {
  case request = 0x72  // r
  case lines = 0x6C  // l
  case session = 0x73  // s
  case edits = 0x65  // e
  case packet = 0x6F  // o
  case notice = 0x6E  // n

  func read(_ bytes: ArraySlice<UInt8>) {
    switch self {
    case .request: RequestTrial.run(bytes)
    case .lines: LinesTrial.run(bytes)
    case .session: SessionTrial.run(bytes)
    case .edits: EditTrial.run(bytes)
    case .packet: PacketTrial.run(bytes)
    case .notice: NoticeTrial.run(bytes)
    }
  }
}
