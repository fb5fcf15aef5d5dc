// Control side.
import Foundation

/// A program that has a card's PCM open.
public struct PCMHolder: Sendable, Equatable, Codable, CustomStringConvertible {
  /// The program's name, as `ps` shows it.
  public let process: String
  /// The program's number.
  public let processID: Int

  /// Such as `pipewire (pid 812)`.
  public var description: String { "\(process) (pid \(processID))" }
}

extension PCMHolder {
  /// The programs that have one of some PCMs open, each once.
  ///
  /// The kernel tells everyone who opened a PCM; where it does not, those programs are found whose
  /// open files this user may see.
  static func all(
    of place: PCMPlace, in files: KernelFiles = KernelFiles()
  ) -> [PCMHolder] {
    let owners = owners(of: place, files).map(\.process)
    let processes = owners.isEmpty ? openers(of: place, files) : owners
    var holders: [PCMHolder] = []
    for process in processes {
      guard let holder = PCMHolder(process, files), !holders.contains(holder) else { continue }
      holders.append(holder)
    }
    return holders
  }

  /// The program of a process, or of one of its threads; nil when it has ended.
  private init?(_ thread: Int, _ files: KernelFiles) {
    let status = files.text("\(files.proc)/\(thread)/status") ?? ""
    let process = Self.number("Tgid", in: status) ?? thread
    guard let name = files.text("\(files.proc)/\(process)/comm") else { return nil }
    self.init(process: name, processID: process)
  }

  /// Who opened the PCMs, as the kernel tells for each subdevice.
  private static func owners(
    of place: PCMPlace, _ files: KernelFiles
  ) -> [(place: String, process: Int)] {
    let asound = "\(files.proc)/asound"
    let cards = files.names(in: asound).filter { name in
      name.hasPrefix("card") && Int(name.dropFirst(4)) != nil
        && (place.card.map { "card\($0)" } ?? name) == name
    }
    var owners: [(place: String, process: Int)] = []
    for card in cards.sorted() {
      for pcm in files.names(in: "\(asound)/\(card)").filter(place.covers(folder:)).sorted() {
        let folder = "\(asound)/\(card)/\(pcm)"
        for sub in files.names(in: folder).filter({ $0.hasPrefix("sub") }).sorted() {
          let status = files.text("\(folder)/\(sub)/status") ?? ""
          if let owner = number("owner_pid", in: status), owner > 0 {
            owners.append(("\(card) \(pcm)", owner))
          }
        }
      }
    }
    return owners
  }

  /// Whose open files the PCMs' nodes are among.
  private static func openers(of place: PCMPlace, _ files: KernelFiles) -> [Int] {
    files.names(in: files.proc).compactMap(Int.init).sorted().filter { process in
      let folder = "\(files.proc)/\(process)/fd"
      return files.names(in: folder).contains { descriptor in
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "\(folder)/\(descriptor)")
        guard let target, target.hasPrefix("\(files.dev)/snd/") else { return false }
        return place.covers(node: String(target.dropFirst("\(files.dev)/snd/".count)))
      }
    }
  }

  /// The number after a name and a colon, on a line of its own.
  private static func number(_ name: String, in text: String) -> Int? {
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      if parts.count == 2, parts[0] == name { return Int(parts[1]) }
    }
    return nil
  }
}

extension PCMHolder {
  /// A PCM that is open, and who has it.
  public struct Hold: Sendable, Equatable {
    /// The folders of card and PCM below `/proc/asound`, such as `card0 pcm0p`.
    public let place: String
    /// Who has it.
    public let holder: PCMHolder
  }

  /// What is open of all cards, as the kernel tells.
  ///
  /// Thread: control.
  public static func holds(in files: KernelFiles = KernelFiles()) -> [Hold] {
    owners(of: PCMPlace(), files).compactMap { owner in
      PCMHolder(owner.process, files).map { Hold(place: owner.place, holder: $0) }
    }
  }

  /// The programs that have the PCM behind a name open, as far as cards are behind it.
  static func all(of pcm: String, in files: KernelFiles = KernelFiles()) -> [PCMHolder] {
    guard let place = PCMPlace(pcm: pcm, among: ALSACard.all(in: files)) else { return [] }
    return all(of: place, in: files)
  }
}
