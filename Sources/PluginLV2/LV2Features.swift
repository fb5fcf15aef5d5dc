import CLilv

/// The host features one instance gets; they stay where they are as long as it lives.
final class LV2Features {
  /// Allocates the features for an instance at `rate`, with blocks of at most `maximumFrames`.
  ///
  /// What it asks for by `worker:schedule` goes to `worker`, which has to outlive it.
  init(map: URIDMap, worker: UnsafeMutablePointer<WorkerCore>, rate: Int, maximumFrames: Int) {
    self.map = map
    data = .allocate(capacity: 1)
    data.initialize(to: Data(map: map, rate: rate, maximumFrames: maximumFrames))
    log = .allocate(capacity: 1)
    log.initialize(to: lv2_log_record())
    log.pointee.error = map.map(LV2URI.logError)
    log.pointee.warning = map.map(LV2URI.logWarning)
    data.pointee.log = lv2_log_interface(log)
    data.pointee.schedule = LV2_Worker_Schedule(handle: worker, schedule_work: scheduleLV2Work)
    data.pointee.workAtOnce = LV2_Worker_Schedule(
      handle: worker, schedule_work: performLV2WorkAtOnce)
    options = Self.makeOptions(map, data)
    running = FeatureList(
      Self.offers(data, options) + [(LV2URI.workerSchedule, Self.place(of: \.schedule, in: data))])
    restoring = FeatureList(
      Self.offers(data, options)
        + [(LV2URI.workerSchedule, Self.place(of: \.workAtOnce, in: data))])
  }

  deinit {
    options.deallocate()
    log.deallocate()
    data.deallocate()
  }

  /// What `instantiate` takes: pointers to the features, ended by nil.
  var pointers: UnsafeMutableBufferPointer<UnsafePointer<LV2_Feature>?> { running.pointers }

  /// What the plugin gets while it restores a state: the same, but its work is done at once.
  var pointersForRestore: UnsafeMutableBufferPointer<UnsafePointer<LV2_Feature>?> {
    restoring.pointers
  }

  /// How many messages the plugin has logged.
  var messageCount: Int { Int(lv2_log_count(log)) }

  /// The first error or warning it logged while it was made; empty when there was none.
  var message: String {
    String(cString: lv2_log_text(log)).split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// Only counts messages from here on: the cycle may call the plugin now.
  func closeLog() { lv2_log_close(log) }

  /// The size of atom buffers, unless a port asks for more.
  static let sequenceBytes = 8192

  private let map: URIDMap
  private let data: UnsafeMutablePointer<Data>
  private let log: UnsafeMutablePointer<lv2_log_record>
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
      (LV2URI.options, UnsafeMutableRawPointer(options.baseAddress)),
      (LV2URI.boundedBlockLength, nil),
      (LV2URI.isLive, nil),
      (LV2URI.hardRTCapable, nil),
      (LV2URI.inPlaceBroken, nil),
      (LV2URI.loadDefaultState, nil),
      (LV2URI.threadSafeRestore, nil),
    ]
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
