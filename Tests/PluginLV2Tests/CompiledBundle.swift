import Foundation
import TestSupport
import Testing

@testable import PluginLV2

/// Bundles whose plugin a test writes in C and builds.
enum CompiledBundle {
  static let isBuildable =
    Tools.isInstalled("cc")
    && FileManager.default.isReadableFile(atPath: "/usr/include/lv2/atom/util.h")
  static let reason = "needs cc and Debian's lv2-dev"

  /// Writes and builds the plugin `urn:tactus:name`; `source` is C behind `preamble`.
  static func build(
    _ name: String, statements: String = "", ports: String, source: String,
    in directory: ScratchDirectory
  ) throws {
    try WrittenBundle.write(name, statements: statements, ports: ports, to: directory)
    try directory.write(preamble + source, to: "\(name).c")
    try compile("\(directory.path)/\(name).c", to: "\(directory.path)/\(name).lv2/plugin.so")
  }

  /// Builds a library of one file; `flags` go to the compiler.
  static func compile(_ source: String, to library: String, flags: [String] = []) throws {
    let compiler = Process()
    compiler.executableURL = URL(filePath: try #require(Tools.path(of: "cc")))
    compiler.arguments =
      ["-std=gnu11", "-Wall", "-Werror", "-O1", "-shared", "-fPIC"] + flags
      + ["-o", library, source]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)
  }

  /// Makes an instance of a plugin that was built.
  static func instance(
    of name: String, in directory: ScratchDirectory, rate: Int = 48_000, maximumFrames: Int = 256
  ) throws -> LV2Instance {
    let catalogue = LV2Catalogue(directories: [directory.path], cache: nil)
    return try #require(
      try catalogue.makeInstance(
        "urn:tactus:\(name)", rate: rate, maximumFrames: maximumFrames) as? LV2Instance)
  }

  private static let preamble = """
    #define _GNU_SOURCE
    #include <lv2/atom/forge.h>
    #include <lv2/atom/util.h>
    #include <lv2/core/lv2.h>
    #include <lv2/log/log.h>
    #include <lv2/options/options.h>
    #include <lv2/state/state.h>
    #include <lv2/urid/urid.h>
    #include <lv2/worker/worker.h>
    #include <pthread.h>
    #include <stdatomic.h>
    #include <stdbool.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <unistd.h>

    static inline void *feature(const LV2_Feature *const *features, const char *uri) {
      for (; features && *features; features++)
        if (!strcmp((*features)->URI, uri)) return (*features)->data;
      return NULL;
    }

    #define EXPORT(NAME, ACTIVATE, DEACTIVATE)                                                \\
      static const LV2_Descriptor descriptor = {"urn:tactus:" NAME, instantiate, connect_port, \\
                                                ACTIVATE, run, DEACTIVATE, cleanup,            \\
                                                extension_data};                               \\
      LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index) {                 \\
        return index == 0 ? &descriptor : NULL;                                                \\
      }

    """
}
