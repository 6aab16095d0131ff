// swift-tools-version: 6.2
import PackageDescription

/// What tests build with: everything but strict memory safety, which Swift Testing's own macros
/// would have each test mark.
let testSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// What every other target builds with.
///
/// Each use of an unsafe construct is a visible word.
let settings = testSettings + [.strictMemorySafety()]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [])
    -> Target
{
    .testTarget(
        name: name + "Tests", dependencies: dependencies + ["TestSupport"],
        swiftSettings: testSettings)
}

/// One C library each: a module map and a shim header.
let cLibraries: [Target] = [
    .systemLibrary(name: "CUV", providers: [.apt(["libuv1-dev"])]),
    .systemLibrary(
        name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
        name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
]

/// From the bottom up: a target imports only targets above it in this list.
let layers: [Target] = [
    library("SmugJSON"),
    library("SmugHTTP"),
    library("SmugProtocol", ["SmugJSON", "SmugHTTP"]),
    library("SmugCompression", ["CZlib", "CZstd"]),
    library("SmugLoop", ["CUV"]),
    library("SmugDNS", ["SmugLoop"]),
    library("SmugNet", ["SmugHTTP", "SmugLoop"]),
    library("SmugHTTP2", ["CNghttp2", "SmugHTTP", "SmugLoop", "SmugNet"]),
    library("SmugTLS", ["COpenSSL", "SmugLoop", "SmugNet"]),
    library("SmugTelemetry", ["SmugJSON", "SmugHTTP", "SmugLoop"]),
    library(
        "SmugAWS", ["CCurl", "COpenSSL", "SmugJSON", "SmugHTTP", "SmugLoop", "SmugNet", "SmugTLS"]),
    library(
        "SmugGateway",
        [
            "CYAML", "SmugJSON", "SmugHTTP", "SmugProtocol", "SmugCompression", "SmugLoop",
            "SmugNet", "SmugHTTP2", "SmugTLS", "SmugAWS", "SmugTelemetry",
        ]),
    library("SmugEvents", ["SmugJSON", "SmugHTTP", "SmugProtocol"]),
    library("SmugEventCatalog", ["SmugJSON", "SmugEvents"]),
    library("SmugLambda", ["SmugJSON", "SmugHTTP", "SmugProtocol", "SmugLoop", "SmugNet"]),
    library(
        "SmugCloudFormation",
        [
            "SmugJSON", "SmugHTTP", "SmugLoop", "SmugDNS", "SmugNet", "SmugTLS", "SmugEvents",
            "SmugLambda",
        ]),
    library(
        "SmugLocal",
        [
            "SmugJSON", "SmugHTTP", "SmugProtocol", "SmugLoop", "SmugNet", "SmugHTTP2", "SmugAWS",
            "SmugTelemetry",
        ]),
]

let programs: [Target] = [
    .executableTarget(
        name: "smug",
        dependencies: [
            "SmugJSON", "SmugHTTP", "SmugLoop", "SmugTLS", "SmugAWS", "SmugTelemetry",
            "SmugGateway", "SmugEventCatalog", "SmugLocal",
        ],
        swiftSettings: settings,
        // Allocates in a third of the steps of glibc's own, in the whole program.
        linkerSettings: [.linkedLibrary("mimalloc")])
]

/// A program on its own in `Examples`, with a README that says what it answers.
func example(_ name: String, _ folder: String, also excluded: String...) -> Target {
    .executableTarget(
        name: name, dependencies: ["SmugLambda"], path: "Examples/" + folder,
        exclude: ["README.md"] + excluded, swiftSettings: settings)
}

let examples: [Target] = [
    example("hello-function", "HelloFunction"),
    example("greeting-function", "GreetingFunction"),
    example("slow-function", "SlowFunction"),
    example("streaming-function", "StreamingFunction"),
    example("background-function", "BackgroundFunction"),
    example("middleware-function", "MiddlewareFunction"),
    example("resource-function", "ResourceFunction"),
    example("watch-extension", "WatchExtension", also: "play.py"),
    .executableTarget(
        name: "queue-function", dependencies: ["SmugEvents", "SmugLambda"],
        path: "Examples/QueueFunction", exclude: ["README.md"], swiftSettings: settings),
    .executableTarget(
        name: "custom-resource-function",
        dependencies: ["SmugCloudFormation", "SmugEvents", "SmugJSON", "SmugLambda"],
        path: "Examples/CustomResourceFunction", exclude: ["README.md", "play.py"],
        swiftSettings: settings),
    .executableTarget(
        name: "bench-function", dependencies: ["SmugEvents", "SmugLambda"],
        path: "benchmark/Function",
        exclude: ["floor.c", "http.json"], swiftSettings: settings),
]

/// The batch adapter in each of its forms, and a function for every service that speaks HTTP.
let httpExamples: [Target] = [
    ("whole-batch-function", "BatchAdapter/Whole"),
    ("streamed-batch-function", "BatchAdapter/Streamed"),
    ("by-hand-batch-function", "BatchAdapter/ByHand"),
    ("http-function", "HTTPFunction"),
].map { name, folder in
    .executableTarget(
        name: name, dependencies: ["SmugJSON", "SmugLambda"], path: "Examples/" + folder,
        exclude: folder == "HTTPFunction" ? ["README.md", "gateway.yaml"] : [],
        swiftSettings: settings)
}

let testTargets: [Target] = [
    .target(
        name: "TestSupport", dependencies: ["COpenSSL", "SmugHTTP", "SmugLoop", "SmugNet"],
        path: "Tests/TestSupport",
        swiftSettings: testSettings),
    tests("SmugJSON", ["SmugJSON"]),
    tests("SmugHTTP", ["SmugHTTP"]),
    tests("SmugProtocol", ["SmugProtocol", "SmugJSON", "SmugHTTP"]),
    tests("SmugCompression", ["SmugCompression", "CZlib", "CZstd"]),
    tests("SmugLoop", ["SmugLoop"]),
    tests("SmugDNS", ["SmugDNS", "SmugLoop"]),
    tests("SmugNet", ["SmugNet", "SmugHTTP", "SmugLoop"]),
    tests("SmugHTTP2", ["SmugHTTP2", "CNghttp2", "SmugNet", "SmugHTTP", "SmugLoop"]),
    tests("SmugTLS", ["COpenSSL", "SmugTLS", "SmugNet", "SmugLoop"]),
    tests("SmugTelemetry", ["SmugTelemetry", "SmugJSON", "SmugLoop"]),
    tests("SmugAWS", ["SmugAWS", "SmugJSON", "SmugHTTP", "SmugLoop", "SmugTLS"]),
    tests(
        "SmugGateway",
        [
            "SmugGateway", "SmugJSON", "SmugHTTP", "SmugProtocol", "SmugCompression", "SmugLoop",
            "SmugNet", "SmugTLS",
            "SmugAWS", "SmugTelemetry",
        ]),
    tests(
        "SmugLambda",
        ["SmugLambda", "SmugJSON", "SmugHTTP", "SmugProtocol", "SmugLoop", "SmugNet"]),
    tests("SmugEvents", ["SmugEvents", "SmugEventCatalog", "SmugJSON"]),
    tests(
        "SmugCloudFormation",
        [
            "SmugCloudFormation", "SmugDNS", "SmugEvents", "SmugJSON", "SmugLambda", "SmugLoop",
            "SmugNet", "SmugTLS",
        ]),
    tests(
        "SmugLocal",
        ["SmugLocal", "SmugJSON", "SmugHTTP", "SmugProtocol", "SmugLoop", "SmugNet"]),
    .testTarget(name: "TidyTests", swiftSettings: testSettings),
]

/// The fuzzer has no `main` of its own, so it is only there when it is asked for: `make fuzz`.
let fuzzers: [Target] =
    Context.environment["SMUG_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "SmugJSON", "SmugHTTP", "SmugProtocol", "SmugLoop", "SmugDNS", "SmugNet", "SmugAWS",
                "SmugTelemetry", "SmugGateway", "SmugEvents", "SmugEventCatalog", "SmugLambda",
                "SmugLocal",
            ],
            path: "Fuzz",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
    ]

/// Only there when it is asked for, since it brings Foundation: `benchmark/codec/run`.
let benchmarks: [Target] =
    Context.environment["SMUG_BENCH"] == nil
    ? []
    : [
        .executableTarget(
            name: "codec-bench", dependencies: ["SmugJSON"], path: "benchmark/codec",
            exclude: ["run"])
    ]

let package = Package(
    name: "smug",
    products: [
        .executable(name: "smug", targets: ["smug"]),
        .library(name: "SmugLambda", targets: ["SmugLambda"]),
        .library(name: "SmugEvents", targets: ["SmugEvents"]),
        .library(name: "SmugCloudFormation", targets: ["SmugCloudFormation"]),
        .library(name: "SmugJSON", targets: ["SmugJSON"]),
    ],
    traits: [
        .trait(
            name: "AllEvents",
            description: "Types for the events of all services, not of the common ones alone"),
        .default(enabledTraits: ["AllEvents"]),
    ],
    targets: cLibraries + layers + programs + examples + httpExamples + fuzzers + benchmarks
        + testTargets
)
