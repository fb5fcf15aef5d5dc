import Foundation

@main
enum Main {
  static func main() {
    do {
      try run(Options(Array(CommandLine.arguments.dropFirst())))
    } catch let error as UsageError {
      warn("\(error)")
      exit(64)
    } catch {
      warn("bench: \(error)")
      exit(1)
    }
  }

  private static func run(_ options: Options) throws {
    let all = [
      MachineReference.trial("machine"), Floor.trial, PutTrial.oneWorker, PutTrial.twoWorkers,
      StartTrial.trial, PeriodTrial.trial, PriorityTrial.trial, LatenessTrial.trial,
      ConvolverTrial.trial, GraphTrial.trial, BreakEven.trial, OverheadTrial.trial,
      CompileTrial.trial, Supernova.trial, PluginTrial.trial, PluginTrial.slope, SandboxTrial.trial,
      LiveTrial.trial, ControlTrial.trial,
    ]
    let trials = all.filter {
      $0.name.hasPrefix(options.only) || $0.name == "machine" || $0.name == "floor"
    }
    let run = Run(
      trials: trials, wantedRounds: options.rounds, limitSeconds: options.seconds, progress: warn)
    let (rounds, discarded) = try run.measure()
    let measured = Set(trials.map(\.name))
    let goals = (Goal.all + Goal.graphs(in: rounds)).filter { measured.contains($0.subject.trial) }
    let report = Report(trials: trials, goals: goals, rounds: rounds, discarded: discarded)
    print(report.table())
    if let path = options.jsonPath {
      try report.json().write(to: URL(fileURLWithPath: path))
    }
  }

  private static func warn(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }
}
