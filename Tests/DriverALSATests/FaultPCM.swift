import CALSA
import Foundation

@testable import DriverALSA

/// A plugin of ALSA's library that plays a card, and fails when it is told to.
///
/// Built from Tests/Programs/FaultPCM with the system's compiler.
struct FaultPCM: Sendable {
  enum Fault: Int32 {
    case none
    case xrun
    case suspend
    case stall
    case disconnect
    case badDescriptor
  }

  private typealias Inject = @convention(c) (Int32, Int32, Int32) -> Void

  private let library: URL
  private let inject: Inject

  init?(buildingIn directory: URL) {
    library = directory.appending(path: "libfault_pcm.so")
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Programs/FaultPCM/fault_pcm.c").standardized
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = [
      "cc", "-std=gnu11", "-shared", "-fPIC", "-DPIC", "-O1", "-Wall", "-Wextra", "-Werror",
      source.path, "-o", library.path, "-lasound",
    ]
    guard (try? compiler.run()) != nil else { return nil }
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0, let handle = dlopen(library.path, RTLD_NOW),
      let symbol = dlsym(handle, "fault_pcm_inject")
    else { return nil }
    inject = unsafeBitCast(symbol, to: Inject.self)
  }

  /// Has the next fault happen; what `count` means is in `fault_pcm.h`.
  func inject(_ fault: Fault, _ direction: PCM.Direction = .playback, count: Int32 = 0) {
    inject(Int32(direction.constant.rawValue), fault.rawValue, count)
  }

  /// PCMs of this kind, each with what it has in particular.
  func configuration(input: URL, output: (String) -> URL) -> String {
    let formats = SampleFormat.allCases.map(\.name).joined(separator: " ")
    let accesses = [
      "rw": "RW_INTERLEAVED", "rw_planar": "RW_NONINTERLEAVED",
      "mmap": "MMAP_INTERLEAVED", "mmap_planar": "MMAP_NONINTERLEAVED",
    ]
    var kinds = accesses.map { ("tactus_\($0)", "access [\($1)] formats [\(formats)]") }
    kinds += [
      ("tactus_card", "latency 77"),
      ("tactus_44", "rates [44100] formats [S16_LE] channels [2]"),
      ("tactus_six", #"channels [6] maps ["FL FR RL RR FC LFE"]"#),
      (
        "tactus_hdmi",
        #"channels [2 6] settable true maps ["FL FR" "FL FR RL RR FC LFE" "FL FR FC LFE SL SR"]"#
      ),
    ]
    let pcms = kinds.map { name, particulars in
      """
      pcm.\(name) {
        type fault
        file "\(output(name).path)"
        infile "\(input.path)"
        \(particulars)
      }
      """
    }
    return "pcm_type.fault { lib \"\(library.path)\" }\n" + pcms.joined(separator: "\n")
  }
}
