// swift-tools-version: 6.2
import PackageDescription

/// The program whose runs the RealtimeSanitizer watches, which cannot be linked together with the
/// other sanitizers: `make audit` asks for it.
let audited: [Target] =
  Context.environment["TACTUS_AUDIT"] == nil
  ? []
  : [
    .executableTarget(
      name: "tactus-audit", dependencies: ["Command"], swiftSettings: common,
      linkerSettings: [.unsafeFlags(["-Xclang-linker", "-fsanitize=realtime"])])
  ]

/// Whether this is for `make fuzz`.
let isFuzzed = Context.environment["TACTUS_FUZZ"] != nil

/// The program that gives readers of messages what nobody would send.
let fuzzed: [Target] =
  !isFuzzed
  ? []
  : [
    library("CLibFuzzer", nil),
    .executableTarget(
      name: "tactus-fuzz", dependencies: ["Control", "Host", "OSC", "CLibFuzzer"],
      swiftSettings: common,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ]

/// Settings every Swift target shares.
let common: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Settings of the constrained ring: the targets whose code may run inside a period.
///
/// Exclusivity checks are calls into the runtime that `@_noLocks` does not report, so release
/// builds leave them out; debug builds and every test keep them.
let constrained: [SwiftSetting] =
  common + [
    .strictMemorySafety(),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
  ]

/// What has libFuzzer see the way through a target.
let watched: [SwiftSetting] =
  isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer"]), .define("TACTUS_FUZZ")] : []

func ring(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: constrained)
}

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: common + watched)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "TestSupport"] + dependencies,
    swiftSettings: common)
}

func library(_ name: String, _ pkgConfig: String?) -> Target {
  .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig)
}

/// Whether this is for `make tsan` or `make asan`, which build the core and nothing else.
let isCoreAlone = Context.environment["TACTUS_CORE"] != nil

/// What runs in a cycle and what shows it, with their tests: nothing from outside but D-Bus, which
/// tests speak.
let core: [Target] = [
  // C: shims the compiler may trust in a cycle, and the shape of the telemetry page.
  .target(name: "CRealtime"),
  .target(name: "CTelemetry"),

  // The constrained ring.
  ring("Realtime", ["CRealtime"]),
  ring("WorkQueues", ["Realtime", "CRealtime"]),
  ring("Signal", ["CRealtime"]),
  ring("Graph", ["Signal", "WorkQueues", "Realtime", "CRealtime"]),

  room("Telemetry", ["CTelemetry"]),

  library("CDBus", "dbus-1"),
  .target(name: "CTestSupport", path: "Tests/CTestSupport"),
  .target(
    name: "TestSupport",
    dependencies: ["CTestSupport", "CDBus", "CRealtime", "Realtime"],
    path: "Tests/TestSupport",
    swiftSettings: common),
  .executableTarget(
    name: "EndlessLoops",
    dependencies: ["WorkQueues", "Realtime", "CRealtime"],
    path: "Tests/Programs/EndlessLoops",
    swiftSettings: common),
  tests("Realtime", ["EndlessLoops"]),
  tests("WorkQueues", ["Realtime", "CRealtime", "EndlessLoops"]),
  tests("Signal", ["CRealtime"]),
  tests("Graph", ["Signal", "WorkQueues", "CRealtime"]),
  tests("Telemetry"),
]

