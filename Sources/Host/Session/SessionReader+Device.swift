import Drivers

extension SessionReader {
  /// Reads `name:` of a device: one name, or several in the order they are tried.
  func deviceNames(_ value: YAMLValue?) -> [String] {
    guard let value else { return [] }
    guard case .list(let values) = value.content else {
      return deviceName(value).map { [$0] } ?? []
    }
    if values.isEmpty { refuseName(value, "an empty list") }
    return values.compactMap(deviceName)
  }

  private func deviceName(_ value: YAMLValue) -> String? {
    if let text = value.text, !text.isEmpty { return text }
    refuseName(value, value.summary)
    return nil
  }

  private func refuseName(_ value: YAMLValue, _ what: String) {
    log.error(value.mark, "`name:` must be a device's name or a list of them, not \(what)")
  }

  /// Reads `capture_device:`, which only ALSA has.
  func captureDevice(in section: inout YAMLSection, of device: SessionDevice) -> String? {
    guard let name = section.text("capture_device") else { return nil }
    if device.driver != .alsa {
      log.error(name.mark, "`capture_device:` needs `driver: alsa`")
    }
    return name.text
  }

  /// Says what is written and of no use to the driver that is named.
  func judgeUnused(_ device: SessionDevice, in section: YAMLSection) {
    for trait in device.unused where trait != .captureDevice {
      let key = trait.rawValue
      guard let mark = section.value(key)?.mark else { continue }
      let driver = device.driver.rawValue
      let others = trait.drivers.map { "`driver: \($0)`" }.joined(separator: " or ")
      if device.isStrict {
        log.error(mark, "`\(key):` needs \(others), and `strict:` refuses to leave it out")
      } else {
        log.warning(mark, "`\(key):` needs \(others); `driver: \(driver)` leaves it out")
      }
    }
  }

  /// Reads `capture:` or `playback:`: how many channels, or which ones of the device.
  func channels(
    _ key: String, in section: inout YAMLSection, count: inout Int
  ) -> [DeviceChannel]? {
    guard let value = section.entry(key)?.value else { return nil }
    guard case .list(let values) = value.content else {
      count = section.integer(key, in: 0...Self.mostChannels) ?? count
      return nil
    }
    guard values.count <= Self.mostChannels else {
      log.error(value.mark, "`\(key):` must be at most \(Self.mostChannels) channels")
      return nil
    }
    var channels: [DeviceChannel] = []
    for value in values {
      guard let channel = channel(value) else { continue }
      if channels.contains(channel) {
        log.error(value.mark, "`\(key):` has channel \(value.summary) twice")
      }
      channels.append(channel)
    }
    count = values.count
    return channels
  }

  private func channel(_ value: YAMLValue) -> DeviceChannel? {
    if let number = value.integer, (1...Self.mostDeviceChannels).contains(number) {
      return .number(number - 1)
    }
    let position = value.text?.uppercased() ?? ""
    if value.number == nil, !position.isEmpty, position.allSatisfy({ $0.isASCII && $0.isLetter }) {
      return .position(position)
    }
    log.error(
      value.mark,
      "a channel must be a number from 1 to \(Self.mostDeviceChannels) or a place such as FL, "
        + "not \(value.summary)")
    return nil
  }

  /// Channels a session has in one direction.
  private static let mostChannels = 64
  /// Channels a device has in one direction.
  private static let mostDeviceChannels = 1024
}
