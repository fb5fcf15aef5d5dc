// Control side.
import CJACK
import Drivers

/// A JACK server, seen from outside.
public enum JACKServer {
  /// Whether a server is running and answers under this name, nil for the default one.
  ///
  /// A client is opened and closed again, for there is no lighter way that all of JACK's
  /// implementations have; it never runs, so it adds nothing to the server's cycle. Thread:
  /// control. The corresponding C function is `jack_client_open` with `JackNoStartServer`.
  public static func isRunning(_ name: String? = nil) -> Bool {
    let answer = try? JACKLibrary.ask(name, within: 2_000_000_000) {
      () -> Result<Bool, DriverError> in
      do throws(DriverError) {
        jack_client_close(try JACKLibrary.openClient(named: "tactus-probe", server: name))
        return .success(true)
      } catch {
        return .failure(error)
      }
    }
    return answer ?? false
  }
}
