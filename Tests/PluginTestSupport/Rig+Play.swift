public import Plugins

extension Rig {
  /// Plays samples through it, in blocks of at most `frames`; `input` and what it returns have the
  /// channels' samples in turn.
  public func play(_ input: [Float], frames: Int) -> [Float] {
    var output: [Float] = []
    let frameCount = input.count / max(1, inputs.count)
    for start in stride(from: 0, to: frameCount, by: frames) {
      let count = min(frames, frameCount - start)
      for (channel, samples) in inputs.enumerated() {
        for frame in 0..<count { samples[frame] = input[(start + frame) * inputs.count + channel] }
      }
      run(frames: count)
      for frame in 0..<count { output += outputs.map { $0[frame] } }
    }
    return output
  }
}

extension PluginDescriptor {
  /// Whether it is an effect that needs nothing but samples and parameters, as plain programs give.
  public var isPlainEffect: Bool {
    !inputs.isEmpty && !outputs.isEmpty && requiredFeatures.isEmpty && !blockLengths.areFixed
      && ports.allSatisfy { $0.kind == .audio || $0.kind == .control }
  }
}

/// Runs a program to its end, quietly; its exit code.
public func runQuietly(
  _ program: String, _ arguments: [String], environment: [String: String]
) -> Int32 {
  let child = try? ChildProcess(
    program: program, arguments: arguments, environment: environment,
    limits: ChildProcess.Limits(wallSeconds: 60))
  guard case .exited(let code) = child?.wait().end else { return -1 }
  return code
}

/// Whether the calling thread computes with denormals, as it does unless a plugin changed that.
public func threadKeepsDenormals() -> Bool {
  [Float.leastNonzeroMagnitude].contains { $0 * 3 > 0 }
}
