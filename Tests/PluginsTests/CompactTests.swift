import TestSupport
import Testing

@testable import Plugins

@Suite("Compact") struct CompactTests {
  /// A port whose every property differs from what a new one has.
  private var port: PluginPort {
    var port = PluginPort(index: 300, symbol: "s", name: "Name", kind: .cv, direction: .input)
    port.minimum = -1
    port.maximum = .infinity
    port.defaultValue = 0.1
    port.unit = "dB"
    port.scalePoints = [.init(value: 0, label: "zero"), .init(value: -0.5, label: "")]
    port.isInteger = true
    port.isToggled = true
    port.isEnumeration = true
    port.isLogarithmic = true
    port.isRateScaled = true
    port.isOptional = true
    port.takesMIDI = true
    port.givesMIDI = true
    port.takesPosition = true
    port.isLatency = true
    port.takesPatches = true
    port.group = "Group"
    port.designation = "left"
    port.unitFormat = "%f dB"
    return port
  }

  private var property: PluginProperty {
    var property = PluginProperty(identifier: "urn:p", symbol: "p", name: "P", kind: .double)
    property.minimum = -0.1
    property.maximum = .greatestFiniteMagnitude
    property.defaultValue = 1
    property.isWritable = true
    property.isReadable = true
    return property
  }

  private var plugin: PluginDescriptor {
    var plugin = PluginDescriptor(
      format: .ladspa, identifier: "a:b", name: "Größe", author: "Name", category: "dB",
      library: "/a.so", ports: [port], requiredFeatures: ["urn:a"], missingFeatures: ["urn:b"])
    plugin.uniqueID = 0
    plugin.blockLengths = .powerOfTwo
    plugin.properties = [
      property, PluginProperty(identifier: "a", symbol: "", name: "", kind: .path),
    ]
    return plugin
  }

  @Test func keepsEveryPropertyOfAPlugin() throws {
    #expect(try roundTrip(plugin) == plugin)
    let plain = PluginDescriptor(format: .lv2, identifier: "urn:a", name: "")
    #expect(try roundTrip(plain) == plain)
  }

  @Test(arguments: [PluginPort.Kind.audio, .control, .cv, .other])
  func keepsEachKindOfPort(kind: PluginPort.Kind) throws {
    for direction in [PluginPort.Direction.input, .output] {
      var plugin = plugin
      plugin.ports = [
        PluginPort(index: 0, symbol: "a", name: "A", kind: kind, direction: direction)
      ]
      #expect(try roundTrip(plugin) == plugin)
    }
  }

  /// A property that was added has to be written and read too; then it belongs above and here.
  @Test func knowsEveryProperty() {
    #expect(
      Self.labels(port) == [
        "index", "symbol", "name", "kind", "direction", "minimum", "maximum", "defaultValue",
        "unit", "scalePoints", "isInteger", "isToggled", "isEnumeration", "isLogarithmic",
        "isRateScaled", "isOptional", "takesMIDI", "givesMIDI", "takesPatches", "takesPosition",
        "group", "designation", "unitFormat", "isLatency",
      ])
    #expect(
      Self.labels(plugin) == [
        "format", "identifier", "name", "author", "category", "library", "uniqueID", "ports",
        "requiredFeatures", "missingFeatures", "properties", "blockLengths",
      ])
    #expect(
      Self.labels(property) == [
        "identifier", "symbol", "name", "kind", "minimum", "maximum", "defaultValue", "isWritable",
        "isReadable",
      ])
  }

  @Test func keepsProblems() throws {
    let problems = [
      PluginProblem(path: "/a", message: "is bad"), PluginProblem(fault: "crashed", at: "/b"),
    ]
    var writer = CompactWriter()
    for problem in problems { writer.write(problem) }
    var reader = CompactReader(writer.bytes[...])
    let first = try reader.problem()
    let second = try reader.problem()
    #expect([first, second] == problems)
  }

  @Test func keepsNumbersOfAllSizes() throws {
    let numbers = [0, 1, 127, 128, 16_383, 16_384, .max, -1, .min]
    var writer = CompactWriter()
    writer.write(numbers) { $0.write($1) }
    var reader = CompactReader(writer.bytes[...])
    let read = try reader.array { reader throws(CompactDamage) in try reader.number() }
    #expect(read == numbers)
    let isAtEnd = reader.isAtEnd
    #expect(isAtEnd)
  }

  @Test func writesATextOnce() {
    var writer = CompactWriter()
    writer.write("a text")
    let length = writer.bytes.count
    writer.write("a text")
    #expect(writer.bytes.count == length + 1)
  }

  @Test func refusesEverythingShorter() {
    var writer = CompactWriter()
    writer.write(plugin)
    for count in 0..<writer.bytes.count {
      var reader = CompactReader(writer.bytes.prefix(count))
      let plugin = try? reader.plugin()
      #expect(plugin == nil)
    }
  }

  @Test func survivesAnyBytes() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var reader = CompactReader(bytes[...])
      _ = try? reader.plugin()
      _ = try? ScanMessage(bytes[...])
      #expect(PluginCacheFile(bytes) == nil)
    }
  }

  private func roundTrip(_ plugin: PluginDescriptor) throws -> PluginDescriptor {
    var writer = CompactWriter()
    writer.write(plugin)
    var reader = CompactReader(writer.bytes[...])
    return try reader.plugin()
  }

  private static func labels(_ value: Any) -> [String] {
    Mirror(reflecting: value).children.compactMap(\.label)
  }
}
