import Foundation

/// A child that scans, seen from its parent.
struct ScanChild: ~Copyable {
  /// Starts one.
  init(_ scanner: PluginScanner, arguments: [String]) throws(ChildProcessError) {
    var pipe = try ChildOutput(of: scanner.program, limit: 0)
    child = try ChildProcess(
      program: scanner.program, arguments: arguments, descriptors: [pipe.writing],
      limits: ChildProcess.Limits(addressSpaceBytes: scanner.addressSpaceBytes))
    pipe.closeWriting()
    self.scanner = scanner
    self.pipe = pipe
  }

  /// Hands on what the child says, until it ends or has to be ended.
  mutating func follow(_ hear: (ScanMessage) -> Void) {
    var frames = ScanFrames(pipe.reading)
    do throws(ScanFrames.Silence) {
      while true {
        let message = try next(&frames)
        if case .begins(let path, let activity) = message { step = (path, activity) }
        hear(message)
      }
    } catch {
      silence = error
    }
    // One that ends by itself has chosen its end before its pipe closes: that stays.
    child.send(SIGKILL)
    end = child.wait().end
  }

  /// The library the child ended at, and how; nil when it had not come to one.
  var fault: (path: String, reason: String)? {
    step.map { ($0.path, "\(reason) \($0.activity.phrase)") }
  }

  /// How the child ended, for whom no library is at fault.
  var ending: String {
    let said = child.wait().errors.split(whereSeparator: \.isNewline).last.map { ": \($0)" } ?? ""
    return "\(scanner.program) \(silence == .late ? "did not answer" : "\(end)")\(said)"
  }

  private let scanner: PluginScanner
  private let child: ChildProcess
  private let pipe: ChildOutput
  private var step: (path: String, activity: ScanActivity)?
  private var silence = ScanFrames.Silence.ended
  private var end = ChildProcess.End.timedOut

  /// A child may take longer to start than at a library: that is the machine's doing, not its own.
  private var patience: Double {
    step == nil ? max(60, scanner.secondsPerStep) : scanner.secondsPerStep
  }

  /// The next message, if it comes in time, not counting how long the child waited for a processor.
  private func next(_ frames: inout ScanFrames) throws(ScanFrames.Silence) -> ScanMessage {
    var deadline = ChildDeadline(of: child.identifier, seconds: patience)
    while true {
      do throws(ScanFrames.Silence) {
        return try frames.next(until: deadline.instant)
      } catch {
        guard error == .late, deadline.extend() else { throw error }
      }
    }
  }

  private var reason: String {
    switch (silence, end) {
    case (.late, _): "did not return within \(String(format: "%g", scanner.secondsPerStep)) s"
    case (.damaged, _): "wrote into the results of the scan"
    case (.ended, .exited(let code)): "ended the process with code \(code)"
    case (.ended, _): "\(end)"
    }
  }
}
