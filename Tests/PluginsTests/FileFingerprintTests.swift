import Foundation
import TestSupport
import Testing

@testable import Plugins

@Suite("FileFingerprint") struct FileFingerprintTests {
  private func text(_ paths: String...) -> String {
    var fingerprint = FileFingerprint()
    for path in paths { fingerprint.add(path) }
    return fingerprint.text
  }

  @Test func staysWhileNothingChanges() throws {
    let directory = try ScratchDirectory()
    try directory.write("one", to: "a")
    #expect(text("\(directory.path)/a") == text("\(directory.path)/a"))
  }

  @Test func changesWithSizeTimeAndAbsence() throws {
    let directory = try ScratchDirectory()
    let path = "\(directory.path)/a"
    let absent = text(path)
    try directory.write("one", to: "a")
    let short = text(path)
    try directory.write("three", to: "a")
    let long = text(path)
    try FileManager.default.setAttributes([.modificationDate: Date.distantPast], ofItemAtPath: path)
    let old = text(path)
    #expect(Set([absent, short, long, old]).count == 4)
  }

  @Test func tellsWhetherAFileIsThere() throws {
    let directory = try ScratchDirectory()
    var fingerprint = FileFingerprint()
    let isThere = fingerprint.add(directory.path)
    let isElsewhere = fingerprint.add("\(directory.path)/nothing")
    #expect(isThere)
    #expect(!isElsewhere)
  }
}
