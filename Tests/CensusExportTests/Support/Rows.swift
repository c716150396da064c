import CensusExport
import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import Testing

/// A row of two columns, to look at single cells.
struct Pair: ExportRow {
    static let columns: [Column<Pair>] = [Column("first") { $0.first }, Column("second") { $0.second }]
    let first: Cell
    let second: Cell

    init(_ first: Cell, _ second: Cell = .empty) {
        (self.first, self.second) = (first, second)
    }

    /// The line without its end.
    func line(_ format: ExportFormat) -> String {
        String(TableWriter<Pair>(format: format).line(self).dropLast())
    }
}

extension TableWriter {
    /// One row as text.
    func line(_ row: Row) -> String {
        var text: [UInt8] = []
        write(row, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

/// A flow of two packets each way in the hour of 2013-05-31T23:00:00Z, and what it becomes.
struct Example {
    var host = "10.0.0.1"
    var origin = "192.0.2.1"
    var transport = TransportProtocol.tcp
    var labels = ["citadel", "zeus"]
    var coverage = Coverage()

    private func address(_ text: String) throws -> IPAddress {
        try #require(IPAddress(parsing: text.utf8))
    }

    func flow() throws -> JudgedFlow {
        let start = try #require(Timestamp(parsing: "2013-05-31T23:00:00.000001Z"))
        let key = FlowKey(
            hour: Hour(containing: start), origin: try address(origin), host: try address(host), transport: transport,
            hostPort: 50_000, originPort: 443, threatClass: .c2)
        let record = FlowRecord(
            key: key, labels: labels, fromHost: counters(start, 0, flags: 0x1B),
            fromOrigin: counters(start, 1, flags: 0x12))
        return JudgedFlow(record, initiator: .fromHost, grade: .exchanged)
    }

    private func counters(_ start: Timestamp, _ second: Int64, flags: UInt8) -> DirectionCounters {
        var counters = DirectionCounters()
        (counters.packets, counters.bytes, counters.payloadBytes) = (2, 120 + UInt64(second), 7 + UInt64(second))
        if transport == .tcp { counters.tcpFlags = TCPFlags(header: flags) }
        counters.first = Timestamp(nanoseconds: start.nanoseconds + second * Timestamp.nanosecondsPerSecond)
        counters.last = Timestamp(nanoseconds: start.nanoseconds + (second + 2) * Timestamp.nanosecondsPerSecond)
        return counters
    }

    func count(by grouping: Grouping = .originAndHour, country: String) throws -> HourlyCount {
        try count(by: grouping, facts: AddressFacts(country: { _ in CountryCode(country) }))
    }

    func count(by grouping: Grouping = .originAndHour, facts: AddressFacts = AddressFacts()) throws -> HourlyCount {
        let flow = try flow()
        var rollup = CensusRollup(
            by: grouping, minimumGrade: .attempted, coverage: [flow.key.hour: coverage], facts: facts)
        rollup.add(flow)
        return try #require(rollup.finish().first)
    }

    func hostCount(owner: HostOwner? = nil) throws -> HostCount {
        var rollup = HostRollup()
        rollup.add(try flow())
        return try #require(rollup.finish(minimumGrade: .probed, owner: { _ in owner }).first)
    }
}

/// The members of a line of JSON.
func members(_ line: String) throws -> [String: any Sendable] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: any Sendable])
}
