import CensusModel
import FlowRuns
import NetworkTypes

/// Pages of runs, without their checksums.
enum RunSeeds {
    static let all = [1, 2, 60, 400].map { page(of: $0) }

    private static func page(of count: UInt32) -> [UInt8] {
        var writer = RunWriter()
        let hour = Hour(index: 380_000)
        writer.begin(hour)
        var bytes: [UInt8] = []
        for number in 0..<count { writer.add(record(number, in: hour)) { bytes = $0.page.bytes } }
        writer.finish { bytes = $0.page.bytes }
        return Array(bytes.dropLast(RunPage.checksumLength))
    }

    private static func record(_ number: UInt32, in hour: Hour) -> RunRecord {
        let origin =
            number < 300
            ? IPAddress.v4(IPv4Address(rawValue: 0xC000_0200 + number / 8))
            : .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 + UInt128(number)))
        let tuple = FlowTuple(
            origin: origin, host: .v4(IPv4Address(rawValue: 0x0A00_0000 + number)), transport: .tcp,
            hostPort: 50_000 + UInt16(number), originPort: 443)
        var (host, answer) = (DirectionCounters(), DirectionCounters())
        let start = Int64(hour.index) * Hour.nanoseconds + Int64(number) * 1_000_000
        (host.packets, host.bytes, host.payloadBytes) = (3, 500, 380)
        (host.firstNanoseconds, host.lastNanoseconds) = (start, start + 5_000_000)
        if number % 3 > 0 {
            (answer.packets, answer.bytes, answer.refusals) = (1, 40, 1)
            (answer.firstNanoseconds, answer.lastNanoseconds) = (start + 20_000, start + 20_000)
        }
        return RunRecord(
            tuple, attribution: Int64(number % 2), exporter: number % 5 == 0 ? Exporter(program: "zeek") : .packets,
            fromHost: host, fromOrigin: answer)
    }
}
