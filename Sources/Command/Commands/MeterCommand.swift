import ArgumentParser
import Host
import Meter
import Telemetry

struct MeterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "meter",
    abstract: "Watch and steer a host that runs in another terminal.",
    discussion: """
      HOST is the name a host was given by --name, or its process; the only one that runs needs \
      none. Pages: 1 overview, 2 queues, \
      3 graph, 4 timer, 5 causes; `?` tells all keys. The mouse works too. q leaves the meter, \
      the host plays on. With --play it is a recording: space pauses, the arrows go a second \
      back and on, < and > ten, [ and ] to the cause before and the next, - and + change the speed.

      Exit codes: 0 when you left or the host ended, 69 when there is no host or it was killed.

      JSON: one object, the frame the host published last, with processID, session, instance, \
      state, uptimeNanoseconds, driver, graph, load, wake, queues, workers, nodes, troubles, \
      levels, meters, loudness, events, causes, timer, scheduledItems and leftOut. With --list: an \
      object with hosts, each with processID, and where it has them name, session and state.
      """)

  @Argument(help: "The host's name or process.")
  var host: String?

  @Flag(help: "Print which hosts of yours run, and end.")
  var list = false

  @Flag(help: "Print one frame and end.")
  var once = false

  @Option(help: "The host's process.")
  var pid: Int32?

  @Flag(help: "Print one frame as JSON with sorted keys; implies --once.")
  var json = false

  @Option(help: "Play a recording of telemetry instead.", completion: .file())
  var play: String?

  @OptionGroup var look: MeterLook

  @OptionGroup(title: "As data") var data: MeterDataOptions

  func validate() throws {
    guard [host != nil, pid != nil, list].count(where: \.self) <= 1 else {
      throw ValidationError("a host, --pid and --list exclude each other")
    }
    if play != nil, host != nil || pid != nil || list || once || json {
      throw ValidationError(
        "--play shows a recording: leave the host, --pid, --list, --once and --json away")
    }
    try data.validate(asJSON: json)
  }

  func run() throws {
    if list { return try Console.standard.show(RunningHosts.found(), asJSON: json) }
    if let play {
      _ = try MeterSession(look.options).play(try RecordedFrames(path: play))
      return
    }
    let process = try pid ?? RunningHosts.found().process(of: host)
    let reader = try TelemetryReader(processID: process)
    if try data.take(from: reader, asJSON: json) { return }
    if once || json {
      try Console.standard.show(
        FrameReport(frame: try reader.read(), isASCII: look.ascii), asJSON: json)
    } else {
      let steering = ControlSteering(processID: reader.processID)
      try finish(MeterSession(look.options, steering: steering).run(attachedTo: reader))
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
