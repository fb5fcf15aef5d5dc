import CLilv
import Plugins

/// The host features one instance gets; they stay where they are as long as it lives.
final class LV2Features {
  /// Allocates the features for an instance at `rate`, with blocks of at most `maximumFrames`.
  ///
  /// What it asks for by `worker:schedule` goes to `worker`, which has to outlive it.
  init(
    map: URIDMap, worker: UnsafeMutablePointer<WorkerCore>, rate: Int, maximumFrames: Int,
    blockLengths: BlockLengths = .any
  ) {
    self.map = map
    data = .allocate(capacity: 1)
    data.initialize(to: Data(map: map, rate: rate, maximumFrames: maximumFrames))
    if blockLengths.areFixed { data.pointee.minimumFrames = Int32(maximumFrames) }
    log = LV2Log(map)
    data.pointee.log = log.interface
    rooms = .allocate(capacity: 1)
    rooms.initialize(to: PortRooms())
    data.pointee.resize = LV2_Resize_Port_Resize(data: rooms, resize: resizeLV2Port)
    data.pointee.schedule = LV2_Worker_Schedule(handle: worker, schedule_work: scheduleLV2Work)
    data.pointee.workAtOnce = LV2_Worker_Schedule(
      handle: worker, schedule_work: performLV2WorkAtOnce)
    options = Self.makeOptions(map, data)
    let offers =
      Self.offers(data, options) + Self.promises(blockLengths, maximumFrames: maximumFrames)
    running = FeatureList(
      offers + [(LV2URI.workerSchedule, Self.place(of: \.schedule, in: data))])
    restoring = FeatureList(
      offers + [(LV2URI.workerSchedule, Self.place(of: \.workAtOnce, in: data))])
  }

  deinit {
    options.deallocate()
    rooms.pointee.deallocate()
    rooms.deallocate()
    data.deallocate()
  }

  /// What `instantiate` takes: pointers to the features, ended by nil.
  var pointers: UnsafeMutableBufferPointer<UnsafePointer<LV2_Feature>?> { running.pointers }

  /// What the plugin gets while it restores a state: the same, but its work is done at once.
  var pointersForRestore: UnsafeMutableBufferPointer<UnsafePointer<LV2_Feature>?> {
    restoring.pointers
  }

  /// The sizes of its event ports' buffers.
  let rooms: UnsafeMutablePointer<PortRooms>

  /// What the plugin says.
  let log: LV2Log

  /// The size of atom buffers, unless a port asks for more.
  static let sequenceBytes = 8192

  /// The same for plugins that may want a larger one while they run.
  static let sequenceBytesForResizing = 65_536

  private let map: URIDMap
  private let data: UnsafeMutablePointer<Data>
  private let options: UnsafeMutableBufferPointer<LV2_Options_Option>
  private let running: FeatureList
  private let restoring: FeatureList

  /// What features and options point to.
  private struct Data {
    init(map: URIDMap, rate: Int, maximumFrames: Int) {
      self.map = map.mapFeature
      unmap = map.unmapFeature
      self.rate = Float(rate)
      self.maximumFrames = Int32(maximumFrames)
    }

    var map: LV2_URID_Map
    var unmap: LV2_URID_Unmap
    var log = LV2_Log_Log()
    var resize = LV2_Resize_Port_Resize()
    var schedule = LV2_Worker_Schedule()
    var workAtOnce = LV2_Worker_Schedule()
    var rate: Float
    var minimumFrames: Int32 = 0
    var maximumFrames: Int32
    var sequenceSize = Int32(LV2Features.sequenceBytes)
  }

  private static func offers(
    _ data: UnsafeMutablePointer<Data>, _ options: UnsafeMutableBufferPointer<LV2_Options_Option>
  ) -> [(uri: String, data: UnsafeMutableRawPointer?)] {
    [
      (LV2URI.uridMap, place(of: \.map, in: data)),
      (LV2URI.uridUnmap, place(of: \.unmap, in: data)),
      (LV2URI.log, place(of: \.log, in: data)),
      (LV2URI.resize, place(of: \.resize, in: data)),
      (LV2URI.options, UnsafeMutableRawPointer(options.baseAddress)),
      (LV2URI.boundedBlockLength, nil),
      (LV2URI.isLive, nil),
      (LV2URI.hardRTCapable, nil),
      (LV2URI.inPlaceBroken, nil),
      (LV2URI.loadDefaultState, nil),
      (LV2URI.threadSafeRestore, nil),
    ]
  }

  /// What holds of the blocks' lengths.
  private static func promises(
    _ blockLengths: BlockLengths, maximumFrames: Int
  ) -> [(uri: String, data: UnsafeMutableRawPointer?)] {
    [
      (LV2URI.coarseBlockLength, !blockLengths.mayBeCut),
      (LV2URI.fixedBlockLength, blockLengths.areFixed),
      (LV2URI.powerOf2BlockLength, blockLengths.areFixed && maximumFrames.isPowerOfTwo),
    ].filter(\.1).map { ($0.0, nil) }
  }

  private static func makeOptions(
    _ map: URIDMap, _ data: UnsafeMutablePointer<Data>
  ) -> UnsafeMutableBufferPointer<LV2_Options_Option> {
    let values: [(key: String, type: String, value: UnsafeMutableRawPointer?)] = [
      (LV2URI.rateParameter, LV2URI.float, place(of: \.rate, in: data)),
      (LV2URI.minBlockLength, LV2URI.int, place(of: \.minimumFrames, in: data)),
      (LV2URI.maxBlockLength, LV2URI.int, place(of: \.maximumFrames, in: data)),
      (LV2URI.nominalBlockLength, LV2URI.int, place(of: \.maximumFrames, in: data)),
      (LV2URI.sequenceSize, LV2URI.int, place(of: \.sequenceSize, in: data)),
    ]
    let options = UnsafeMutableBufferPointer<LV2_Options_Option>.allocate(
      capacity: values.count + 1)
    // The last one stays zero, which ends the list.
    options.initialize(repeating: LV2_Options_Option())
    for (place, value) in values.enumerated() {
      options[place].context = LV2_OPTIONS_INSTANCE
      options[place].key = map.map(value.key)
      options[place].size = 4
      options[place].type = map.map(value.type)
      options[place].value = UnsafeRawPointer(value.value)
    }
    return options
  }

  private static func place<Field>(
    of field: KeyPath<Data, Field>, in data: UnsafeMutablePointer<Data>
  ) -> UnsafeMutableRawPointer? {
    MemoryLayout<Data>.offset(of: field).map { UnsafeMutableRawPointer(data) + $0 }
  }
}
