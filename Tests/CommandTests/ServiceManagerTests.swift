import Foundation
import TestSupport
import Testing

/// The user's unit in a systemd of its own.
@Suite(
  "The unit in systemd", .serialized,
  .enabled(if: ServiceManager.isThere, "no systemd can be run in namespaces here"))
struct ServiceManagerTests {
  /// Prepares the unit and a session, and has functions for what the tests do.
  private static let setup = """
    set -eu
    mkdir -p $XDG_CONFIG_HOME/systemd/user $XDG_CONFIG_HOME/tactus/sessions
    cp "$2/configs/tone.yaml" $XDG_CONFIG_HOME/tactus/sessions/demo.yaml
    sed -e "s|/usr/bin/tactus|$1|" -e 's|--no-meter|--no-meter --driver clock|' \\
      -e 's|^WatchdogSec=.*|WatchdogSec=2|' -e 's|^TimeoutStopSec=.*|TimeoutStopSec=3|' \\
      "$2/configs/systemd/user/tactus@.service" > $XDG_CONFIG_HOME/systemd/user/tactus@.service
    systemctl --user daemon-reload
    show() { systemctl --user show --property=$1 --value tactus@demo; }
    """

  @Test func isReadyWhenSoundRunsAndReloadsAndEnds() throws {
    let outcome = try run(
      """
      systemctl --user start tactus@demo
      echo "$(show ActiveState): $(show StatusText)"
      systemctl --user reload tactus@demo
      sleep 1
      echo "$(show ActiveState), $(show NRestarts) restarts"
      systemctl --user stop tactus@demo
      echo "$(show ActiveState), $(show Result)"
      """)
    #expect(
      outcome.output == """
        active: Tone: running, clock: no hardware, 48000 Hz, 256 frames × 2
        active, 0 restarts
        inactive, success

        """, "\(outcome.errors)")
  }

  @Test func isStartedAgainWhenItStandsStill() throws {
    let outcome = try run(
      """
      systemctl --user start tactus@demo
      before=$(show MainPID)
      kill -STOP $before
      for try in $(seq 300); do
        [ "$(show NRestarts)" = 1 ] && [ "$(show ActiveState)" = active ] && break
        sleep 0.1
      done
      echo "$(show ActiveState), $(show NRestarts) restarts"
      [ $(show MainPID) != $before ] && echo another
      systemctl --user stop tactus@demo
      """)
    #expect(outcome.output == "active, 1 restarts\nanother\n", "\(outcome.errors)")
  }

  @Test func isNotStartedAgainForAMistakeInItsSession() throws {
    let outcome = try run(
      """
      echo 'nodes: 7' > $XDG_CONFIG_HOME/tactus/sessions/demo.yaml
      systemctl --user start tactus@demo || true
      sleep 3
      echo "$(show ActiveState), $(show NRestarts) restarts, $(show ExecMainStatus)"
      """)
    #expect(outcome.output == "failed, 0 restarts, 65\n", "\(outcome.errors)")
  }

  private func run(_ script: String) throws -> TactusProgram.Outcome {
    try RunningProgram([
      TactusProgram.path("Scripts/with-systemd"), "sh", "-c", Self.setup + "\n" + script, "sh",
      TactusProgram.url.path, TactusProgram.project.path,
    ]).wait()
  }
}

private enum ServiceManager {
  static let isThere =
    (try? RunningProgram([TactusProgram.path("Scripts/with-systemd"), "true"]).wait().code) == 0
}
