import DriverALSA
import Foundation
import TestSupport

/// Files as a kernel with sound cards has them, in a folder of the test's own.
struct KernelTree {
  let root: URL

  var files: KernelFiles {
    KernelFiles(
      proc: root.appending(path: "proc").path, sys: root.appending(path: "sys").path,
      dev: root.appending(path: "dev").path)
  }

  /// Writes one file and the folders it needs.
  func write(_ path: String, _ text: String) throws {
    let url = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func link(_ path: String, to target: String) throws {
    let url = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: url.path, withDestinationPath: root.appending(path: target).path)
  }

  /// A board's own card and two USB cards, the second of them twice.
  static func withThreeCards(_ body: (KernelTree) throws -> Void) throws {
    try withTemporaryDirectory { root in
      let tree = KernelTree(root: root)
      try tree.write("proc/asound/cards", cards)
      try tree.write("proc/asound/card1/usbid", "1235:8210\n")
      try tree.write("proc/asound/card2/usbid", "1235:8210\n")
      try tree.write("proc/asound/card4/usbid", "046D:0825\n")
      try body(tree)
    }
  }

  static let cards = """
     0 [PCH            ]: HDA-Intel - HDA Intel PCH
                          HDA Intel PCH at 0xf7f10000 irq 33
     1 [USB            ]: USB-Audio - Scarlett 2i2 USB
                          Focusrite Scarlett 2i2 USB at usb-0000:00:14.0-1, high speed
     2 [USB_1          ]: USB-Audio - Scarlett 2i2 USB
                          Focusrite Scarlett 2i2 USB at usb-0000:00:14.0-2, high speed
     4 [C270           ]: USB-Audio - HD Webcam C270 - mono
                          Logitech at usb-0000:00:14.0-3

    """
}
