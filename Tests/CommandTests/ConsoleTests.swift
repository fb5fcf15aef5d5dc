import Foundation
import Testing

@testable import Command

@Suite("Console") struct ConsoleTests {
  @Test func endsLines() throws {
    #expect(try output { try $0.write("one") } == "one\n")
    #expect(try output { try $0.write("two\n") } == "two\n")
  }

  @Test func complainsInTheNameOfTheProgram() throws {
    #expect(try output { $0.complain("no such thing") } == "tactus: no such thing\n")
    #expect(try output { $0.complain("") } == "")
  }

  @Test func letsNoTerminalControlThrough() throws {
    #expect(try output { try $0.write("a\u{1B}[2Jb\u{9B}c\u{07}") } == "a?[2Jb?c?\n")
    #expect(try output { try $0.write("Räuber\n\t→ 音") } == "Räuber\n\t→ 音\n")
  }

  @Test func isNoTerminal() throws {
    let pipe = Pipe()
    let console = Console(output: pipe.fileHandleForWriting.fileDescriptor, errors: -1)
    #expect(!console.isTerminal && console.columns == nil)
  }

  @Test func saysWhenTheDiskIsFull() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let console = Console(output: full.fileDescriptor, errors: -1)
    #expect(throws: ConsoleError.self) { try console.write("text") }
  }

  @Test func reportsAreTextOrData() throws {
    struct Sample: Report {
      let b = 1
      let a = "http://x/y"
      func text(columns: Int?) -> String { "\(b) \(a)" }
    }
    #expect(try output { try $0.show(Sample(), asJSON: false) } == "1 http://x/y\n")
    let data = try output { try $0.show(Sample(), asJSON: true) }
    #expect(data == "{\n  \"a\" : \"http://x/y\",\n  \"b\" : 1\n}\n")
  }

  /// What `body` writes to a console.
  private func output(_ body: (Console) throws -> Void) throws -> String {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    try body(Console(output: descriptor, errors: descriptor))
    try pipe.fileHandleForWriting.close()
    return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
