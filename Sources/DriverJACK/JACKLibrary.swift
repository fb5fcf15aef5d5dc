// Control side.
import CJACK
import Drivers
import Glibc
import Synchronization

/// JACK's library as a whole.
public enum JACKLibrary {
  private static let silenced: Void = {
    jack_set_error_function { _ in }
    jack_set_info_function { _ in }
  }()

  /// Keeps the library from writing to the terminal, for the rest of the process.
  ///
  /// The driver does so itself; ALSA's `jack` plugin, which uses the same library, does not.
  /// Thread: control. The corresponding C function is `jack_set_error_function`.
  public static func silence() { silenced }

  /// Has `question` asked in the background; throws `unavailable` when no answer comes.
  ///
  /// What comes too late is given to `unwanted`. Nothing is asked while the library waits for an
  /// earlier answer, or for a client to leave.
  static func ask<Answer: Sendable>(
    _ server: String?, within nanoseconds: Int64 = JACKDriver.patienceNanoseconds,
    _ question: @escaping @Sendable () -> Result<Answer, DriverError>,
    unwanted: @escaping @Sendable (Answer) -> Void = { _ in }
  ) throws(DriverError) -> Answer {
    if JACKErrand.overdueQuestions.load(ordering: .relaxed) == 0,
      JACKClient.partingCount.load(ordering: .acquiring) == 0,
      let answer = try JACKErrand.ask(within: nanoseconds, question, unwanted: unwanted)
    {
      return answer
    }
    throw DriverError(
      .unavailable,
      "JACK server \(serverName(server)) does not answer; if it hangs, end it and start it anew")
  }

  /// Opens a client of a running server; never starts one.
  static func openClient(
    named name: String, server: String?
  ) throws(DriverError) -> OpaquePointer {
    silence()
    var status = JackStatus(rawValue: 0)
    if let client = jack_client_open_running(name, server, &status) { return client }
    throw error(status, server: serverName(server))
  }

  /// The name of the server that is meant: the default's may come from the environment.
  static func serverName(_ server: String?) -> String {
    server ?? getenv("JACK_DEFAULT_SERVER").map { String(cString: $0) } ?? "default"
  }

  private static func error(_ status: JackStatus, server: String) -> DriverError {
    let bits = status.rawValue
    if bits & JackVersionError.rawValue != 0 {
      return DriverError(
        .failed,
        "JACK server \(server) speaks another protocol than this JACK library; "
          + "install both in the same version")
    }
    if bits & (JackServerFailed.rawValue | JackServerError.rawValue) != 0 {
      return unavailable(server)
    }
    return DriverError(
      .failed, "JACK server \(server) refused the client (status \(bits)); look at its log")
  }

  static func unavailable(_ server: String) -> DriverError {
    let name = server == "default" ? "" : "-n \(server) "
    return DriverError(
      .unavailable,
      "no JACK server is running (server name \(server)); start one, for instance with "
        + "`jackd \(name)-d alsa -d hw:0`, or use --driver alsa")
  }
}
