// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Every target is built the same strict way: Swift 6 mode, the upcoming features, strict memory safety,
/// and no warning survives.
let strict: [SwiftSetting] =
    [
        "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
    ].map { .enableUpcomingFeature($0) } + [.strictMemorySafety(), .treatAllWarnings(as: .error)]

/// A part of the house.
func part(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

/// The tests of a target, which may use some others.
func test(_ target: String, also others: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(target)Tests", dependencies: [.init(stringLiteral: target), "NetworkTypes"] + others,
        exclude: ["flowcensus": ["Golden", "Notify/Mail.py"], "Watchlist": ["Fixtures"]][target] ?? [],
        swiftSettings: strict)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// The house: data flows from the first target to the last; a target imports only targets named before it, which
/// `.ci/imports` checks.
let package = Package(
    name: "flowcensus",
    products: [
        .executable(name: "flowcensus", targets: ["flowcensus"]),
        .executable(name: "flowcensus-serve", targets: ["flowcensus-serve"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CPrefetch"),
        .systemLibrary(name: "CDatagrams"),
        .systemLibrary(name: "CSQLite"),
        .target(name: "CPageSeal", linkerSettings: [.linkedLibrary("sqlite3")]),
        .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Of libcurl the headers alone: the library is opened when it is first called.
        .target(name: "CCurl"),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstandard", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLZO", pkgConfig: "lzo2", providers: [.apt(["liblzo2-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        // Debian's bzip2 tells pkg-config nothing.
        .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        part("Prefetch", ["CPrefetch"]),
        part("Digests", ["CCrypto"]),
        part("HTTPClient", ["CCurl"]),
        part("NetworkTypes"),
        part("HTTPListener", ["NetworkTypes"]),
        part("ByteInput", ["CISAL", "CZlib", "CZstandard"]),
        part("TextFormats", ["CYAML"]),
        part("CensusModel", ["NetworkTypes"]),
        part("PacketCapture", ["CPcap", "NetworkTypes", "ByteInput"]),
        part("PacketDecoding", ["NetworkTypes"]),
        part(
            "FlowLogs",
            [
                "CLZO", "CLZ4", "CBzip2", "CZstandard", "CDatagrams", "Digests", "NetworkTypes", "ByteInput",
                "TextFormats",
                "CensusModel",
                "PacketCapture", "PacketDecoding",
            ]),
        part(
            "Watchlist",
            ["Prefetch", "Digests", "NetworkTypes", "ByteInput", "TextFormats", "CensusModel", logging]),
        part(
            "ListFeeds", ["Digests", "HTTPClient", "NetworkTypes", "ByteInput", "TextFormats", "Watchlist"]),
        part("Enrichment", ["Digests", "NetworkTypes", "TextFormats", "Watchlist"]),
        part(
            "Classification",
            [
                "CPrefetch", "Prefetch", "NetworkTypes", "CensusModel", "PacketCapture", "PacketDecoding", "FlowLogs",
                "Watchlist",
            ]),
        part("HourlyRollup", ["Prefetch", "NetworkTypes", "CensusModel"]),
        part("FlowRuns", ["CZlib", "CZstandard", "NetworkTypes", "CensusModel"]),
        part(
            "SQLiteStore",
            [
                "CSQLite", "CPageSeal", "NetworkTypes", "CensusModel", "HourlyRollup", "FlowRuns", logging, database,
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        part("ClickHouseStore", ["HTTPClient", "NetworkTypes", "ByteInput", "CensusModel", "HourlyRollup"]),
        part("CensusExport", ["NetworkTypes", "TextFormats", "CensusModel", "HourlyRollup"]),
        part(
            "CensusReport",
            [
                "NetworkTypes", "TextFormats", "CensusModel", "HourlyRollup", "CensusExport",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: ["report", "report-style", "bar-chart", "heat-map", "line-chart"].map {
                .embedInCode("HTML/\($0).mustache")
            }),
        part(
            "CensusNotice",
            [
                "Digests", "NetworkTypes", "TextFormats", "CensusModel", "HourlyRollup", "CensusExport",
                "CensusReport",
            ]),
        part(
            "CensusEvents", ["NetworkTypes", "TextFormats", "CensusModel", "HourlyRollup", "CensusNotice"]),
        part("Runtime", ["CMalloc", "NetworkTypes", "ByteInput", "TextFormats"]),
        part("PrometheusMetrics", [metrics]),
        part("TrafficSimulation", ["NetworkTypes", "CensusModel", "Runtime"]),
        part(
            "IngestPipeline",
            [
                "Digests", "NetworkTypes", "ByteInput", "CensusModel", "PacketCapture", "PacketDecoding", "FlowLogs",
                "Watchlist", "Classification", "HourlyRollup", "Runtime", "PrometheusMetrics", logging, metrics,
            ]),
        part(
            "CensusQueries",
            [
                "Digests", "HTTPClient", "NetworkTypes", "ByteInput", "TextFormats", "CensusModel", "Watchlist",
                "ListFeeds", "Enrichment", "HourlyRollup", "CensusExport", "CensusReport", "CensusNotice",
                "CensusEvents", "Runtime", logging,
            ]),
        part(
            "CommandSupport",
            [
                "NetworkTypes", "TextFormats", "CensusModel", "Watchlist", "HourlyRollup", "CensusExport",
                "CensusReport", "CensusNotice", "Runtime", "SQLiteStore", "ClickHouseStore", "CensusQueries", logging,
                arguments,
            ]),
        part(
            "CensusServer",
            [
                "Digests", "HTTPClient", "HTTPListener", "NetworkTypes", "TextFormats", "CensusModel", "HourlyRollup",
                "CensusExport", "CensusReport", "CensusNotice", "CensusEvents", "Runtime", "PrometheusMetrics",
                "CensusQueries", "CommandSupport", logging, metrics, arguments,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: ["page.mustache", "Static/style.css", "Static/live.js"].map {
                .embedInCode("Dashboard/\($0)")
            }),
        .executableTarget(
            name: "flowcensus",
            dependencies: [
                "NetworkTypes", "TextFormats", "CensusModel", "PacketCapture", "PacketDecoding", "FlowLogs",
                "Watchlist", "ListFeeds", "HourlyRollup", "CensusExport", "CensusReport", "CensusNotice",
                "CensusEvents", "Runtime", "TrafficSimulation", "IngestPipeline", "SQLiteStore", "CensusQueries",
                "CommandSupport", "HTTPListener", "PrometheusMetrics", logging, metrics, arguments,
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "flowcensus-serve",
            dependencies: [
                "HTTPListener", "NetworkTypes", "CensusModel", "CensusQueries", "Runtime", "CommandSupport",
                "CensusServer", logging, arguments,
            ],
            swiftSettings: strict),

        .target(
            name: "TestSupport",
            dependencies: [
                "NetworkTypes", "ByteInput", "CensusModel", "PacketCapture", "PacketDecoding", "Watchlist",
                "Classification", "TrafficSimulation",
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "NetworkTypesTests",
            dependencies: ["NetworkTypes", "CensusModel", "TestSupport", "TrafficSimulation"],
            swiftSettings: strict),
        test("Digests"),
        test("HTTPClient", also: ["TestSupport"]),
        .testTarget(
            name: "PrometheusMetricsTests", dependencies: ["PrometheusMetrics", metrics], swiftSettings: strict),
        test("HTTPListener", also: ["TestSupport"]),
        test("ByteInput"),
        test("TextFormats"),
        test("CensusModel", also: ["HourlyRollup", "TestSupport"]),
        test("PacketCapture", also: ["CPcap", "ByteInput", "TestSupport", "TrafficSimulation"]),
        test("PacketDecoding", also: ["TestSupport", "TrafficSimulation"]),
        test(
            "FlowLogs",
            also: ["ByteInput", "TextFormats", "CensusModel", "PacketCapture", "PacketDecoding", "TestSupport"]),
        test("Watchlist", also: ["ByteInput", "TextFormats", "CensusModel", "TestSupport", "TrafficSimulation"]),
        test("ListFeeds", also: ["HTTPClient", "TextFormats", "CensusModel", "Watchlist", "TestSupport"]),
        test("Enrichment", also: ["TextFormats", "TrafficSimulation", "Digests"]),
        test("TrafficSimulation", also: ["CensusModel"]),
        test(
            "Classification",
            also: [
                "ByteInput", "CensusModel", "PacketCapture", "PacketDecoding", "FlowLogs", "Watchlist", "TestSupport",
                "TrafficSimulation",
            ]),
        test("HourlyRollup", also: ["CensusModel", "TestSupport", "TrafficSimulation"]),
        test("FlowRuns", also: ["CensusModel", "TestSupport", "TrafficSimulation"]),
        test(
            "SQLiteStore",
            also: ["CensusModel", "HourlyRollup", "FlowRuns", "TestSupport", "TrafficSimulation", database]),
        test(
            "ClickHouseStore",
            also: ["HTTPClient", "CensusModel", "HourlyRollup", "SQLiteStore", "TestSupport", "TrafficSimulation"]),
        test("CensusExport", also: ["CensusModel", "HourlyRollup"]),
        test("CensusReport", also: ["CensusModel", "HourlyRollup"]),
        test("CensusNotice", also: ["TextFormats", "CensusModel", "CensusExport", "HourlyRollup", "Digests"]),
        test("CensusEvents", also: ["TextFormats", "CensusModel", "CensusNotice", "HourlyRollup", "Digests"]),
        test(
            "IngestPipeline",
            also: [
                "ByteInput", "TextFormats", "CensusModel", "PacketCapture", "PacketDecoding", "Watchlist",
                "Classification",
                "HourlyRollup", "SQLiteStore", "CensusExport", "CensusQueries", "Runtime", "TestSupport",
                "TrafficSimulation", logging,
            ]),
        test(
            "CensusQueries",
            also: [
                "Digests", "HTTPClient", "TextFormats", "CensusModel", "Watchlist", "ListFeeds", "HourlyRollup",
                "CensusNotice", "CensusEvents", "CensusExport", "SQLiteStore", "TestSupport", "TrafficSimulation",
                "Runtime", logging,
            ]),
        test("CensusServer"),
        test(
            "flowcensus",
            also: [
                "flowcensus-serve", "SQLiteStore", "CensusModel", "CensusQueries", "HourlyRollup", "TestSupport",
                "TrafficSimulation", database,
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
            name: "benchmark-commits", dependencies: ["NetworkTypes", "CensusModel", "HourlyRollup", "SQLiteStore"],
            path: "Benchmarks/Commits", swiftSettings: strict),
        .executableTarget(
            name: "Components",
            dependencies: [
                "CMalloc", "NetworkTypes", "ByteInput", "CensusModel", "PacketCapture", "PacketDecoding", "Watchlist",
                "Classification", "HourlyRollup", "SQLiteStore", "CensusExport", "TrafficSimulation",
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
                "NetworkTypes", "ByteInput", "CensusModel", "PacketCapture", "PacketDecoding", "FlowLogs", "Watchlist",
                "Classification", "HourlyRollup", "TestSupport", "TrafficSimulation",
            ],
            path: "Tests/Fuzzers/Support", swiftSettings: strict),
        .executableTarget(
            name: "fuzz-seeds",
            dependencies: [
                "CensusModel", "FlowRuns", "FuzzSupport", "NetworkTypes", "PacketCapture", "TestSupport",
                "TrafficSimulation",
            ],
            path: "Tests/Fuzzers/Seeds", swiftSettings: strict),
        fuzzer("Lists", ["NetworkTypes", "Watchlist"]),
        fuzzer("Feeds", ["ListFeeds", "TextFormats", "Watchlist"]),
        fuzzer("Exports", ["FuzzSupport", "FlowLogs", "NetworkTypes"]),
        fuzzer("Logs", ["FuzzSupport", "ByteInput", "FlowLogs"]),
        fuzzer("Registers", ["Enrichment", "NetworkTypes"]),
        fuzzer("Packed", ["FuzzSupport", "ByteInput", "CZlib"]),
        fuzzer("Runs", ["CensusModel", "FlowRuns", "NetworkTypes"]),
        fuzzer("Frames", ["FuzzSupport", "NetworkTypes", "PacketCapture", "PacketDecoding", "TestSupport"]),
        fuzzer("Pcap", ["FuzzSupport"]),
        fuzzer("Pcapng", ["FuzzSupport"]),
        fuzzer(
            "Segments",
            [
                "Classification", "FuzzSupport", "ByteInput", "CensusModel", "HourlyRollup", "IngestPipeline",
                "NetworkTypes", "PacketCapture", "Runtime", "Watchlist",
            ]),
    ]
}
