import Foundation
import Logging
import TestSupport
import Testing

@testable import Command

@Suite("Log") struct LogTests {
  @Test func linesForPeopleHaveNoLevel() {
    #expect(
      written(isJournal: false) {
        $0.notice("one"); $0.warning("two")
      } == "tactus: one\ntactus: two\n")
  }

  @Test func linesForTheJournalHave() {
    let text = written(isJournal: true, level: .trace) { logger in
      for level in Logger.Level.allCases { logger.log(level: level, "x") }
    }
    #expect(text == "<7>x\n<7>x\n<6>x\n<5>x\n<4>x\n<3>x\n<2>x\n")
  }

  @Test func everyLineOfATextHasOne() {
    #expect(written(isJournal: true) { $0.error("a\n\nb") } == "<3>a\n<3>b\n")
  }

  @Test func whatMattersLessIsLeftOut() {
    let text = written(isJournal: true, level: .warning) { logger in
      logger.notice("no")
      logger.warning("yes")
    }
    #expect(text == "<4>yes\n")
  }

  @Test func journalIsToldByDeviceAndInode() throws {
    let folder = try ScratchDirectory()
    try folder.write("", to: "stream")
    let file = try #require(FileHandle(forReadingAtPath: folder.path + "/stream"))
    var status = stat()
    try #require(fstat(file.fileDescriptor, &status) == 0)
    let name = "\(status.st_dev):\(status.st_ino)"
    #expect(JournalStream.isBehind(file.fileDescriptor, name: name))
    for other in [nil, "", ":", "\(status.st_dev):", "1:\(status.st_ino)", name + "1", name + ":1"]
    {
      #expect(!JournalStream.isBehind(file.fileDescriptor, name: other))
    }
    #expect(!JournalStream.isBehind(-1, name: name))
  }

  private func written(
    isJournal: Bool, level: Logger.Level = .notice, _ body: (Logger) -> Void
  ) -> String {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    body(
      .program(
        level: level, on: Console(output: descriptor, errors: descriptor, isJournal: isJournal)))
    try? pipe.fileHandleForWriting.close()
    return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
