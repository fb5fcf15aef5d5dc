import Drivers
import Testing

@Suite("Port pattern") struct PortPatternTests {
  @Test(arguments: [
    ("system:capture_1", "system:capture_1", true),
    ("system:capture_1", "system:capture_10", false),
    ("system:capture_*", "system:capture_10", true),
    ("*:left", "a:b:left", true),
    ("system:capture_?", "system:capture_10", false),
    ("*_[12]", "x:y_2", true),
    ("HDMI [0]:FL", "HDMI [0]:FL", true),
    ("/capture_[12]$/", "system:capture_2", true),
    ("/capture_[12]$/", "system:capture_12x", false),
    ("/^a|^b/", "b:in", true),
    ("/", "/", true),
  ])
  func matches(pattern: String, name: String, expected: Bool) throws {
    #expect(try PortPattern(pattern).matches(name) == expected)
  }

  @Test func knowsNamesFromPatterns() throws {
    #expect(try PortPattern("a:b").isExact)
    #expect(try !PortPattern("a:*").isExact)
    #expect(try !PortPattern("/a/").isExact)
  }

  @Test(arguments: ["", "/(/", "/[/", "/a**\\/"])
  func refusesWhatIsNoPattern(text: String) throws {
    let problem = #expect(throws: PortPattern.Problem.self) { try PortPattern(text) }
    #expect(problem?.message.contains("\n") == false)
  }
}
