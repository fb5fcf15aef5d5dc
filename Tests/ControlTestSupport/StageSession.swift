public import Control
import Foundation

/// The state of a host that plays a guitar and a voice.
public enum StageSession {
  /// All sections; the last node may have another name.
  public static func state(last: String = "limiter") -> JSONValue {
    [
      "session": [
        "name": "Friday night", "path": "friday.yaml", "instance": "stage", "isMuted": false,
        "isModified": false, "state": "running",
      ],
      "device": [
        "driver": "alsa", "device": "hw:Scarlett", "rate": 48000, "periodFrames": 64,
        "periods": 2, "latencyFrames": 187,
      ],
      "graph": ["nodes": .list(nodes(last)), "connections": .list(connections(last))],
      "parameters": parameters, "snapshots": ["verse", "chorus", "solo", "tuner"],
      "presets": ["reverb": ["small room", "hall", "cathedral"]],
      "transport": ["isRolling": false, "frame": 0, "rate": 48000, "tempo": 96.0],
      "levels": levels(at: 0), "queues": .list(queues), "events": .list(events),
    ]
  }

  /// The levels after so many thirtieths of a second.
  public static func levels(at step: Int) -> JSONValue {
    let names = ["capture 1", "capture 2", "playback 1", "playback 2"]
    let tops: [Double] = [0.31, 0.18, 0.72, 0.58]
    let levels = zip(names, tops).enumerated().map { index, channel -> JSONValue in
      let beat = Double((step * 7 + index * 11) % 31) / 31
      return [
        "name": .text(channel.0), "peak": .number(channel.1 * (0.35 + 0.65 * (1 - beat))),
        "hold": .number(channel.1),
      ]
    }
    return ["frame": .integer(Int64(step) * 1600), "levels": .list(levels)]
  }

  /// The statistics after so many halves of a second.
  public static func statistics(at step: Int) -> JSONValue {
    let load = 0.21 + 0.05 * Double((step * 13) % 17) / 17 + (step % 23 == 11 ? 0.22 : 0)
    return [
      "load": .number(load), "highestLoad": 0.47, "xruns": 0, "misses": 0,
      "wakeNanoseconds": ["p50Nanoseconds": 9_000, "p99Nanoseconds": 31_400],
    ]
  }

  private static func nodes(_ last: String) -> [JSONValue] {
    [
      node("gate", "gate"), node("drive", "http://example.org/plugins/overdrive"),
      node("cabinet", "convolver"), node("voice eq", "equalizer"),
      node("compressor", "compressor"), node("echo", "delay", isBypassed: true),
      node("reverb", "http://example.org/plugins/plate"), node("mix", "mixer"),
      node(last, "limiter"),
    ]
  }

  private static func node(
    _ name: String, _ kind: String, isBypassed: Bool = false
  ) -> JSONValue {
    [
      "name": .text(name), "kind": kind.contains(":") ? "lv2" : "builtin",
      kind.contains(":") ? "plugin" : "builtin": .text(kind), "isBypassed": .bool(isBypassed),
      "inputs": ["in"], "outputs": ["out"],
    ]
  }

  private static func connections(_ last: String) -> [JSONValue] {
    [
      ("capture_1", "gate:in"), ("gate:out", "drive:in"), ("drive:out", "cabinet:in"),
      ("cabinet:out", "echo:in"), ("cabinet:out", "mix:in"), ("echo:out", "mix:in"),
      ("capture_2", "voice eq:in"), ("voice eq:out", "compressor:in"),
      ("compressor:out", "reverb:in"), ("compressor:out", "mix:in"), ("reverb:out", "mix:in"),
      ("mix:out", "\(last):in"), ("\(last):out", "playback_1"),
      ("\(last):out", "playback_2"),
    ].map { ["from": .text($0), "to": .text($1)] }
  }

  private static var parameters: JSONValue {
    [
      "gate": [
        parameter("threshold", -46, -80...0, "dB"),
        parameter("attack", 2, 0.1...100, "ms", isLogarithmic: true),
        parameter("release", 120, 5...2000, "ms", isLogarithmic: true),
        choice("mode", ["soft", "hard", "duck"], 1), toggle("listen", false),
        parameter("taps", 3, 1...8, "", isInteger: true),
      ],
      "echo": [
        parameter("time", 0.38, 0.01...2, "s"), parameter("feedback", 0.35, 0...0.95, ""),
      ],
      "reverb": [parameter("mix", 0.2, 0...1, ""), parameter("decay", 2.4, 0.2...12, "s")],
    ]
  }

  private static func parameter(
    _ symbol: String, _ value: Double, _ range: ClosedRange<Double>, _ unit: String,
    isInteger: Bool = false, isLogarithmic: Bool = false
  ) -> JSONValue {
    [
      "symbol": .text(symbol), "name": .text(symbol.capitalized), "value": .number(value),
      "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
      "default": .number(value), "unit": .text(unit), "isInteger": .bool(isInteger),
      "isToggle": false, "isLogarithmic": .bool(isLogarithmic), "choices": [],
    ]
  }

  private static func choice(_ symbol: String, _ labels: [String], _ value: Int64) -> JSONValue {
    let choices = labels.enumerated().map { index, label -> JSONValue in
      ["label": .text(label), "value": .integer(Int64(index))]
    }
    return [
      "symbol": .text(symbol), "name": .text(symbol.capitalized), "value": .integer(value),
      "minimum": 0, "maximum": .integer(Int64(labels.count - 1)), "default": 0, "unit": "",
      "isInteger": true, "isToggle": false, "isLogarithmic": false, "choices": .list(choices),
    ]
  }

  private static func toggle(_ symbol: String, _ isOn: Bool) -> JSONValue {
    [
      "symbol": .text(symbol), "name": .text(symbol.capitalized), "value": isOn ? 1 : 0,
      "minimum": 0, "maximum": 1, "default": 0, "unit": "", "isInteger": true, "isToggle": true,
      "isLogarithmic": false, "choices": [],
    ]
  }

  private static var queues: [JSONValue] {
    [
      queue("graph", "Pro Audio", "FIFO", 80, 2, 6750, wait: 18_200, run: 210_000, 0.24),
      queue("disk", "Capture", "RR", 60, 1, 47, wait: 88_000, run: 1_900_000, 0.05),
      queue("background", "Background", "OTHER", 0, 2, 12, wait: 310_000, run: 740_000, 0.01),
    ]
  }

  private static func queue(
    _ name: String, _ taskClass: String, _ policy: String, _ priority: Int64, _ workers: Int64,
    _ rate: Int64, wait: Int64, run: Int64, _ load: Double
  ) -> JSONValue {
    [
      "name": .text(name), "kind": "shared", "taskClass": .text(taskClass),
      "policy": .text(policy), "priority": .integer(priority), "workers": .integer(workers),
      "depth": 0, "highestDepth": 9, "itemsPerSecond": .integer(rate), "load": .number(load),
      "wait": ["p99Nanoseconds": .integer(wait)], "run": ["p99Nanoseconds": .integer(run)],
    ]
  }

  private static var events: [JSONValue] {
    [
      (2, "alsa hw:Scarlett opened at 48000 Hz, 2 periods of 64 frames"),
      (2, "playing: faded in over 0.5 s"), (64, "snapshot \"verse\""),
      (131, "snapshot \"chorus\", faded over 0.3 s"), (190, "echo bypassed"),
    ].map { ["uptimeNanoseconds": .integer($0 * 1_000_000_000), "text": .text($1)] }
  }
}
