import Foundation
import NetworkTypes
import Runtime

/// Deals a simulated capture out to sensors, each with a folder of its own: which sensor saw a packet is drawn, so that flows and
/// hosts are seen by several. A tenth of their captures have two sensors; clocks are off by up to five minutes; each sensor has
/// one of three versions of the list.
struct SensorFolders {
    private struct Sensor {
        let name: String
        /// Seconds by which its clock is ahead.
        let clock: Int32
        /// The version of its list, from 1.
        let list: Int
        var records: [UInt8] = []
        var captures: [String] = []
    }

    private let options: SimulateOptions
    private let header: [UInt8]
    private var sensors: [Sensor]
    private var random: SeededGenerator
    /// The day or month that is written.
    private var current: String?

    static let versions = 3
    private static let recordHeader = 16
    private static let mostSeconds: Int32 = 300
    static let listing = "sensors.csv"
    static let prefix = "sensor-"

    init(_ options: SimulateOptions, sensors count: Int, header: [UInt8]) {
        (self.options, self.header) = (options, header)
        var random = SeededGenerator(seed: options.seed)
        sensors = (1...count).map { number in
            let digits = String(repeating: "0", count: max(3 - "\(number)".count, 0)) + "\(number)"
            return Sensor(
                name: Self.prefix + digits, clock: .random(in: -Self.mostSeconds...Self.mostSeconds, using: &random),
                list: 1 + number % Self.versions)
        }
        self.random = random
    }

    /// Makes the folders and puts a version of the list into each: the first names three of five entries, the second four.
    func prepare(_ watchlist: String) throws {
        let lines = watchlist.split(separator: "\n", omittingEmptySubsequences: false)
        for sensor in sensors {
            try OutputFolder("\(options.folder)/\(sensor.name)").prepare(replacing: options.replaces) { _ in true }
            let kept = lines.enumerated().filter { $0.offset < 2 || $0.offset % 5 < sensor.list + 2 }
            try write("\(sensor.name)/watchlist.csv", Array(kept.map(\.element).joined(separator: "\n").utf8))
        }
    }

    /// Deals out an hour's records.
    mutating func write(_ records: [UInt8], of hour: Hour) throws {
        let date = options.split.date(of: hour)
        if current != date { try finishCaptures() }
        current = date
        var place = 0
        while place + Self.recordHeader <= records.count {
            let length = Self.recordHeader + Int(Self.number(records, at: place + 8))
            let sensor = Int.random(in: sensors.indices, using: &random)
            let time = UInt32(truncatingIfNeeded: Int64(Self.number(records, at: place)) + Int64(sensors[sensor].clock))
            for shift in [0, 8, 16, 24] as [UInt32] {
                sensors[sensor].records.append(UInt8(truncatingIfNeeded: time >> shift))
            }
            sensors[sensor].records += records[place + 4..<min(place + length, records.count)]
            place += length
        }
    }

    private static func number(_ bytes: [UInt8], at place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    }

    /// Writes the captures of the day or month, and one in ten of them to another sensor, too.
    private mutating func finishCaptures() throws {
        guard let current else { return }
        for index in sensors.indices where !sensors[index].records.isEmpty {
            let capture = header + sensors[index].records
            sensors[index].records = []
            var owners = [index]
            if sensors.count > 1, Int.random(in: 0..<10, using: &random) == 0 {
                owners.append((index + .random(in: 1..<sensors.count, using: &random)) % sensors.count)
            }
            for owner in owners {
                let name =
                    owner == index ? "capture\(current).pcap" : "capture\(current)-of-\(sensors[index].name).pcap"
                try write("\(sensors[owner].name)/\(name)", capture)
                sensors[owner].captures.append(name)
            }
        }
    }

    /// Writes what is left, and what each sensor is.
    /// - Returns: how many captures there are.
    mutating func finish() throws -> Int {
        try finishCaptures()
        var text = "sensor,list,clock,captures\n"
        for sensor in sensors {
            text += "\(sensor.name),\(sensor.list),\(sensor.clock),\(sensor.captures.joined(separator: " "))\n"
        }
        try write(Self.listing, Array(text.utf8))
        return sensors.reduce(0) { $0 + $1.captures.count }
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        let output = try TextOutput(path: "\(options.folder)/\(name)", for: .asUsual)
        try output.write(bytes)
        try output.finish()
    }
}
