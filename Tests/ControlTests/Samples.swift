@testable import Control

extension ControlCommand {
  /// Every command there is, with and without what may be left out.
  static let samples: [ControlCommand] =
    [
      .subscribe(Subscription([.levels, .changes], every: 3)),
      .unsubscribe([.levels, .events, .statistics]),
      .host(.state([])),
      .host(.state(StateSection.allCases)),
      .host(.edit([.mute(true), .set(node: "a", parameter: "b", value: .number(1))], atFrame: 9)),
      .host(.edit(ControlEdit.samples)),
      .host(.edit([.fade(.in)], atFrame: Int64.max)),
      .host(.load(path: "/home/me/Ünïcode \"session\"\n.yaml")),
      .host(.reload),
      .host(.save(path: nil)),
      .host(.save(path: "there.yaml")),
      .host(.storeSnapshot("verse")),
      .host(.removeSnapshot("verse")),
      .host(.switchDevice(DeviceChoice(driver: "alsa", name: "hw:1"))),
      .host(.switchDevice(DeviceChoice(name: "hw:1"))),
      .host(.resetCounters),
    ] + ControlEdit.samples.map { .host(.edit([$0])) }
}

extension ControlEdit {
  static let samples: [ControlEdit] = [
    .set(node: "amp", parameter: "gain", value: .number(-6.5), rampSeconds: 0.25),
    .set(node: "amp", parameter: "mode", value: .label("warm")),
    .bypass(node: "amp", isBypassed: true),
    .bypass(node: "amp", isBypassed: false),
    .addNode(["name": "echo", "builtin": "delay", "parameters": ["time": 0.5, "taps": [1, 2]]]),
    .removeNode("echo"),
    .connect(from: "amp:out", to: "playback_1"),
    .disconnect(from: "amp:out", to: "playback_1"),
    .snapshot("verse"),
    .snapshot("verse", fadeSeconds: 1.5),
    .preset(node: "amp", name: "Crunch"),
    .fade(.in),
    .fade(.out, seconds: 0.5),
    .mute(true),
    .mute(false),
    .transport(.start),
    .transport(.stop),
    .transport(.locate(frame: 480_001)),
  ]
}
