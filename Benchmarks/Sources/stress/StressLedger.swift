import CRealtime
import Realtime
import Synchronization

/// What was performed, by producer, as the items themselves note it.
///
/// An item's context is no address: it says who put it, where, and as which of his.
final class StressLedger: Sendable {
  static let producerLimit = 8
  static let queueLimit = 4

  /// One for the process, since an item has no room for a pointer to it.
  static let shared = StressLedger()

  private let accounts: [Account]

  private init() { accounts = (0..<Self.producerLimit).map { _ in Account() } }

  /// Opens the books for a round; nothing may be waiting any more.
  func open() {
    for account in accounts { account.clear() }
  }

  func sum(of producer: Int) -> StressSum { accounts[producer].sum }

  /// Items that came before one put earlier, where that must not be.
  var misorderings: Int { accounts.reduce(0) { $0 + $1.misorderings.load(ordering: .relaxed) } }

  /// Notes an item that ran beside others, in no order.
  static let note: rt_work = { context in
    let entry = StressEntry(context)
    shared.accounts[entry.producer].add(entry)
  }

  /// Notes an item of a queue that keeps the order of each producer's items of one priority.
  static let noteInOrder: rt_work = { context in
    let entry = StressEntry(context)
    shared.accounts[entry.producer].checkOrder(of: entry)
    shared.accounts[entry.producer].add(entry)
  }

  private final class Account: Sendable {
    private let padding = CacheLinePadding()
    private let count = Atomic<UInt64>(0)
    private let checksum = Atomic<UInt64>(0)
    let misorderings = Atomic<Int>(0)
    private let last: [Counter]

    private final class Counter: Sendable { let value = Atomic<UInt64>(0) }

    init() { last = (0..<StressLedger.queueLimit * 3).map { _ in Counter() } }

    var sum: StressSum {
      StressSum(
        count: count.load(ordering: .acquiring), checksum: checksum.load(ordering: .acquiring))
    }

    func clear() {
      count.store(0, ordering: .relaxed)
      checksum.store(0, ordering: .relaxed)
      misorderings.store(0, ordering: .relaxed)
      for counter in last { counter.value.store(0, ordering: .relaxed) }
    }

    func add(_ entry: StressEntry) {
      checksum.wrappingAdd(entry.mixed, ordering: .releasing)
      count.wrappingAdd(1, ordering: .releasing)
    }

    func checkOrder(of entry: StressEntry) {
      let counter = last[entry.queue * 3 + entry.priority]
      if counter.value.load(ordering: .relaxed) >= entry.number {
        misorderings.wrappingAdd(1, ordering: .relaxed)
      }
      counter.value.store(entry.number, ordering: .relaxed)
    }
  }
}

/// How many items, and which: no two sets of items have the same sum, but by a chance of 2 to the
/// -64th.
struct StressSum: Equatable {
  private(set) var count: UInt64 = 0
  private(set) var checksum: UInt64 = 0

  init(count: UInt64 = 0, checksum: UInt64 = 0) {
    self.count = count
    self.checksum = checksum
  }

  mutating func add(_ entry: StressEntry) {
    count += 1
    checksum &+= entry.mixed
  }
}

/// Who put an item, into which queue, with which priority, and as which of his.
struct StressEntry {
  private let word: UInt64

  init(producer: Int, queue: Int, priority: Int, number: UInt64) {
    word = UInt64(producer) << 60 | UInt64(queue) << 56 | UInt64(priority) << 52 | number
  }

  init(_ context: UnsafeMutableRawPointer?) { word = UInt64(UInt(bitPattern: context)) }

  var context: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: UInt(word)) }
  var producer: Int { Int(word >> 60) & 7 }
  var queue: Int { Int(word >> 56) & 3 }
  var priority: Int { Int(word >> 52) & 3 }
  /// From 1, for each producer.
  var number: UInt64 { word & (1 << 52 - 1) }

  /// The word with its bits well mixed, so that a sum of many tells them apart.
  var mixed: UInt64 {
    var mixed = word &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    return mixed ^ mixed >> 27
  }
}
