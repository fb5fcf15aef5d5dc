// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "benchmarks",
  products: [.library(name: "crasher", type: .dynamic, targets: ["CCrasher"])],
  dependencies: [.package(name: "tactus", path: "..")],
  targets: [
    .systemLibrary(name: "CGLib", pkgConfig: "glib-2.0"),
    .systemLibrary(name: "CTBB", pkgConfig: "tbb"),
    .target(
      name: "CPeers", dependencies: ["CGLib", "CTBB"],
      linkerSettings: [.linkedLibrary("zita-convolver")]),
    .target(name: "CCrasher"),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CPeers", .product(name: "WorkQueues", package: "tactus"),
        .product(name: "Graph", package: "tactus"),
        .product(name: "Convolution", package: "tactus"),
        .product(name: "PluginSandbox", package: "tactus"),
        .product(name: "Control", package: "tactus"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "stress", dependencies: [.product(name: "WorkQueues", package: "tactus")],
      swiftSettings: settings),
  ],
  cxxLanguageStandard: .cxx17
)
