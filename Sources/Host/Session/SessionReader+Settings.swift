import Drivers
internal import WorkQueues

extension SessionReader {
  /// Reads `device:`.
  func device(_ section: YAMLSection) -> SessionDevice {
    var section = section
    var device = SessionDevice()
    device.driver = section.choice("driver", of: SessionDevice.Driver.self) ?? .auto
    device.names = deviceNames(section.entry("name")?.value)
    device.captureName = captureDevice(in: &section, of: device)
    device.rate = section.integer("rate", in: 8000...384_000)
    device.period = section.integer("period", in: 16...8192)
    device.periods = section.integer("periods", in: 2...16)
    device.captureMap = channels("capture", in: &section, count: &device.capture)
    device.playbackMap = channels("playback", in: &section, count: &device.playback)
    device.format = format(&section)
    device.access = section.choice("access", of: SampleAccess.self)
    device.isStrict = section.flag("strict") ?? false
    ports(&section, into: &device)
    device.sequencerPorts = sequencer(section.section("midi"))
    judgeUnused(device, in: section)
    section.finish()
    return device
  }

  private func format(_ section: inout YAMLSection) -> PCMFormat? {
    guard let name = section.text("format") else { return nil }
    do throws(DriverError) {
      return try PCMFormat(named: name.text)
    } catch {
      log.error(name.mark, error.message)
      return nil
    }
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
