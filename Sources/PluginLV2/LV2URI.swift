/// The URIs this room knows by name.
enum LV2URI {
  private static let core = "http://lv2plug.in/ns/lv2core#"
  private static let ext = "http://lv2plug.in/ns/ext/"

  static let plugin = core + "Plugin"
  static let inputPort = core + "InputPort"
  static let outputPort = core + "OutputPort"
  static let controlPort = core + "ControlPort"
  static let audioPort = core + "AudioPort"
  static let cvPort = core + "CVPort"
  static let port = core + "Port"
  static let connectionOptional = core + "connectionOptional"
  static let integer = core + "integer"
  static let enumeration = core + "enumeration"
  static let toggled = core + "toggled"
  static let sampleRate = core + "sampleRate"
  static let logarithmic = ext + "port-props#logarithmic"
  /// What plugins of before 2012 say.
  static let logarithmicOld = "http://lv2plug.in/ns/dev/extportinfo#logarithmic"
  static let reportsLatency = core + "reportsLatency"
  static let designation = core + "designation"
  static let latency = core + "latency"
  static let minimumSize = ext + "resize-port#minimumSize"

  static let unit = "http://lv2plug.in/ns/extensions/units#unit"
  static let unitSymbol = "http://lv2plug.in/ns/extensions/units#symbol"

  static let atomPort = ext + "atom#AtomPort"
  static let bufferType = ext + "atom#bufferType"
  static let sequence = ext + "atom#Sequence"
  static let chunk = ext + "atom#Chunk"
  static let object = ext + "atom#Object"
  static let supports = ext + "atom#supports"
  static let int = ext + "atom#Int"
  static let long = ext + "atom#Long"
  static let float = ext + "atom#Float"
  static let double = ext + "atom#Double"
  static let bool = ext + "atom#Bool"
  static let path = ext + "atom#Path"

  static let midiEvent = ext + "midi#MidiEvent"

  private static let time = ext + "time#"
  static let timePosition = time + "Position"
  static let timeFrame = time + "frame"
  static let timeSpeed = time + "speed"
  static let timeBar = time + "bar"
  static let timeBarBeat = time + "barBeat"
  static let timeBeatUnit = time + "beatUnit"
  static let timeBeatsPerBar = time + "beatsPerBar"
  static let timeBeatsPerMinute = time + "beatsPerMinute"

  static let stateInterface = ext + "state#interface"
  static let state = ext + "state#state"
  static let loadDefaultState = ext + "state#loadDefaultState"
  static let threadSafeRestore = ext + "state#threadSafeRestore"
  static let preset = ext + "presets#Preset"
  static let appliesTo = core + "appliesTo"
  static let label = "http://www.w3.org/2000/01/rdf-schema#label"
  static let seeAlso = "http://www.w3.org/2000/01/rdf-schema#seeAlso"

  static let workerInterface = ext + "worker#interface"
  static let workerSchedule = ext + "worker#schedule"

  static let uridMap = ext + "urid#map"
  static let uridUnmap = ext + "urid#unmap"
  static let options = ext + "options#options"
  static let log = ext + "log#log"
  static let logError = ext + "log#Error"
  static let logWarning = ext + "log#Warning"
  static let boundedBlockLength = ext + "buf-size#boundedBlockLength"
  static let minBlockLength = ext + "buf-size#minBlockLength"
  static let maxBlockLength = ext + "buf-size#maxBlockLength"
  static let nominalBlockLength = ext + "buf-size#nominalBlockLength"
  static let sequenceSize = ext + "buf-size#sequenceSize"
  static let rateParameter = ext + "parameters#sampleRate"
  static let isLive = core + "isLive"
  static let hardRTCapable = core + "hardRTCapable"
  static let inPlaceBroken = core + "inPlaceBroken"

  /// The host features a plugin may require.
  ///
  /// `fixedBlockLength` and `powerOf2BlockLength` are not among them, since periods may vary.
  static let supportedFeatures: Set<String> = [
    uridMap, uridUnmap, options, log, boundedBlockLength, isLive, hardRTCapable, inPlaceBroken,
    workerSchedule, loadDefaultState, threadSafeRestore,
  ]
}
