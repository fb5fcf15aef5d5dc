import Foundation
import TestSupport
import Testing

@testable import Command

@Suite("SessionLooks") struct SessionLooksTests {
  private func look(_ looks: inout SessionLooks, _ count: Int) -> [Bool] {
    (0..<count).map { _ in looks.hasSettledAnew() }
  }

  @Test func tellsAChangeOnceAndNotHalfWritten() throws {
    let scratch = try ScratchDirectory()
    let path = "\(scratch.path)/a.yaml"
    try scratch.write("one", to: "a.yaml")
    var looks = SessionLooks(at: path)
    #expect(look(&looks, 1) == [false])
    try scratch.write("one, two", to: "a.yaml")
    #expect(look(&looks, 1) == [false])
    try scratch.write("one, two, three", to: "a.yaml")
    // It still grew since the last look.
    #expect(look(&looks, 3) == [false, true, false])
  }

  @Test func waitsForAFileThatIsPutInTheOldOnesPlace() throws {
    let scratch = try ScratchDirectory()
    let path = "\(scratch.path)/a.yaml"
    try scratch.write("one", to: "a.yaml")
    var looks = SessionLooks(at: path)
    try FileManager.default.removeItem(atPath: path)
    #expect(look(&looks, 3) == [false, false, false])
    try scratch.write("other", to: "a.yaml~")
    try FileManager.default.moveItem(atPath: "\(scratch.path)/a.yaml~", toPath: path)
    #expect(look(&looks, 2) == [false, true])
  }

  @Test func aFileThatChangedBeforeTheFirstLookIsTold() throws {
    let scratch = try ScratchDirectory()
    var looks = SessionLooks(at: "\(scratch.path)/a.yaml")
    try scratch.write("there", to: "a.yaml")
    #expect(look(&looks, 2) == [false, true])
  }
}
