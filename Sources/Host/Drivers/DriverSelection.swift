public import Drivers

/// The driver a session runs on, and why it is that one.
public struct DriverSelection: Sendable {
  /// The opened driver.
  public let driver: any Driver
  /// Why it was chosen, such as `no JACK server, no sound card, the clock keeps time`.
  public let reason: String
  /// What it was opened as; nil for the clock while a device is gone.
  let candidate: DeviceCandidate?

  /// One line for each thing that differs from what was asked for.
  ///
  /// Thread: control.
  public var adjustments: [String] { adjustments(butFor: []) }

  /// The same, without what was said before.
  func adjustments(butFor told: [DeviceTrait]) -> [String] {
    guard let candidate else { return driver.adjustments }
    let unused = candidate.unused.filter { !told.contains($0) }.line(for: candidate.provider.name)
    return [unused.map { "\($0): left out" }].compactMap(\.self) + driver.adjustments
  }

  init(driver: any Driver, reason: String, candidate: DeviceCandidate?) {
    self.driver = driver
    self.reason = reason
    self.candidate = candidate
  }

  /// Opens the first of the choices that can be had.
  ///
  /// `auto` stands for all `providers`, in their order, those left out that say that they cannot be
  /// had. What stood in the way of earlier ones is part of the reason, or of the error.
  public static func open(
    _ choices: [DeviceChoice], from providers: [DriverProvider]
  ) throws(HostError) -> DriverSelection {
    try open(DeviceCandidate.list(choices, from: providers))
  }

  static func open(_ candidates: [DeviceCandidate]) throws(HostError) -> DriverSelection {
    var obstacles: [DriverError] = []
    for candidate in candidates {
      do throws(DriverError) {
        let known = try candidate.isAutomatic ? candidate.check() : "asked for"
        let driver = try candidate.open()
        let reason = (obstacles.map(\.message) + [known]).joined(separator: ", ")
        return DriverSelection(driver: driver, reason: reason, candidate: candidate)
      } catch {
        obstacles.append(error)
      }
    }
    throw failure(obstacles, isPlain: candidates.count == 1 && !candidates[0].isAutomatic)
  }

  private static func failure(_ obstacles: [DriverError], isPlain: Bool) -> HostError {
    let messages = obstacles.map(\.message).joined(separator: "; ")
    let isForbidden = obstacles.contains { $0.code == .permissionDenied }
    return HostError(
      isForbidden ? .permission : .unavailable,
      isPlain ? messages : "no driver can be had: \(messages)")
  }
}
