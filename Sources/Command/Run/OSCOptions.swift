import ArgumentParser
import Control
import Host
import OSC

/// Open Sound Control, as the command line asks for it.
struct OSCOptions: ParsableArguments {
  @Option(
    help: """
      Take Open Sound Control at [ADDRESS:]PORT, of this machine alone without an address; what it \
      can ask for is in CONTROL.md.
      """,
    transform: UDPAddress.init(parsing:))
  var osc: UDPAddress?

  @Option(
    help: "Send levels, events and changes to HOST:PORT, without being asked.",
    transform: UDPAddress.init(parsing:))
  var oscTo: UDPAddress?

  /// What opens the server, when it was asked for.
  var doors: [DoorOpener] {
    guard osc != nil || oscTo != nil else { return [] }
    let (address, target) = (osc ?? .loopback(port: 0), oscTo)
    return [
      { handler, _ in
        try OSCServer(
          at: address, sendingTo: target, willServe: { ControlScheduling.rise() },
          handler: handler)
      }
    ]
  }
}
