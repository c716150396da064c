import FlowLogs
import NetworkTypes
import TestSupport

extension ExportBuilder {
    static let exporter = IPAddress.v4(IPv4Address(rawValue: 0xC000_0201))
    static let time = Timestamp(nanoseconds: 1_500_000_005_000_000_000)

    /// What a decoder makes of some datagrams, and of having seen them all.
    static func decoded(_ datagrams: [[UInt8]], from exporter: IPAddress = exporter) -> KeptLog {
        var decoder = ExportDecoder()
        return decoded(datagrams, from: exporter, by: &decoder)
    }

    static func decoded(
        _ datagrams: [[UInt8]], from exporter: IPAddress = exporter, by decoder: inout ExportDecoder
    ) -> KeptLog {
        var kept = KeptLog()
        for datagram in datagrams { decoder.decode(datagram.span, from: exporter, receivedAt: time, into: &kept) }
        decoder.settle(into: &kept)
        return kept
    }
}
