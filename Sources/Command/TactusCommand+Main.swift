import ArgumentParser
import Glibc
import Logging

extension TactusCommand {
  /// Runs what the command line asks for and ends the process when that failed.
  ///
  /// Thread: the main thread.
  public static func main() {
    // A reader that has seen enough, such as `head`, is not an error.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      finish(error, on: .standard)
    }
  }

  private static func finish(_ error: any Error, on console: Console) -> Never {
    let failure = Failure(error)
    if failure.code == 0 {
      _ = try? console.write(failure.message)
    } else {
      console.complain(failure.message, .error)
    }
    Glibc.exit(failure.code)
  }
}
