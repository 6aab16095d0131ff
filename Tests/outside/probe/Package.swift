// swift-tools-version: 6.2
import PackageDescription

/// A program that asks of Swift's library, at run time, what no linker sees it ask.
let package = Package(
    name: "probe",
    targets: [
        .target(name: "Throwing"),
        .executableTarget(name: "Probe", dependencies: ["Throwing"]),
    ]
)
