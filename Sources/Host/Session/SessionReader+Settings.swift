internal import WorkQueues

extension SessionReader {
  /// Reads `device:`.
  func device(_ section: YAMLSection) -> SessionDevice {
    var section = section
    var device = SessionDevice()
    device.driver = section.choice("driver", of: SessionDevice.Driver.self) ?? .auto
    device.names = deviceNames(section.entry("name")?.value)
    device.rate = section.integer("rate", in: 8000...384_000)
    device.period = section.integer("period", in: 16...8192)
    device.periods = section.integer("periods", in: 2...16)
    device.captureMap = channels("capture", in: &section, count: &device.capture)
    device.playbackMap = channels("playback", in: &section, count: &device.playback)
    ports(&section, into: &device)
    section.finish()
    return device
  }

  /// Reads `queue:`.
  func queue(_ section: YAMLSection) -> SessionQueue {
    var section = section
    var queue = SessionQueue()
    if let name = section.text("class") {
      if taskClasses[name.text] != nil {
        queue.taskClass = name.text
      } else {
        let names = taskClasses.classes.map(\.name)
        log.error(
          name.mark,
          "unknown task class `\(name.text)`" + NearestName.hint(for: name.text, among: names))
      }
    }
    queue.workers = section.integer("workers", in: 1...64)
    section.finish()
    return queue
  }
}
