// Control side.
import Drivers
import Foundation

/// The files behind the cards.
///
/// Someone who may not open them is told by the library that there is no such card.
struct DeviceNodes {
  var directory = "/dev/snd"
  /// Whether this process may open a file.
  var isAllowed: (String) -> Bool = { access($0, R_OK | W_OK) == 0 }

  /// A card's control file that this user may not open, when there is none that they may.
  var refused: String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let controls = names.filter { $0.hasPrefix("controlC") }.sorted().map { "\(directory)/\($0)" }
    return controls.contains(where: isAllowed) ? nil : controls.first
  }

  /// One line about cards that this user may not use; nil when there is nothing to say.
  var problem: String? {
    refused.map { "\($0): permission denied; add yourself to the group audio and log in again" }
  }
}
