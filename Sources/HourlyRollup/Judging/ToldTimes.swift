package import CensusModel
import NetworkTypes

/// When an exporter saw both ends of a 5-tuple first, and whether it saw each with a SYN. Merges in any order.
///
/// Times are compared within one exporter only: the clocks of two tell nothing about who began.
package struct ToldTimes: Equatable, Sendable {
    package let exporter: Exporter
    /// Nanoseconds; the end of the range where it tells of nothing.
    package var hostFirst = Int64.max
    /// As `hostFirst`.
    package var originFirst = Int64.max
    /// Whether the TCP flags of an end, ORed as they are, have a SYN among them.
    package var hostSYN = false
    package var originSYN = false

    package init(exporter: Exporter) {
        self.exporter = exporter
    }

    init(_ report: FlowReport) {
        exporter = report.exporter
        if let first = report.fromHost.first { hostFirst = first.nanoseconds }
        if let first = report.fromOrigin.first { originFirst = first.nanoseconds }
        (hostSYN, originSYN) = (Self.tellsSYN(report.fromHost.tcpFlags), Self.tellsSYN(report.fromOrigin.tcpFlags))
    }

    /// Whether flags have a SYN and do not tell whether it came with an ACK. Those of sampled packets do, and are a handshake.
    @inline(__always)
    static func tellsSYN(_ flags: TCPFlags) -> Bool {
        flags.contains(.syn) && !flags.contains(.synOnlyPacket) && !flags.contains(.synAckPacket)
    }

    mutating func merge(_ other: ToldTimes) {
        (hostFirst, originFirst) = (min(hostFirst, other.hostFirst), min(originFirst, other.originFirst))
        (hostSYN, originSYN) = (hostSYN || other.hostSYN, originSYN || other.originSYN)
    }

    /// Which end began by a SYN of both, and the one that is strictly earlier.
    var bySYN: Observation.Direction? {
        guard hostSYN, originSYN, hostFirst != originFirst else { return nil }
        return hostFirst < originFirst ? .fromHost : .fromOrigin
    }
}
