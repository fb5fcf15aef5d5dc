import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("LV2Bundle") struct LV2BundleTests {
  private let directory: ScratchDirectory
  private let catalogue: LV2Catalogue

  init() throws {
    directory = try ScratchDirectory()
    catalogue = LV2Catalogue(directories: [directory.path], cache: nil)
  }

  @Test(arguments: [
    "lv2:portProperty lv2:reportsLatency", "lv2:designation lv2:latency",
  ])
  func findsThePortOfTheLatency(statement: String) throws {
    let other = """
      [ a lv2:ControlPort, lv2:OutputPort ; lv2:index 2 ; lv2:symbol "latency" ; lv2:name "latency" ]
      """
    let latency = """
      [ a lv2:ControlPort, lv2:OutputPort ; lv2:index 3 ; lv2:symbol "late" ; lv2:name "Late" ;
        \(statement) ]
      """
    try WrittenBundle.write(
      "late", ports: "\(WrittenBundle.audioPorts) , \(other) , \(latency)", to: directory)
    try WrittenBundle.write(
      "prompt", ports: "\(WrittenBundle.audioPorts) , \(other)", to: directory)
    let found = try catalogue.list().map { $0.latencyPort?.symbol }
    #expect(found == ["late", nil])
  }

  @Test func skipsAndReportsWhatIsDamaged() throws {
    try WrittenBundle.write("sound", to: directory)
    try directory.write("}{", to: "braces.lv2/manifest.ttl")
    try directory.write("<urn:a> <urn:b> <urn:c> .\n<urn:d> nonsense", to: "words.lv2/manifest.ttl")
    try directory.write("", to: "bare.lv2/plugin.so")
    try directory.write("", to: "empty.lv2/manifest.ttl")
    try directory.write("a file, no bundle", to: "README")
    #expect(try catalogue.list().map(\.identifier) == ["urn:tactus:sound"])
    let problems = catalogue.problems
    #expect(
      problems.dropLast().map(\.path)
        == ["bare.lv2", "braces.lv2/manifest.ttl", "empty.lv2/manifest.ttl"]
        .map { "\(directory.path)/\($0)" })
    #expect(problems.last?.path.hasPrefix("\(directory.path)/words.lv2/manifest.ttl:2:") == true)
    #expect(problems.allSatisfy { !$0.message.isEmpty && !$0.message.contains("\n") })
  }

  @Test func reportsDataThatIsNotTurtle() throws {
    try directory.write(
      WrittenBundle.prefixes
        + "<urn:tactus:half> a lv2:Plugin ; lv2:binary <plugin.so> ; rdfs:seeAlso <half.ttl> .",
      to: "half.lv2/manifest.ttl")
    try directory.write("\n<urn:tactus:half> nonsense", to: "half.lv2/half.ttl")
    #expect(try catalogue.list() == [])
    #expect(
      catalogue.problems.first?.path.hasPrefix("\(directory.path)/half.lv2/half.ttl:2:") == true)
    let error = #expect(throws: PluginError.self) { try catalogue.descriptor("urn:tactus:half") }
    #expect(error?.code == .failed)
    #expect(error?.message.contains("half.ttl:2:") == true)
  }

  @Test func reportsAPluginThatSaysTooLittle() throws {
    try directory.write(
      WrittenBundle.prefixes + "<urn:tactus:mute> a lv2:Plugin ; lv2:binary <plugin.so> .",
      to: "mute.lv2/manifest.ttl")
    #expect(try catalogue.list() == [])
    #expect(catalogue.problems.first?.message.contains("<urn:tactus:mute>") == true)
  }

  @Test func saysWhyALibraryCannotBeOpened() throws {
    try WrittenBundle.write("garbage", to: directory)
    let error = #expect(throws: PluginError.self) {
      _ = try catalogue.makeInstance("urn:tactus:garbage", rate: 48_000, maximumFrames: 64)
    }
    #expect(error?.code == .failed)
    #expect(error?.message.contains("garbage.lv2/plugin.so") == true)
    #expect(error?.message.contains("\n") == false)
  }

  @Test(arguments: [
    ("coarseBlockLength", BlockLengths.whole), ("fixedBlockLength", .fixed),
    ("powerOf2BlockLength", .powerOfTwo),
  ])
  func tellsWhichBlockLengthsAPluginNeeds(name: String, lengths: BlockLengths) throws {
    let uri = "http://lv2plug.in/ns/ext/buf-size#\(name)"
    try WrittenBundle.write("picky", statements: "lv2:requiredFeature <\(uri)> ;", to: directory)
    let descriptor = try catalogue.descriptor("urn:tactus:picky")
    #expect(descriptor.missingFeatures == [])
    #expect(descriptor.blockLengths == lengths)
  }

  @Test func refusesUnknownFeaturesOnlyWhenRequired() throws {
    try WrittenBundle.write(
      "modest", statements: "lv2:optionalFeature <urn:tactus:luxury> ;", to: directory)
    try WrittenBundle.write(
      "needy", statements: "lv2:requiredFeature <urn:tactus:luxury> ;", to: directory)
    #expect(try catalogue.descriptor("urn:tactus:modest").missingFeatures == [])
    #expect(try catalogue.descriptor("urn:tactus:needy").missingFeatures == ["urn:tactus:luxury"])
    let error = #expect(throws: PluginError.self) {
      _ = try catalogue.makeInstance("urn:tactus:needy", rate: 48_000, maximumFrames: 64)
    }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("urn:tactus:luxury") == true)
  }

  @Test func namesMandatoryPortsItCannotFeed() throws {
    let port = "a <urn:tactus:Kind>, lv2:InputPort ; lv2:index 2 ; lv2:name \"X\" ; lv2:symbol"
    try WrittenBundle.write(
      "odd", ports: "\(WrittenBundle.audioPorts) , [ \(port) \"x\" ]", to: directory)
    try WrittenBundle.write(
      "fine",
      ports: "\(WrittenBundle.audioPorts) , "
        + "[ \(port) \"x\" ; lv2:portProperty lv2:connectionOptional ]", to: directory)
    let odd = try catalogue.descriptor("urn:tactus:odd")
    #expect(odd.missingFeatures == ["port x of kind urn:tactus:Kind"])
    #expect(try catalogue.descriptor("urn:tactus:fine").missingFeatures == [])
    let error = #expect(throws: PluginError.self) {
      _ = try catalogue.makeInstance("urn:tactus:odd", rate: 48_000, maximumFrames: 64)
    }
    #expect(error?.code == .unsupported)
  }

  @Test func readsGroupsDesignationsAndUnits() throws {
    try directory.write(
      """
      \(WrittenBundle.prefixes)
      @prefix pg: <http://lv2plug.in/ns/ext/port-groups#> .
      <urn:tactus:outputs> a pg:OutputGroup, pg:StereoGroup ; lv2:name "Main" ; lv2:symbol "main" .
      <urn:tactus:grouped> a lv2:Plugin ; lv2:binary <plugin.so> ; doap:name "Grouped" ;
        pg:mainOutput <urn:tactus:outputs> ; lv2:port
        [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 0 ; lv2:symbol "l" ; lv2:name "L" ;
          pg:group <urn:tactus:outputs> ; lv2:designation pg:left ] ,
        [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 1 ; lv2:symbol "r" ; lv2:name "R" ;
          pg:group <urn:tactus:outputs> ; lv2:designation pg:right ] ,
        [ a lv2:ControlPort, lv2:InputPort ; lv2:index 2 ; lv2:symbol "f" ; lv2:name "F" ;
          units:unit [ a units:Unit ; units:symbol "furlong" ; units:render "%.1f furlong" ] ] .
      """, to: "grouped.lv2/manifest.ttl")
    try directory.write("not a library", to: "grouped.lv2/plugin.so")
    let ports = try catalogue.descriptor("urn:tactus:grouped").ports
    #expect(ports.map(\.group) == ["Main", "Main", ""])
    #expect(ports.map(\.designation) == ["left", "right", ""])
    #expect(ports.map(\.unitFormat) == ["", "", "%.1f furlong"])
  }

  @Test func countsControlVoltageAsASignal() throws {
    try WrittenBundle.write(
      "voltage",
      ports: """
        [ a lv2:CVPort, lv2:InputPort ; lv2:index 0 ; lv2:symbol "pitch" ; lv2:name "Pitch" ] ,
        [ a lv2:ControlPort, lv2:InputPort ; lv2:index 1 ; lv2:symbol "depth" ; lv2:name "Depth" ;
          units:unit [ a units:Unit ; units:symbol "beard" ; units:render "%f beard" ] ] ,
        [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 2 ; lv2:symbol "out" ; lv2:name "Out" ]
        """, to: directory)
    let descriptor = try catalogue.descriptor("urn:tactus:voltage")
    #expect(descriptor.inputs.map(\.kind) == [.cv])
    #expect(descriptor.outputs.map(\.symbol) == ["out"])
    #expect(descriptor.parameters.map(\.unit) == ["beard"])
    #expect(descriptor.parameters.first?.defaultValue == nil)
  }

  @Test func takesTheFirstOfTwoPluginsWithOneURI() throws {
    let second = try ScratchDirectory()
    try WrittenBundle.write("twice", to: directory)
    try WrittenBundle.write("twice", to: second)
    let catalogue = LV2Catalogue(directories: [directory.path, second.path], cache: nil)
    #expect(try catalogue.list().map(\.library) == ["\(directory.path)/twice.lv2"])
  }
}
