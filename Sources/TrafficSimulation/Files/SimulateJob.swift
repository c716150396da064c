import Foundation
import NetworkTypes
import Runtime
import Synchronization

/// The command `simulate`: captures of a whole network's traffic, everything that goes with them, and the truth.
package struct SimulateJob {
    private let options: SimulateOptions
    private var simulation: Simulation
    /// How many hours were written, of how many.
    package let progress: SimulateProgress

    /// - Throws: what is wrong with the plan, before anything is written.
    package init(_ options: SimulateOptions, overrides: (inout TrafficPlan) -> Void) throws {
        self.options = options
        var plan = try Self.plan(options.plan)
        overrides(&plan)
        let encoder = CaptureEncoder(options.format, snapLength: options.snapLength)
        do {
            simulation = try Simulation(
                plan.divided(by: options.divisor), seed: options.seed, encoder: encoder, as: options.log)
        } catch {
            throw CommandProblem("\(options.plan): \(error)")
        }
        progress = SimulateProgress(hours: simulation.hours.count)
    }

    private static func plan(_ name: String) throws -> TrafficPlan {
        if let plan = TrafficPlan.builtIn.first(where: { $0.name == name })?.plan { return plan }
        return try PlanFile.read(name)
    }

    /// Writes all files.
    /// - Returns: what was written, a line for each kind.
    package mutating func write() throws -> [String] {
        let folder = OutputFolder(options.folder)
        try folder.prepare(replacing: options.replaces, isOurs: Self.isOurs)
        // What an earlier simulation wrote may lie in more files, or in others; its truth tells that there was one.
        if folder.holds("plan.json"), folder.holds("truth.json") { try folder.removeFiles(where: Self.isTraffic) }
        try writeCompanions()
        let captures = try writeTraffic()
        try write("truth.json", Self.json(simulation.statement))
        let statement = simulation.statement
        return [
            "\(options.folder): \(statement.capture.packets) packets in \(captures) \(options.log == nil ? "captures" : "logs"), of which "
                + "\(statement.capture.matched) match the list",
            "\(statement.foreign.hosts.affected) hosts affected by \(statement.foreign.threats) origins abroad",
        ]
    }

    /// Whether a file has a name that a simulation gives.
    private static func isOurs(_ name: String) -> Bool {
        companions.contains(name)
            || name == SensorFolders.listing || name.hasPrefix(SensorFolders.prefix)
            || traffic.contains { name.hasPrefix($0.prefix) && name.hasSuffix($0.suffix) }
    }

    /// Whether a file has the name of a capture or log that a simulation writes: without a date, or with that of a day or month.
    private static func isTraffic(_ name: String) -> Bool {
        traffic.contains { prefix, suffix in
            guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
            let date = name.dropFirst(prefix.count).dropLast(suffix.count)
            return date.isEmpty
                || [8, 11].contains(date.count) && date.hasPrefix("-")
                    && date.allSatisfy { $0 == "-" || $0.isASCII && $0.isNumber }
        }
    }

    private static let traffic: [(prefix: String, suffix: String)] = [
        ("capture", ".pcap"), ("capture", ".pcapng"), ("flows", ".ipfix"), ("flows", ".nfcapd"),
        ("conn", ".log"),
    ]
    private static let companions: Set<String> = [
        "plan.json", "watchlist.csv", "countries.mmdb", "assets.csv", "contacts.csv", "internal.txt", "truth.csv",
        "truth.json",
    ]

    private func writeCompanions() throws {
        try write("plan.json", Self.json(simulation.plan))
        try write("watchlist.csv", Array(simulation.watchlist.utf8))
        try write("countries.mmdb", simulation.countries(options.layout))
        try write("assets.csv", Array(simulation.assets.utf8))
        try write("contacts.csv", Array(simulation.contacts.utf8))
        try write("internal.txt", Array(simulation.internalNetworks.utf8))
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        let output = try TextOutput(path: "\(options.folder)/\(name)", for: .asUsual)
        try output.write(bytes)
        try output.finish()
    }

    private static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }

    /// Writes captures and rows hour by hour.
    /// - Returns: how many captures.
    private mutating func writeTraffic() throws -> Int {
        let rows = try TextOutput(path: "\(options.folder)/truth.csv", for: .asUsual)
        try rows.write(Simulation.rowsHeader)
        var captures = CaptureFiles(options, header: simulation.fileHeader)
        var sensors = options.sensors.map { SensorFolders(options, sensors: $0, header: simulation.fileHeader) }
        try sensors?.prepare(simulation.watchlist)
        var (frames, lines): ([UInt8], [UInt8]) = ([], [])
        for index in simulation.hours {
            let hour = Hour(index: index)
            simulation.write(hour, to: &frames, rows: &lines)
            if sensors == nil {
                try captures.write(frames, of: hour)
            } else {
                try sensors?.write(frames, of: hour)
            }
            try rows.write(lines)
            frames.removeAll(keepingCapacity: true)
            lines.removeAll(keepingCapacity: true)
            progress.addHour()
        }
        try captures.finish()
        try rows.finish()
        return try sensors?.finish() ?? captures.count
    }
}

/// How far a simulation has come.
package final class SimulateProgress: Sendable {
    private let hours: Int
    private let done = Atomic<Int>(0)

    init(hours: Int) {
        self.hours = hours
    }

    func addHour() { done.add(1, ordering: .relaxed) }

    /// From 0 to 1.
    package var share: Double { Double(done.load(ordering: .relaxed)) / Double(hours) }
}
