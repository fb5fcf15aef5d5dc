import Host
import Testing

@testable import Demo

@Suite("DemoPage") struct DemoPageTests {
  @Test func namesAreUniqueAndInTheOrderOfTheTour() {
    #expect(
      DemoPage.all.map(\.name)
        == ["classes", "governor", "priorities", "serial", "deadline", "graph", "late"])
  }

  @Test func pagesAreFoundByTheirNamesInTheOrderOfTheTour() throws {
    #expect(try DemoPage.named(["late", "serial"]).map(\.name) == ["serial", "late"])
    #expect(try DemoPage.named([]).count == DemoPage.all.count)
  }

  @Test func aNameThereIsNotIsAUsageError() {
    #expect {
      _ = try DemoPage.named(["serial", "nothing"])
    } throws: { error in
      let error = error as? HostError
      return error?.code == .usage && error?.message.hasPrefix("there is no page nothing") == true
    }
  }
}
