// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Every target is built the same strict way: Swift 6 mode, the upcoming features, strict memory safety,
/// and no warning survives.
let strict: [SwiftSetting] =
    [
        "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
    ].map { .enableUpcomingFeature($0) } + [.strictMemorySafety(), .treatAllWarnings(as: .error)]

/// The tests of a target, which may use some others.
func test(_ target: String, also others: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(target)Tests", dependencies: [.init(stringLiteral: target), "NetworkTypes"] + others,
        exclude: ["flowcensus": ["Golden"], "Watchlist": ["Fixtures"]][target] ?? [], swiftSettings: strict)
}

/// The house: data flows from the first stage to the last; a stage imports only stages named before it.
let package = Package(
    name: "flowcensus",
    products: [.executable(name: "flowcensus", targets: ["flowcensus"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .systemLibrary(name: "CHeap"),
        .systemLibrary(name: "CPrefetch"),
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstandard", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        .target(name: "Prefetch", dependencies: ["CPrefetch"], swiftSettings: strict),
        .target(name: "Digests", dependencies: ["CCrypto"], swiftSettings: strict),
        .target(name: "NetworkTypes", swiftSettings: strict),
        .target(name: "TextInput", swiftSettings: strict),
        .target(
            name: "PacketCapture", dependencies: ["CPcap", "CZlib", "CZstandard", "NetworkTypes"],
            swiftSettings: strict),
        .target(name: "PacketDecoding", dependencies: ["NetworkTypes"], swiftSettings: strict),
        .target(
            name: "Watchlist",
            dependencies: ["Prefetch", "NetworkTypes", "TextInput", "Digests"],
            swiftSettings: strict),
        .target(
            name: "Enrichment",
            dependencies: [
                "NetworkTypes", "TextInput", "Digests", "Watchlist",
            ],
            swiftSettings: strict),
        .target(
            name: "Classification",
            dependencies: ["CPrefetch", "Prefetch", "NetworkTypes", "PacketCapture", "PacketDecoding", "Watchlist"],
            swiftSettings: strict),
        .target(name: "HourlyRollup", dependencies: ["Prefetch", "NetworkTypes"], swiftSettings: strict),
        .target(
            name: "CensusStore",
            dependencies: [
                "CSQLite", "NetworkTypes", "HourlyRollup", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "CensusExport",
            dependencies: [
                "NetworkTypes", "HourlyRollup", "Digests",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: ["report", "report-style", "bar-chart", "line-chart"].map {
                .embedInCode("Report/HTML/\($0).mustache")
            },
            swiftSettings: strict),
        .target(name: "TrafficSimulation", dependencies: ["NetworkTypes"], swiftSettings: strict),
        .target(
            name: "IngestPipeline",
            dependencies: [
                "CHeap", "NetworkTypes", "TextInput", "PacketCapture", "PacketDecoding", "Watchlist", "Enrichment",
                "Classification", "HourlyRollup", "CensusStore", "CensusExport", "TrafficSimulation",
                "Digests",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "flowcensus",
            dependencies: [
                "IngestPipeline", "NetworkTypes", "PacketCapture", "PacketDecoding", "Watchlist", "HourlyRollup",
                "CensusExport", "TrafficSimulation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: [
                "NetworkTypes", "PacketCapture", "PacketDecoding", "Watchlist", "Classification", "TrafficSimulation",
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "NetworkTypesTests", dependencies: ["NetworkTypes", "TestSupport", "TrafficSimulation"],
            swiftSettings: strict),
        test("Digests"),
        test("PacketCapture", also: ["CPcap", "TestSupport", "TrafficSimulation"]),
        test("PacketDecoding", also: ["TestSupport", "TrafficSimulation"]),
        test("TextInput"),
        test("Watchlist", also: ["TextInput", "TestSupport", "TrafficSimulation"]),
        test(
            "Enrichment", also: ["TextInput", "TrafficSimulation", "Digests"]),
        test("TrafficSimulation"),
        test(
            "Classification",
            also: ["PacketCapture", "PacketDecoding", "Watchlist", "TestSupport", "TrafficSimulation"]),
        test("HourlyRollup", also: ["TestSupport", "TrafficSimulation"]),
        test(
            "CensusStore",
            also: ["HourlyRollup", "TestSupport", "TrafficSimulation", .product(name: "GRDB", package: "GRDB.swift")]),
        test("CensusExport", also: ["HourlyRollup", "Digests"]),
        test(
            "IngestPipeline",
            also: [
                "PacketCapture", "PacketDecoding", "Watchlist", "Classification", "HourlyRollup", "CensusStore",
                "CensusExport", "TrafficSimulation", .product(name: "Logging", package: "swift-log"),
            ]),
        test(
            "flowcensus",
            also: [
                "CensusStore", "HourlyRollup", "TestSupport", "TrafficSimulation",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// What only measurements need is there on request, so that users and CI neither fetch nor build it.
if ProcessInfo.processInfo.environment["FLOWCENSUS_BENCHMARKS"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []))
    package.targets += [
        .executableTarget(
            name: "benchmark-captures", dependencies: ["NetworkTypes", "TrafficSimulation"],
            path: "Benchmarks/Captures", swiftSettings: strict),
        .executableTarget(
            name: "Components",
            dependencies: [
                "NetworkTypes", "PacketCapture", "PacketDecoding", "Watchlist", "Classification", "HourlyRollup",
                "CensusStore", "CensusExport", "TrafficSimulation", "CHeap",
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Components", swiftSettings: strict,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ]
}

// libFuzzer has a main function of its own, so its targets are there only where they are asked for.
if ProcessInfo.processInfo.environment["FLOWCENSUS_FUZZERS"] != nil {
    /// A fuzzer, which has what the name of its folder says from `FuzzSupport`.
    func fuzzer(_ folder: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(
            name: "fuzz-\(folder.lowercased())", dependencies: dependencies, path: "Tests/Fuzzers/\(folder)",
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
    }
    package.targets += [
        .target(
            name: "FuzzSupport",
            dependencies: [
                "NetworkTypes", "PacketCapture", "PacketDecoding", "Watchlist", "Classification", "HourlyRollup",
                "TestSupport", "TrafficSimulation",
            ],
            path: "Tests/Fuzzers/Support", swiftSettings: strict),
        .executableTarget(
            name: "fuzz-seeds",
            dependencies: ["FuzzSupport", "NetworkTypes", "PacketCapture", "TestSupport", "TrafficSimulation"],
            path: "Tests/Fuzzers/Seeds", swiftSettings: strict),
        fuzzer("Lists", ["NetworkTypes", "Watchlist"]),
        fuzzer("Frames", ["FuzzSupport", "NetworkTypes", "PacketCapture", "PacketDecoding", "TestSupport"]),
        fuzzer("Pcap", ["FuzzSupport"]),
        fuzzer("Pcapng", ["FuzzSupport"]),
        fuzzer(
            "Segments",
            ["FuzzSupport", "HourlyRollup", "IngestPipeline", "NetworkTypes", "PacketCapture", "Watchlist"]),
    ]
}
