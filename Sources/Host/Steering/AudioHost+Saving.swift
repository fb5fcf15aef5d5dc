import Control
import Drivers
import Foundation
import Synchronization

extension AudioHost {
  /// How long after an edit it is kept for a power cut, at the latest with what else was edited.
  private static let autosaveDelayNanoseconds: Int64 = 1_000_000_000

  /// Writes the session as it is now, with what controls and snapshots have moved; gives the path.
  ///
  /// Without a path it goes to the file it came from, whose former text stays as `NAME~`.
  func save(to path: String?) throws(ControlError) -> String {
    let (document, target) = try reloading.withLock {
      _ throws(ControlError) -> (SessionDocument, String) in
      guard var document = presentDocument else {
        throw ControlError(.unsupported, "this session was not read from a file")
      }
      let target = URL(fileURLWithPath: path ?? document.path).standardizedFileURL.path
      if target.folder != URL(fileURLWithPath: document.path).standardizedFileURL.path.folder {
        try checkMove(of: document, to: target)
      }
      do throws(HostError) {
        try AtomicFile.write(DocumentText.of(document), to: target, keepsPrevious: true)
      } catch {
        throw ControlError(.failed, error.message)
      }
      document.path = path == nil ? document.path : target
      return (document, target)
    }
    steered.withLock { steered in
      steered.document = document
      steered.saved = document
      steered.isAutosaveDue = false
    }
    if let path = autosavePath { unlink(path) }
    events.add("saved \(target)")
    notify(.changes, ["change": "session", "path": .text(target)])
    return target
  }

  /// The document with what plays otherwise than it says.
  private var presentDocument: SessionDocument? {
    guard var document = steered.withLock({ $0.document }) else { return nil }
    document.take(live.strays, isMuted: isMuted)
    return document
  }

  /// Whether something plays otherwise than a document says.
  func hasStrays(from document: SessionDocument?) -> Bool {
    guard let document else { return false }
    var present = document
    present.take(live.strays, isMuted: isMuted)
    return present != document
  }

  /// Relative paths mean something else in another folder.
  private func checkMove(
    of document: SessionDocument, to target: String
  ) throws(ControlError) {
    var moved = document
    moved.path = target
    let found = setup.loader.examine(moved, rate: selection.driver.format.rate)
    guard found.session == nil else { return }
    throw ControlError(
      .conflict,
      "the session names files relative to its own folder, which are not found from there: "
        + ControlError(found.problems).message)
  }

  /// Has what was edited be kept soon.
  func noteModified() {
    guard setup.autosaveFolder != nil else { return }
    let isFirst = steered.withLock { steered in
      defer { steered.isAutosaveDue = true }
      return !steered.isAutosaveDue
    }
    guard isFirst else { return }
    steeringThread.perform(afterNanoseconds: Self.autosaveDelayNanoseconds) { [weak self] in
      self?.writeAutosave()
    }
  }

  func writeAutosave() {
    guard let path = autosavePath, let document = presentDocument else { return }
    let isDue = steered.withLock { steered in
      defer { steered.isAutosaveDue = false }
      return steered.isAutosaveDue
    }
    guard isDue else { return }
    guard document != steered.withLock({ $0.saved }) else {
      unlink(path)
      return
    }
    do throws(HostError) {
      let folder = path.folder
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try AtomicFile.write(Autosave.text(of: document, isMuted: isMuted), to: path)
    } catch {
      events.add("what was edited is not kept: \(error.message)")
    }
  }

  private var autosavePath: String? {
    setup.autosaveFolder.map {
      Autosave.path(
        in: $0, instance: setup.instance, session: setup.session.session.path)
    }
  }

  /// Goes on where an autosave ended.
  func resume() {
    guard let resumed = setup.resumed else { return }
    let name = URL(fileURLWithPath: resumed.document.path).lastPathComponent
    events.add("\(name): goes on with what was edited and not saved")
    if resumed.isMuted { setMuted(true) }
  }
}

extension SessionDocument {
  /// Takes what plays otherwise than it says.
  mutating func take(
    _ strays: (values: [LiveEdit.Value], bypasses: [String: Bool]), isMuted: Bool
  ) {
    for value in strays.values {
      try? set(value.symbol, of: value.node, to: .number(value.value))
    }
    for (node, isBypassed) in strays.bypasses.sorted(by: { $0.key < $1.key }) {
      try? setBypassed(isBypassed, node: node)
    }
    if isMuted != (root["muted"]?.flag ?? false) { root["muted"] = isMuted ? .flag(true) : nil }
  }
}

extension String {
  fileprivate var folder: String { URL(fileURLWithPath: self).deletingLastPathComponent().path }
}
