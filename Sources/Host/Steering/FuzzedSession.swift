#if TACTUS_FUZZ
public import Control

/// A session that a fuzzer edits: whatever was edited has to be written so that it is read again.
public struct FuzzedSession {
  private static let text = """
    # A session.
    device: {capture: 2, playback: 2}
    nodes:
      # One.
      - {name: a, builtin: gain, channels: 2}
      - name: b   # the other
        builtin: mixer
    chain: [capture, a, playback]
    snapshots:
      - {name: s, values: {a.gain: -6}, bypass: {b: true}}
    """

  private var session: ResolvedSession
  private let loader = SessionLoader(catalogues: [])

  /// Begins with a session of its own.
  public init() {
    guard
      let document = SessionDocument(path: "s.yaml", text: Self.text, log: ProblemLog(file: "")),
      let session = loader.examine(document).session
    else { fatalError("the session of the fuzzer is wrong") }
    self.session = session
  }

  /// Does edits, and resolves what came of them.
  public mutating func apply(_ edits: [ControlEdit]) {
    guard var document = session.document else { return }
    for edit in edits {
      guard (try? document.apply(edit, in: session)) != nil else { return }
    }
    let text = DocumentText.of(document)
    let again = SessionDocument(path: "s.yaml", text: text, log: ProblemLog(file: ""))
    let found = loader.examine(document).session
    guard let found else { return }
    precondition(again?.root == document.root, "a valid session is not read as it was written")
    session = found
  }
}
#endif
