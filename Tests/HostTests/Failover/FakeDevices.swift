import CRealtime
import Drivers
import Realtime
import TestSupport

@testable import Host

/// Cards that come and go as a test says; each time one is opened it has a driver stepped by hand.
final class FakeDevices: Sendable {
  /// What there is to know of a card.
  struct Card {
    var isThere = true
    /// What opening it ends with.
    var error: DriverError?
    /// What it runs at whatever was asked for; nil for what was.
    var rate: Int?
    var periodFrames: Int?
    /// The channels it has, whatever was asked for; nil for what was.
    var captureChannels: Int?
    /// What its buffer has, as JACK's one and a card's hundred.
    var periods = 2
    /// A rate it does not have.
    var refusedRate: Int?
    /// Channels it plays at most.
    var mostPlaybackChannels = 8
    /// Whether it refuses to be opened twice.
    var isExclusive = false
    /// Calls that do not return.
    var stuck: Set<StickyCall> = []
    /// Those that began and have not returned.
    var pending: [StickyCall] = []
    /// What its helpers are to be scheduled like.
    var helperScheduling: ThreadScheduling?
    /// The driver it was opened as last.
    var driver: ManualDriver?
    /// Times it was opened.
    var opens = 0
  }

  private let cards: Locked<[String: Card]>
  private let made = Locked<[WeakDriver]>([])

  private struct WeakDriver {
    weak var driver: ManualDriver?
  }

  /// Drivers that were opened and are still in memory.
  var livingDrivers: Int { made.withLock { $0.count { $0.driver != nil } } }

  init(_ names: [String]) {
    cards = Locked(Dictionary(uniqueKeysWithValues: names.map { ($0, Card()) }))
  }

  subscript(name: String) -> Card { cards.withLock { $0[name] ?? Card(isThere: false) } }

  func change(_ name: String, _ body: (inout Card) -> Void) {
    cards.withLock { body(&$0[name, default: Card()]) }
  }

  /// Takes a card away, from the driver that plays too.
  func unplug(_ name: String) {
    change(name) { $0.isThere = false }
    self[name].driver?.lose()
  }

  func plugIn(_ name: String) { change(name) { $0.isThere = true } }

  /// The cards as ALSA would have them; a request that names none means the first.
  var provider: DriverProvider {
    DriverProvider(
      name: "alsa",
      probe: { [self] device in
        if let device { wait(device, in: .probing) }
        guard let device = name(device), self[device].isThere else {
          return .unavailable("no sound card \(device ?? "at all")")
        }
        return .available("sound card \(device)")
      },
      open: { [self] (request, _) throws(DriverError) in try open(request) })
  }

  private func name(_ device: String?) -> String? {
    device ?? cards.withLock { cards in cards.keys.sorted().first { cards[$0]?.isThere == true } }
  }

  private func open(_ request: StreamRequest) throws(DriverError) -> any Driver {
    guard let name = name(request.device), self[name].isThere else {
      throw DriverError(.unavailable, "no sound card \(request.device ?? "at all")")
    }
    if let capture = request.captureDevice, !self[capture].isThere {
      throw DriverError(.unavailable, "no sound card \(capture)")
    }
    wait(name, in: .opening)
    let card = self[name]
    if let error = card.error { throw error }
    if let rate = request.rate, rate == card.refusedRate {
      throw DriverError(.unsupported, "\(name) does not have \(rate) Hz")
    }
    if request.playbackChannels > card.mostPlaybackChannels {
      throw DriverError(
        .unsupported, "\(name) does not have \(request.playbackChannels) channels")
    }
    if card.isExclusive, card.driver?.isRunning == true {
      throw DriverError(.busy, "\(name) is in use")
    }
    let driver = ManualDriver(
      format: StreamFormat(
        rate: card.rate ?? request.rate ?? 48_000,
        periodFrames: card.periodFrames ?? request.periodFrames ?? 64, periods: card.periods,
        captureChannels: card.captureChannels ?? request.captureChannels,
        playbackChannels: request.playbackChannels),
      device: name)
    made.withLock { $0.append(WeakDriver(driver: driver)) }
    change(name) { card in
      card.driver = driver
      card.opens += 1
    }
    return StickyDriver(driver, helperScheduling: card.helperScheduling) { [self] in
      wait(name, in: $0)
    }
  }

  /// Returns when a call is not stuck any more.
  private func wait(_ name: String, in call: StickyCall) {
    guard self[name].stuck.contains(call) else { return }
    change(name) { $0.pending.append(call) }
    while self[name].stuck.contains(call) { _ = rt_sleep_until(rt_now_nanoseconds() + 200_000) }
    change(name) { card in card.pending.remove(at: card.pending.firstIndex(of: call) ?? 0) }
  }
}
