import Control
import Foundation
import Glibc
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Saving", .serialized) struct SavingTests {
    private func read(_ path: String) throws -> String {
      try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func savesWhatPlaysAndKeepsTheFormerFile() async throws {
      try await withStage { stage in
        let path = stage.fixture.path("session.yaml")
        let before = try read(path)
        #expect(chmod(path, 0o640) == 0)
        try stage.edit(
          .set(node: "amp", parameter: "gain", value: .number(-6)),
          .bypass(node: "amp", isBypassed: true), .mute(true))
        try stage.ask(.save(path: nil))
        #expect(try read(path + "~") == before)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        let session = try SessionLoader(catalogues: []).load(path: path)
        #expect(session.nodes[0].parameters.map(\.value) == [-6])
        #expect(session.session.nodes[0].isBypassed)
        #expect(session.session.isMuted)
        #expect(try read(path).hasPrefix("# A session of the tests.\n"))
        #expect(try stage.state(.session)["isModified"] == false)
        // What is read again is what plays.
        try stage.ask(.reload)
        #expect(stage.host.events.all.contains { $0.text.hasSuffix("nothing changed") })
      }
    }

    @Test func savesElsewhereAndRefusesWhatCannotBe() async throws {
      try await withStage { stage in
        let other = stage.fixture.path("other.yaml")
        try stage.ask(.save(path: other))
        #expect(try read(other).hasPrefix("# A session"))
        #expect(try stage.state(.session)["path"] == .text(stage.fixture.path("session.yaml")))
        let error = try stage.refusal(.save(path: stage.fixture.path("no/such/folder.yaml")))
        #expect(error?.code == .failed)
      }
    }

    @Test func keepsEditsAndForgetsThemWhenTheyAreSaved() async throws {
      try await withStage(adjust: { $1.autosaveFolder = $0.path("state/tactus") }) { stage in
        let kept = stage.fixture.path("state/tactus/stage.yaml")
        try stage.edit(.set(node: "amp", parameter: "gain", value: .number(-6)), .mute(true))
        #expect(await eventually { FileManager.default.fileExists(atPath: kept) })
        let autosave = try #require(
          Autosave(at: kept, of: stage.fixture.path("session.yaml")))
        #expect(autosave.isMuted)
        #expect(autosave.isNewerThanFile)
        let session = try SessionLoader(catalogues: []).load(
          autosave.document, path: autosave.document.path)
        #expect(session.nodes[0].parameters.map(\.value) == [-6])
        #expect(Autosave(at: kept, of: stage.fixture.path("other.yaml")) == nil)
        try stage.ask(.save(path: nil))
        #expect(!FileManager.default.fileExists(atPath: kept))
        #expect(!autosave.isNewerThanFile)
      }
    }

    @Test func halfAnAutosaveIsNone() throws {
      try withTemporaryDirectory { folder in
        let session = folder.appending(path: "s.yaml").path
        try SessionDocumentTests.text.write(toFile: session, atomically: true, encoding: .utf8)
        let log = ProblemLog(file: session)
        let document = try #require(SessionDocument(path: session, log: log))
        let text = Autosave.text(of: document, isMuted: false)
        let kept = folder.appending(path: "kept.yaml").path
        try text.write(toFile: kept, atomically: true, encoding: .utf8)
        #expect(Autosave(at: kept, of: session)?.document == document)
        for length in [0, 10, text.count / 2, text.count - 1] {
          try String(text.prefix(length)).write(toFile: kept, atomically: true, encoding: .utf8)
          #expect(Autosave(at: kept, of: session) == nil, "\(length)")
        }
      }
    }

    @Test func aLinkIsFollowed() throws {
      try withTemporaryDirectory { folder in
        let (file, link) = (
          folder.appending(path: "file").path, folder.appending(path: "link").path
        )
        try AtomicFile.write("old", to: file)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        try AtomicFile.write("new", to: link, keepsPrevious: true)
        try AtomicFile.write("newer", to: link, keepsPrevious: true)
        #expect(try read(file) == "newer")
        #expect(try read(file + "~") == "new")
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            == ["file", "file~", "link"])
      }
    }
  }
}
