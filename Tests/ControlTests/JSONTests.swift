import TestSupport
import Testing

@testable import Control

@Suite("JSON") struct JSONTests {
  private func parse(_ text: String) throws(ControlError) -> JSONValue {
    try JSONParser.parse(ArraySlice(Array(text.utf8)))
  }

  private func code(_ bytes: [UInt8]) -> ControlError.Code? {
    do throws(ControlError) {
      _ = try JSONParser.parse(ArraySlice(bytes))
      return nil
    } catch {
      return error.code
    }
  }

  @Test func readsEveryKind() throws {
    let text = #" { "a" : [ 1 , -2.5 , 1e3 , true , false , null ] , "b" : { } , "c" : "x" } "#
    let wanted: JSONValue = [
      "a": [1, -2.5, 1000.0, true, false, .null], "b": [:], "c": "x",
    ]
    #expect(try parse(text) == wanted)
  }

  @Test func readsEscapes() throws {
    #expect(try parse(#""\"\\\/\b\f\n\r\t\u00e9\ud83c\udfb8""#) == "\"\\/\u{8}\u{C}\n\r\té🎸")
  }

  @Test func keepsFrameTimesExactly() throws {
    #expect(try parse("9223372036854775807") == .integer(Int64.max))
    #expect(try parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
  }

  @Test(arguments: [
    "", " ", "tru", "truex", "nul", "[", "[1", "[1,", "[1,]", "[1 2]", "{", #"{"a""#, #"{"a":"#,
    #"{"a":1"#, #"{"a":1,}"#, "{a:1}", #"{"a" 1}"#, #"{"a":1,"a":2}"#, "1 2", "01", "-", "+1", ".5",
    "1.", "1e", "1e+", "NaN", "Infinity", "\"", "\"\\", "\"\\x\"", "\"\\u12", "\"\\u12g4\"",
    "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\nb\"", "'a'", "// a\n1",
  ])
  func refusesWhatIsNotJSON(text: String) {
    #expect(code(Array(text.utf8)) == .malformed)
  }

  @Test func refusesWhatIsNotUTF8() {
    #expect(code([0x22, 0xFF, 0x22]) == .malformed)
    #expect(code([0x22, 0xC0, 0x80, 0x22]) == .malformed)
    #expect(code([0x22, 0xED, 0xA0, 0x80, 0x22]) == .malformed)
    #expect(code([0xFF, 0xFE]) == .malformed)
  }

  @Test func refusesInfinity() {
    #expect(code(Array("1e309".utf8)) == .outOfRange)
    #expect(code(Array("-1e309".utf8)) == .outOfRange)
  }

  @Test func countsDepth() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(code(nested(ControlLimits.depth)) == nil)
    #expect(code(nested(ControlLimits.depth + 1)) == .tooDeep)
    #expect(code(Array(String(repeating: "[", count: 60_000).utf8)) == .tooDeep)
    #expect(code(Array(String(repeating: #"{"a":"#, count: 10_000).utf8)) == .tooDeep)
  }

  @Test func writesWhatItReads() throws {
    let value: JSONValue = [
      "text": "\u{1}\u{1F}\"\\\n\r\té🎸\u{7F}", "numbers": [0, -1, 0.1, 1e-300, 1.7e308],
      "none": [[:], [], .null],
    ]
    #expect(try JSONParser.parse(ArraySlice(value.json)) == value)
    #expect(!value.json.contains { $0 < 0x20 })
  }

  @Test func writesNoNumberThatIsNotFinite() {
    #expect(JSONValue.number(.nan).json == Array("null".utf8))
    #expect(JSONValue.number(-.infinity).json == Array("null".utf8))
  }

  @Test func survivesSpoiltRequests() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let command = ControlCommand.samples.randomElement(using: &random) ?? .host(.reload)
      var line = ControlRequest(id: 1, command: command).line
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<line.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: line[place] = UInt8.random(in: 0...255, using: &random)
        case 1: line.insert(contentsOf: "{}[]\",:0e".utf8.shuffled(using: &random), at: place)
        default: line.removeSubrange(place...)
        }
        if line.isEmpty { break }
      }
      // What is taken all the same can be written and read again.
      if case .success(let request) = ControlRequest.parse(ArraySlice(line)) {
        #expect(ControlRequest.parse(request.line.dropLast()) == .success(request))
      }
    }
  }
}
