import CRealtime
import Synchronization

/// Carries what periods bring beside samples from the cycle to the take.
///
/// Records of a header and some bytes lie one behind the other in a ring; one that finds no room is
/// counted. A handle: whoever called `create` calls `destroy`.
struct InputRing: BitwiseCopyable, @unchecked Sendable {
  // Unchecked: one thread on each side, with atomics between them.

  /// What a record is, before its bytes.
  struct Header: BitwiseCopyable {
    var frame: UInt64
    var kind: Kind
    /// A port's number, or how many there are.
    var port: Int32
    var byteCount: UInt32

    @_noLocks
    init(frame: UInt64, kind: Kind, port: Int32, byteCount: UInt32) {
      self.frame = frame
      self.kind = kind
      self.port = port
      self.byteCount = byteCount
    }
  }

  enum Kind: UInt32, BitwiseCopyable {
    case ports, transport, midi
  }

  struct Sides: ~Copyable {
    let written = Atomic<Int>(0)
    let read = Atomic<Int>(0)
    let lost = Atomic<Int>(0)
    /// The cycle's own: what it noted last.
    var ports: Int32 = -1
    var hasTransport = false
    var transport = rt_transport()
  }

  static var capacity: Int { @_noLocks get { 1 << 20 } }

  let bytes: UnsafeMutableRawPointer
  let sides: UnsafeMutablePointer<Sides>

  /// Makes an empty ring.
  static func create() -> InputRing {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    // Touched before the cycle does.
    bytes.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
    let sides = UnsafeMutablePointer<Sides>.allocate(capacity: 1)
    sides.initialize(to: Sides())
    return InputRing(bytes: bytes, sides: sides)
  }

  func destroy() {
    sides.deinitialize(count: 1)
    sides.deallocate()
    bytes.deallocate()
  }

  /// Records that found no room.
  ///
  /// Thread: any.
  var lostRecords: Int { sides.pointee.lost.load(ordering: .relaxed) }

  /// Takes what there is.
  ///
  /// Thread: control, one at a time.
  func take() -> [TakeInput] {
    var list: [TakeInput] = []
    var place = sides.pointee.read.load(ordering: .relaxed)
    let end = sides.pointee.written.load(ordering: .acquiring)
    while place < end {
      let header = read(MemoryLayout<Header>.size, at: place).withUnsafeBytes {
        $0.loadUnaligned(as: Header.self)
      }
      let content = read(Int(header.byteCount), at: place + MemoryLayout<Header>.size)
      list.append(TakeInput(frame: header.frame, content: Self.content(header, content)))
      place += MemoryLayout<Header>.size + content.count
      sides.pointee.read.store(place, ordering: .releasing)
    }
    return list
  }

  private static func content(_ header: Header, _ bytes: [UInt8]) -> TakeInput.Content {
    switch header.kind {
    case .ports: return .ports(header.port < 0 ? nil : Int(header.port))
    case .transport where bytes.isEmpty: return .transport(nil)
    case .transport:
      return .transport(
        TransportPlace(bytes.withUnsafeBytes { $0.loadUnaligned(as: rt_transport.self) }))
    case .midi: return .midi(port: Int(header.port), bytes: bytes)
    }
  }

  private func read(_ count: Int, at place: Int) -> [UInt8] {
    (0..<count).map { bytes.load(fromByteOffset: (place + $0) % Self.capacity, as: UInt8.self) }
  }
}
