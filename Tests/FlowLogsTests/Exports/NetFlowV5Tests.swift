import FlowLogs
import NetworkTypes
import TestSupport
import Testing

@Suite("NetFlow v5")
struct NetFlowV5Tests {
    private typealias Build = ExportBuilder

    @Test("states what each record sent, when, and how it was sampled")
    func records() throws {
        let kept = Build.decoded([Build.netFlow5(2, engine: 0x0105, sampling: 0x4064)])
        let record = try #require(kept.records.last)
        #expect(kept.records.count == 2 && kept.losses.isEmpty)
        #expect(record.transport == .tcp && record.sourcePort == 4_001 && record.destinationPort == 443)
        #expect(record.forward.packets == 3 && record.forward.bytes == 121 && record.forward.tcpFlags == 0x12)
        #expect(record.first == Timestamp(nanoseconds: 1_499_999_900_000_000_000))
        #expect(record.last == Timestamp(nanoseconds: 1_499_999_950_000_000_000))
        #expect(record.stated == Timestamp(nanoseconds: 1_500_000_000_000_000_000))
        #expect(record.samplingInterval == 100 && record.reverse == nil && record.initiator == nil)
        guard case .record(_, let origin) = kept.items[0] else { return }
        #expect(origin.exporter == Build.exporter && origin.domain == 0x0105)
    }

    @Test("takes differences of uptime as signed, across the wrap after 49 days and behind the export")
    func wrappedUptime() throws {
        let wrapped = Build.decoded([
            Build.netFlow5(1, uptime: 1_000, switched: (Int(UInt32.max) - 998, 2_000))
        ])
        let record = try #require(wrapped.records.first)
        #expect(record.first == Timestamp(nanoseconds: 1_499_999_998_001_000_000))
        #expect(record.last == Timestamp(nanoseconds: 1_500_000_001_000_000_000))
    }

    @Test("counts by the header's number, whatever follows")
    func headerCounts() {
        let fewer = Build.decoded([Build.netFlow5(3, stated: 2)])
        #expect(fewer.records.count == 2 && fewer.totals == [.remark("netflow5_more_bytes_than_records"): 1])
        let more = Build.decoded([Build.netFlow5(2, stated: 5)])
        #expect(more.records.count == 2 && more.totals == [.undecoded("netflow5_cut"): 3])
        // A datagram has at most 30.
        let odd = Build.decoded([Build.netFlow5(2, stated: 65_535)])
        #expect(odd.records.count == 2 && odd.totals == [.undecoded("netflow5_cut"): 28])
    }

    @Test("keeps type and code of ICMP apart from ports")
    func icmp() throws {
        let datagram = Build.netFlow5(1, port: 0, transport: 1)
        let record = try #require(Build.decoded([datagram]).records.first)
        #expect(record.sourcePort == 0 && record.destinationPort == 0 && record.icmp == 443)
    }

    @Test("takes ICMP without a port for a reply, which states that its source did not begin")
    func icmpReply() {
        let template = Build.set(0, Build.template(256, Build.flowFields))
        var reply = Build.flow(port: 0, transport: 1)
        (reply[10], reply[11]) = (0, 0)
        #expect(Build.decoded([Build.netFlow9([template, Build.set(256, reply)])]).records.map(\.icmp) == [0])
        var odd = reply
        odd[11] = 8
        #expect(Build.decoded([Build.netFlow9([template, Build.set(256, odd)])]).records.map(\.icmp) == [nil])
    }

    @Test("of any length is whole records and a named rest")
    func truncations() {
        let datagram = Build.netFlow5(4)
        for length in 0..<datagram.count {
            let kept = Build.decoded([Array(datagram.prefix(length))])
            #expect(kept.records.count == max(0, length - 24) / 48)
            #expect(kept.losses.count == 1, "at \(length) bytes")
        }
    }

    @Test("counts flows in its sequence: gaps are lost, late ones are not, repeated ones count once")
    func sequence() {
        let datagrams = (0..<10).map { Build.netFlow5(30, sequence: 1_000 + 30 * $0, port: 1_000 + $0) }
        let lost = Build.decoded(Array(datagrams[..<4] + datagrams[6...]))
        #expect(lost.records.count == 240 && lost.totals == [.lostBySequence: 60])
        let late = Build.decoded(Array(datagrams[..<4] + datagrams[5...6] + datagrams[4...4] + datagrams[7...]))
        #expect(late.records.count == 300 && late.totals == [:])
        let repeated = Build.decoded(Array(datagrams + datagrams[3...5]))
        #expect(repeated.records.count == 300 && repeated.totals == [.repeated: 90])
    }
}
