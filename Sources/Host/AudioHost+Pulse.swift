import Drivers
import Synchronization

extension AudioHost {
  /// Tells the observer how the host is.
  func tellPulse() {
    guard let observer = setup.observer else { return }
    let driver = selection.driver
    let format = driver.format
    observer.hostDidBeat(
      HostPulse(
        performedNanoseconds: load.pointee.periodNanoseconds.load(ordering: .relaxed),
        isAway: failover.isAway, session: live.session.session.name, state: state,
        device: "\(driver.name): \(driver.device), \(format.rate) Hz, "
          + "\(format.periodFrames) frames × \(format.periods)"))
  }
}
