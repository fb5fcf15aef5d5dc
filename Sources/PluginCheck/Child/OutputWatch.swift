import Plugins

/// Looks at what plugins play, and tells each kind of fault where it was seen first.
struct OutputWatch {
  /// What was found so far.
  private(set) var findings: [CheckFinding] = []

  /// Looks at one block of an instance; `detail` is what a user would add to the stage.
  ///
  /// Any level may be right for parameters that amplify, as long as something comes in.
  mutating func look(
    at instance: CheckedInstance, frames: Int, _ stage: CheckStage, _ detail: String,
    mayBeLoud: Bool = false
  ) {
    for (output, port) in zip(instance.outputs, instance.descriptor.outputs) {
      for sample in output.samples[..<frames] {
        guard let kind = Self.fault(sample, isLimited: port.kind == .audio && !mayBeLoud)
        else { continue }
        add(kind, stage, "output '\(port.symbol)' has \(Self.phrase(kind)) \(detail)")
        break
      }
    }
    if let overrun = instance.overrun { add(.overrun, stage, overrun) }
  }

  /// Adds a finding, unless there is one of its kind.
  mutating func add(_ kind: CheckFinding.Kind, _ stage: CheckStage, _ text: String) {
    guard !findings.contains(where: { $0.kind == kind }) else { return }
    let isFailure =
      kind == .overrun || stage == .run && (kind == .notANumber || kind == .infinity)
    findings.append(CheckFinding(kind, in: stage, text, isFailure: isFailure))
  }

  /// 40 dB above full level: where a session's guard mutes a node.
  static let limit: Float = 100

  private static func fault(_ sample: Float, isLimited: Bool) -> CheckFinding.Kind? {
    if sample.isNaN { return .notANumber }
    if sample.isInfinite { return .infinity }
    if sample.isSubnormal { return .denormals }
    return isLimited && sample.magnitude > limit ? .runaway : nil
  }

  private static func phrase(_ kind: CheckFinding.Kind) -> String {
    switch kind {
    case .notANumber: "samples that are no numbers"
    case .infinity: "infinite samples"
    case .denormals: "denormal samples"
    default: "samples more than 40 dB above full level"
    }
  }
}
