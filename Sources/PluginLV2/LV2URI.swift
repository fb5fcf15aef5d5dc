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
  static let name = core + "name"
  static let symbol = core + "symbol"
  static let group = ext + "port-groups#group"
  static let latency = core + "latency"
  static let minimumSize = ext + "resize-port#minimumSize"
  static let resize = ext + "resize-port#resize"

  static let unit = "http://lv2plug.in/ns/extensions/units#unit"
  static let unitRender = "http://lv2plug.in/ns/extensions/units#render"
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

  static let string = ext + "atom#String"
  static let uri = ext + "atom#URI"
  static let urid = ext + "atom#URID"

  static let range = "http://www.w3.org/2000/01/rdf-schema#range"
  static let minimum = core + "minimum"
  static let maximum = core + "maximum"
  static let defaultValue = core + "default"
  static let control = core + "control"
  static let patchMessage = ext + "patch#Message"
  static let patchWritable = ext + "patch#writable"
  static let patchReadable = ext + "patch#readable"
  static let patchSet = ext + "patch#Set"
  static let patchProperty = ext + "patch#property"
  static let patchValue = ext + "patch#value"

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
  static let optionsInterface = ext + "options#interface"
  static let log = ext + "log#log"
  static let logError = ext + "log#Error"
  static let logWarning = ext + "log#Warning"
  static let boundedBlockLength = ext + "buf-size#boundedBlockLength"
  static let coarseBlockLength = ext + "buf-size#coarseBlockLength"
  static let fixedBlockLength = ext + "buf-size#fixedBlockLength"
  static let powerOf2BlockLength = ext + "buf-size#powerOf2BlockLength"
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
  /// Block lengths are kept for those that ask for them; see `LV2Reader.blockLengths`.
  static let supportedFeatures: Set<String> = [
    uridMap, uridUnmap, options, log, boundedBlockLength, isLive, hardRTCapable, inPlaceBroken,
    coarseBlockLength, fixedBlockLength, powerOf2BlockLength, workerSchedule, loadDefaultState,
    threadSafeRestore, resize,
  ]
}