/// The host around the core.
let around: [Target] = [
  // C: the headers of the C library, and shims.
  .target(name: "CRTWorkQ"),
  .target(name: "CChildProcess"),
  .target(name: "CSandbox"),
  .target(name: "CPluginCheck", dependencies: ["CRealtime"]),

  // System libraries: module maps, and shims for macros and variadics.
  library("CALSA", "alsa"),
  library("CJACK", "jack"),
  library("CLilv", "lilv-0"),
  library("CLADSPA", nil),
  library("CSndFile", "sndfile"),
  library("CSampleRate", "samplerate"),
  library("CFFTW", "fftw3f"),
  library("CKissFFT", nil),
  library("CEBUR128", "libebur128"),
  library("CNcurses", nil),
  library("CZlib", "zlib"),
  library("CLO", "liblo"),

  // The core as a library for C: only what the version script names is exported.
  .target(
    name: "RTWorkQ",
    dependencies: ["CRTWorkQ", "RealtimeKit", "WorkQueues", "Realtime", "CRealtime"],
    exclude: ["rtworkq.map", "rtworkq.pc.in"],
    swiftSettings: common,
    linkerSettings: [
      .unsafeFlags([
        "-Xlinker", "-soname=librtworkq.so.1",
        // Its threads would outlive it.
        "-Xlinker", "-z", "-Xlinker", "nodelete",
        "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/RTWorkQ/rtworkq.map",
      ])
    ]),

  // Ports and adapters.
  room("Drivers", ["WorkQueues", "Realtime", "CRealtime"]),
  room("ClockBridge", ["Realtime", "CSampleRate"]),
  room(
    "DriverALSA",
    ["Drivers", "ClockBridge", "CALSA", "CRealtime", "Realtime", "WorkQueues"]),
  room("DriverJACK", ["Drivers", "CJACK", "CRealtime", "Realtime", "WorkQueues"]),
  room("Plugins", ["CChildProcess", "WorkQueues", "CRealtime"]),
  room("PluginLV2", ["Plugins", "CLilv", "WorkQueues", "CRealtime"]),
  room("PluginLADSPA", ["Plugins", "CLADSPA", "CRealtime"]),
  room("PluginSandbox", ["Plugins", "CSandbox", "WorkQueues", "Realtime", "CRealtime"]),
  room("PluginCheck", ["Plugins", "CPluginCheck", "WorkQueues", "CRealtime"]),
  room("RealtimeKit", ["Realtime", "CDBus", "CRealtime"]),
  room("SoundFiles", ["Realtime", "Signal", "CSndFile", "CSampleRate"]),

  room("Loudness", ["Realtime", "CEBUR128"]),
  room("RoundTrip", ["Drivers", "Signal", "CRealtime"]),

  room(
    "ConvolutionFFTW",
    ["Signal", "CRealtime", .target(name: "CFFTW", condition: .when(traits: ["FFTW"]))]),
  room("ConvolutionKissFFT", ["Signal", "CKissFFT", "CRealtime"]),
  room(
    "Convolution",
    [
      "Signal", "ConvolutionKissFFT",
      .target(name: "ConvolutionFFTW", condition: .when(traits: ["FFTW"])),
    ]),

  // Everything around the cycle.
  room("Recording", ["Telemetry", "CZlib"]),
  room("Metrics", ["Telemetry"]),
  room("Report", ["Recording", "Telemetry"]),
  room("Control", []),
  .target(
    name: "Web",
    dependencies: [
      "Control",
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"),
      .product(name: "NIOHTTP1", package: "swift-nio"),
      .product(name: "NIOWebSocket", package: "swift-nio"),
    ],
    resources: [
      .embedInCode("Page/index.html"), .embedInCode("Page/page.css"),
      .embedInCode("Page/page.js"), .embedInCode("Page/icon.svg"),
    ],
    swiftSettings: common),
  room("OSC", ["Control", "CLO"]),
  room(
    "Host",
    [
      "Control", "Drivers", "Graph", "Loudness", "PluginSandbox", "Plugins", "Realtime", "Signal",
      "SoundFiles", "Telemetry", "WorkQueues", "CRealtime",
      .product(name: "Yams", package: "Yams"),
    ]),
  room("Meter", ["Telemetry", "CNcurses"]),
  room(
    "Demo",
    [
      "Host", "Meter", "Graph", "Drivers", "Telemetry", "WorkQueues", "Realtime", "CRealtime",
    ]),
  room(
    "Command",
    [
      "Host", "Meter", "Control", "Web", "OSC", "Demo", "Metrics", "Recording", "Report",
      "Convolution", "RoundTrip", "Signal", "DriverALSA", "DriverJACK",
      "PluginCheck", "PluginLV2", "PluginLADSPA", "PluginSandbox", "Drivers", "Plugins",
      "RealtimeKit", "Telemetry", "WorkQueues", "Realtime", "CRealtime",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "Logging", package: "swift-log"),
    ]),
  .executableTarget(name: "tactus", dependencies: ["Command"], swiftSettings: common),

  // Tests.
  .executableTarget(
    name: "EndlessSaves", dependencies: ["Host"], path: "Tests/Programs/EndlessSaves",
    swiftSettings: common),
  // Programs in C and C++ against the staged library: nothing of it is linked here.
  .testTarget(
    name: "RTWorkQTests", dependencies: ["TestSupport"], exclude: ["Programs"],
    swiftSettings: common),
  .target(
    name: "DriverTestSupport",
    dependencies: ["Drivers", "TestSupport", "CRealtime"],
    path: "Tests/DriverTestSupport",
    swiftSettings: common),
  tests("Drivers", ["DriverTestSupport", "WorkQueues", "CRealtime", "SoundFiles"]),
  tests("ClockBridge"),
  .target(
    name: "ControlTestSupport", dependencies: ["Control", "TestSupport"],
    path: "Tests/ControlTestSupport", swiftSettings: common),
  tests("Control", ["ControlTestSupport"]),
  tests(
    "Web",
    ["Control", "ControlTestSupport", .product(name: "NIOCore", package: "swift-nio")]),
  tests("OSC", ["Control", "ControlTestSupport", "CLO"]),
  tests("DriverALSA", ["DriverTestSupport", "Drivers", "WorkQueues", "CRealtime"]),
  tests(
    "DriverJACK", ["DriverTestSupport", "Drivers", "Graph", "WorkQueues", "CRealtime", "CJACK"]),
  .target(
    name: "PluginTestSupport",
    dependencies: ["Plugins", "CRealtime"],
    path: "Tests/PluginTestSupport",
    swiftSettings: common),
  tests("Plugins", ["tactus"]),
  tests("PluginLV2", ["PluginTestSupport", "Plugins", "WorkQueues", "CRealtime", "tactus"]),
  tests("PluginLADSPA", ["PluginTestSupport", "Plugins", "CRealtime", "tactus"]),
  tests(
    "PluginSandbox",
    ["PluginTestSupport", "PluginLADSPA", "PluginLV2", "Plugins", "CRealtime", "tactus"]),
  tests("PluginCheck", ["PluginTestSupport", "Plugins", "tactus"]),
  tests("RealtimeKit", ["Realtime", "CRealtime"]),
  tests("SoundFiles", ["Signal", "Realtime", "CRealtime"]),
  tests("Convolution", ["ConvolutionFFTW", "ConvolutionKissFFT", "Signal", "CRealtime"]),
  tests("Loudness", ["Realtime"]),
  tests("RoundTrip", ["Convolution", "Drivers", "WorkQueues"]),
  .target(
    name: "TelemetryTestSupport", dependencies: ["Telemetry", "TestSupport"],
    path: "Tests/TelemetryTestSupport", swiftSettings: common),
  tests("Recording", ["Telemetry", "TelemetryTestSupport"]),
  tests("Metrics", ["Telemetry", "TelemetryTestSupport"]),
  tests("Report", ["Recording", "Telemetry", "TelemetryTestSupport"]),
  tests(
    "Host",
    [
      "Control", "Convolution", "Drivers", "Graph", "PluginLADSPA", "PluginLV2", "PluginSandbox",
      "PluginTestSupport", "Plugins", "Signal", "SoundFiles", "Telemetry", "WorkQueues",
      "EndlessSaves", "tactus",
    ]),
  tests("Meter", ["Telemetry"]),
  tests("Demo", ["Host", "Meter", "Realtime", "Telemetry", "tactus"]),
  tests(
    "Command",
    [
      "Control", "Host", "Meter", "Recording", "SoundFiles", "Telemetry", "PluginCheck",
      "PluginSandbox",
      "Plugins",
      "PluginTestSupport",
      "Drivers",
      "DriverALSA", "DriverJACK",
      "WorkQueues",
      "Realtime", "RealtimeKit", "RoundTrip", "Convolution", "CRealtime", "CJACK", "tactus",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "Logging", package: "swift-log"),
    ]),
]

let package = Package(
  name: "tactus",
  products: isCoreAlone
    ? []
    : [
      .executable(name: "tactus", targets: ["tactus"]),
      .library(name: "WorkQueues", targets: ["WorkQueues", "Realtime", "CRealtime"]),
      .library(name: "Graph", targets: ["Graph", "Signal"]),
      .library(name: "Convolution", targets: ["Convolution", "ConvolutionKissFFT"]),
      .library(name: "PluginSandbox", targets: ["PluginSandbox", "Plugins"]),
      .library(name: "Control", targets: ["Control"]),
      .library(name: "rtworkq", type: .dynamic, targets: ["RTWorkQ"]),
    ],
  traits: [
    .trait(
      name: "FFTW",
      description: "Transforms by FFTW, whose GPL then holds for the program; else by KissFFT"),
    .default(enabledTraits: ["FFTW"]),
  ],
  dependencies: isCoreAlone
    ? []
    : [
      .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
      .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
      .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
      .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    ],
  targets: core + (isCoreAlone ? [] : around + audited + fuzzed)
)
