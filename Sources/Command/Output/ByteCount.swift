/// Numbers of bytes for people.
enum ByteCount {
  /// Such as `64 MiB`.
  static func text(_ bytes: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var value = bytes
    var place = 0
    while value >= 1024, place + 1 < units.count {
      value /= 1024
      place += 1
    }
    return "\(value) \(units[place])"
  }
}
