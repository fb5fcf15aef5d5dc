import Control
import OSC

extension Seeds {
  static let commands: [ControlCommand] =
    [
      .subscribe(Subscription(ControlTopic.allCases, every: 3)), .unsubscribe([.levels]),
      .host(.state([])), .host(.state(StateSection.allCases)), .host(.edit(edits)),
      .host(.edit([.mute(true)], atFrame: 48_000)), .host(.load(path: "/a.yaml")), .host(.reload),
      .host(.save(path: nil)), .host(.save(path: "b.yaml")), .host(.storeSnapshot("verse")),
      .host(.removeSnapshot("verse")),
      .host(.switchDevice(DeviceChoice(driver: "alsa", name: "hw:1"))), .host(.resetCounters),
    ] + edits.map { .host(.edit([$0])) }

  private static let edits: [ControlEdit] = [
    .set(node: "amp", parameter: "gain", value: .number(-6.5), rampSeconds: 0.25),
    .set(node: "amp", parameter: "mode", value: .label("warm")),
    .bypass(node: "amp", isBypassed: true), .removeNode("echo"),
    .addNode(["name": "echo", "builtin": "delay", "parameters": ["time": 0.5, "taps": [1, 2]]]),
    .connect(from: "amp:out", to: "playback_1"), .disconnect(from: "amp:out", to: "playback_1"),
    .snapshot("verse", fadeSeconds: 1.5), .preset(node: "amp", name: "Crunch"),
    .fade(.out, seconds: 0.5), .mute(false), .transport(.start), .transport(.locate(frame: 9)),
  ]

  static let messages: [OSCMessage] = [
    OSCMessage("/tactus/set/my%20amp/gain", [.number(-6.5), .number(0.25)]),
    OSCMessage("/tactus/set/amp/mode", [.text("warm")]),
    OSCMessage("/tactus/bypass/amp", [.truth(true)]), OSCMessage("/tactus/mute", [.integer(1)]),
    OSCMessage("/tactus/snapshot", [.text("verse"), .number(2)]),
    OSCMessage("/tactus/fade", [.text("out"), .number(2)]),
    OSCMessage("/tactus/transport", [.text("locate"), .integer(1 << 40)]),
    OSCMessage("/tactus/preset/amp", [.text("Crunch")]), OSCMessage("/tactus/reload"),
    OSCMessage("/tactus/save", [.text("a.yaml")]),
    OSCMessage("/tactus/connect", [.text("amp:out"), .text("playback_1")]),
    OSCMessage("/tactus/disconnect", [.text("amp:out"), .text("playback_1")]),
    OSCMessage("/tactus/subscribe", [.text("levels"), .integer(2)]),
    OSCMessage("/tactus/unsubscribe", [.text("levels")]),
  ]

  static let bodies = [
    #"{"frame":9,"levels":[{"name":"in 1","peak":0.5,"hold":1}]}"#,
    #"{"change":"set","node":"amp","parameter":"gain","value":-6.5}"#,
    #"{"change":"bypass","node":"amp","isBypassed":true}"#,
    #"{"change":"session","name":"n","path":"/a"}"#, #"{"text":"muted","uptimeNanoseconds":1}"#,
    #"{"load":0.5,"wakeNanoseconds":{"p50":7}}"#,
  ]
}
