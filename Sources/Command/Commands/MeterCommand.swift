import ArgumentParser
import Host
import Meter
import Telemetry

struct MeterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "meter",
    abstract: "Watch a host that runs in another terminal.",
    discussion: """
      Without --pid it is the host of yours that was started last. Keys: q leaves the meter, \
      the host plays on.

      Exit codes: 0 when you left or the host ended, 69 when there is no host or it was killed.

      JSON: one object, the frame the host published last, with processID, session, state, \
      uptimeNanoseconds, driver, graph, load, queues, workers, nodes, troubles, levels, \
      events, scheduledItems and leftOut.
      """)

  @Flag(help: "Print one frame and end.")
  var once = false

  @Option(help: "The host's process.")
  var pid: Int32?

  @Flag(help: "Print one frame as JSON with sorted keys; implies --once.")
  var json = false

  func run() throws {
    let reader = try TelemetryReader(processID: pid)
    if once || json {
      try Console.standard.show(FrameReport(frame: try reader.read()), asJSON: json)
    } else {
      try finish(MeterSession().run(attachedTo: reader))
    }
  }

  private func finish(_ ending: MeterEnding) throws {
    switch ending {
    case .hostKilled(let processID):
      throw HostError(.unavailable, "host \(processID) was killed: it is gone without a word")
    case .hostEnded(let processID):
      try Console.standard.write("Host \(processID) has ended.")
    case .key, .stopped, .signal, .terminalGone:
      break
    }
  }
}
