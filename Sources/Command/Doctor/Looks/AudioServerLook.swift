/// Other programs that want the cards.
struct AudioServerLook: Sendable {
  var servers: [RunningProcess] = []
}

extension AudioServerLook {
  init(_ processes: [RunningProcess]) {
    servers = processes.filter { $0.name == "jackd" || Self.stops[$0.name] != nil }
  }

  var check: Check {
    let title = "audio servers"
    guard !servers.isEmpty else { return Check(.audioServers, title, .ok, "none running") }
    let names = servers.map { "\($0.name) (pid \($0.identifier))" }.joined(separator: ", ")
    var commands: [String] = []
    for stop in servers.map({ Self.stop($0.name, $0.identifier) }) where !commands.contains(stop) {
      commands.append(stop)
    }
    return Check(
      .audioServers, title, .note, "\(names) may take a card that is asked for",
      cure: .init(text: "play through it with --driver jack, or stop it", commands: commands))
  }

  /// What ends a program; a server's sockets would start it again.
  static func stop(_ name: String, _ processID: Int) -> String {
    stops[name] ?? "kill \(processID)"
  }

  private static let pipeWire = "systemctl --user stop 'pipewire*' wireplumber"
  private static let stops = [
    "jackdbus": "jack_control exit",
    "pipewire": pipeWire, "pipewire-pulse": pipeWire, "wireplumber": pipeWire,
    "pulseaudio": "systemctl --user stop pulseaudio.socket pulseaudio.service",
  ]
}
