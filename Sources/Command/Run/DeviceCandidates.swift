import Drivers
import Host

/// What is asked of each device that a session or a command line names, in order.
struct DeviceCandidates {
  /// At least one.
  let requests: [StreamRequest]
  private let providers: [DriverProvider]

  init(_ device: SessionDevice, providers: [DriverProvider]) {
    requests = device.requests
    self.providers = providers.filter {
      device.driver == .auto || $0.name == device.driver.rawValue
    }
  }

  /// The first device that is there; when none is, the first of all, so that it is asked for.
  var firstAvailable: StreamRequest {
    let isClock = { (provider: DriverProvider) in provider.name == "clock" }
    return requests.first { request in
      providers.contains { !isClock($0) && $0.probe(request.device).isAvailable }
    } ?? requests[0]
  }
}
