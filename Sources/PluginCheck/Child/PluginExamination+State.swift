import Foundation
import Plugins

// Whether a plugin comes back as it was.
extension PluginExamination {
  mutating func examineState() throws(PluginError) {
    teller.begin(.state)
    let first = try makeChosen(), second = try makeChosen()
    let saved = folder.appending(path: "state"), again = folder.appending(path: "again")
    let restored = try make(maximumFrames: CheckTimes.frames)
    do throws(PluginError) {
      try first.instance.save(to: saved)
      try restored.instance.load(from: saved)
      restored.settle()
      try restored.instance.save(to: again)
    } catch {
      watch.add(.state, .state, error.message)
      return
    }
    compareParameters(first, restored)
    if let state = first.instance.state(), restored.instance.state()?.isSame(as: state) != true {
      watch.add(.state, .state, "a state that was loaded and saved again is another one")
    }
    compareSound(first, second, restored)
    finish(restored, .state)
  }

  /// An instance with its parameters somewhere between their bounds.
  private func makeChosen() throws(PluginError) -> CheckedInstance {
    let instance = try make(maximumFrames: CheckTimes.frames)
    for (place, range) in ranges(of: instance).enumerated() {
      let part = 0.25 + Float(place * 7 % 11) / 22
      instance.instance.jump(range.symbol, to: range.value(part))
    }
    instance.settle()
    return instance
  }

  private mutating func compareParameters(_ first: CheckedInstance, _ second: CheckedInstance) {
    for port in first.descriptor.parameters {
      guard let old = first.instance.value(of: port.symbol),
        let new = second.instance.value(of: port.symbol),
        !(abs(old - new) <= 1e-5 * max(1, old.magnitude)), !(old.isNaN && new.isNaN)
      else { continue }
      watch.add(.state, .state, "'\(port.symbol)' was saved as \(old) and came back as \(new)")
    }
  }

  private mutating func compareSound(
    _ first: CheckedInstance, _ second: CheckedInstance, _ restored: CheckedInstance
  ) {
    teller.begin(.restore)
    let expected = record(first)
    let isDeterministic = Self.areSame(expected, record(second))
    result.isDeterministic = isDeterministic
    let played = record(restored)
    guard isDeterministic, !Self.areSame(expected, played) else { return }
    watch.add(.state, .restore, "an instance that loaded the state plays something else")
  }

  /// What it plays for noise, and a note if it takes any.
  private func record(_ instance: CheckedInstance) -> [Float] {
    var noise = CheckSource(.noise)
    var samples: [Float] = []
    for block in 0..<60 {
      let note = block == 0 && instance.descriptor.takesMIDI ? MIDIMessages.noteOn : nil
      instance.run(&noise, frames: CheckTimes.frames, events: note)
      instance.outputs.forEach { samples += $0.samples }
    }
    return samples
  }

  private static func areSame(_ first: [Float], _ second: [Float]) -> Bool {
    zip(first, second).allSatisfy { first, second in
      abs(first - second) <= 1e-5 * max(1, first.magnitude)
        || first.bitPattern == second.bitPattern || first.isNaN && second.isNaN
    }
  }
}
