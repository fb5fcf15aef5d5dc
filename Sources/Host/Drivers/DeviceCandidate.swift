import Drivers

/// A device that may be opened: a choice, and the provider of its driver.
struct DeviceCandidate: Sendable {
  let provider: DriverProvider
  /// The choice, with the provider's name for `auto`.
  let choice: DeviceChoice
  /// Whether `auto` stands for it.
  let isAutomatic: Bool

  /// Whether it is the clock, for want of a device.
  var isStandIn: Bool { isAutomatic && provider.name == "clock" }

  /// Whether it is the very device of another candidate, asked for in another way.
  func isOfSameDevice(as other: DeviceCandidate?) -> Bool {
    guard let other, provider.name != "clock" else { return false }
    return provider.name == other.provider.name
      && choice.request.device == other.choice.request.device
  }

  /// Opens the device, with what the choice leaves open as in `format`; a strict choice is asked for
  /// as it stands, lest a device be refused for what nobody asked.
  ///
  /// Thread: control; may take as long as the device does.
  func open(preferring format: StreamFormat? = nil) throws(DriverError) -> any Driver {
    var request = choice.request
    if !request.isStrict {
      request.rate = request.rate ?? format?.rate
      request.periodFrames = request.periodFrames ?? format?.periodFrames
    }
    guard request.isStrict, let unused = unused.line(for: provider.name) else {
      return try provider.open(request, choice.connections)
    }
    throw refusal(of: request, unused)
  }

  /// What is asked for and of no use to its driver; the clock for want of a device needs nothing.
  var unused: [DeviceTrait] { isStandIn ? [] : choice.unused }

  /// Why it is not opened, with all that its device cannot do either.
  private func refusal(of request: StreamRequest, _ unused: String) -> DriverError {
    do throws(DriverError) {
      try provider.open(request, choice.connections).stop()
    } catch {
      guard error.code == .unsupported else { return error }
      return DriverError(.unsupported, "\(unused); \(error.message)")
    }
    return DriverError(.unsupported, "\(unused); ask for what it has, or leave strict out")
  }

  /// What is known of its device before it is opened; throws when that says that it cannot be.
  ///
  /// Thread: control.
  @discardableResult
  func check() throws(DriverError) -> String {
    let availability = provider.probe(choice.request.device)
    guard availability.isAvailable else { throw DriverError(.unavailable, availability.reason) }
    return availability.reason
  }

  /// The candidates that choices stand for, in their order; the clock for want of one comes last.
  ///
  /// Throws `usage` for a driver that is not among the providers.
  static func list(
    _ choices: [DeviceChoice], from providers: [DriverProvider]
  ) throws(HostError) -> [DeviceCandidate] {
    var candidates: [DeviceCandidate] = []
    for choice in choices {
      let isAutomatic = choice.driverName == "auto"
      let found = providers.filter { isAutomatic || $0.name == choice.driverName }
      guard isAutomatic || !found.isEmpty else {
        let names = providers.map(\.name).joined(separator: ", ")
        throw HostError(
          .usage, "there is no driver \(choice.driverName); choose one of auto, \(names)")
      }
      candidates += found.map { provider in
        var choice = choice
        choice.driverName = provider.name
        return DeviceCandidate(provider: provider, choice: choice, isAutomatic: isAutomatic)
      }
    }
    let standIn = candidates.first(where: \.isStandIn)
    return candidates.filter { !$0.isStandIn } + [standIn].compactMap(\.self)
  }
}

extension DeviceCandidate: Equatable {
  static func == (one: DeviceCandidate, other: DeviceCandidate) -> Bool {
    one.choice == other.choice && one.isAutomatic == other.isAutomatic
  }
}
