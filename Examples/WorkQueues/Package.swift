// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "WorkQueuesExample",
  dependencies: [.package(name: "tactus", path: "../..")],
  targets: [
    .executableTarget(
      name: "WorkQueuesExample",
      dependencies: [.product(name: "WorkQueues", package: "tactus")])
  ]
)
