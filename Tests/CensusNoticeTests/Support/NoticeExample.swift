import CensusExport
import CensusModel
import Digests
import Foundation
import HourlyRollup
import NetworkTypes
import Testing

@testable import CensusNotice

/// A notice of some flows, and its texts.
struct NoticeExample {
    var labels = ["citadel", "zeus"]
    var reporterName: String? = "CERT Example"
    var recipients: [Recipient] = []
    var trafficLight = TrafficLight.amber
    var hosts = HostDisclosure.pseudonym(HostPseudonyms(key: SymmetricKey(data: [UInt8](repeating: 7, count: 32))))
    var lists = [SourceList(name: "feed.csv", version: String(repeating: "ab", count: 32), entries: 4_242)]
    var clockAccuracy: String?

    var terms: NoticeTerms {
        NoticeTerms(
            reporter: Reporter(name: reporterName, contact: "cert@cert.example"), trafficLight: trafficLight,
            hosts: hosts, hours: HourRange(), minimumGrade: .probed, clockAccuracy: clockAccuracy, coverage: 0.75,
            lists: lists, countrySource: nil)
    }

    func flow(
        host: String = "10.0.0.1", origin: String = "192.0.2.1", port: UInt16 = 443, answered: Bool = true,
        originBegan: Bool = false, threatClass: ThreatClass = .c2
    ) throws -> JudgedFlow {
        let start = try #require(Timestamp(parsing: "2013-05-31T23:00:00.000001Z"))
        let key = FlowKey(
            hour: Hour(containing: start), origin: try #require(IPAddress(parsing: origin.utf8)),
            host: try #require(IPAddress(parsing: host.utf8)), transport: .udp, hostPort: 50_000, originPort: port,
            threatClass: threatClass)
        let (first, second, none) = (counters(start, 0), counters(start, 1), DirectionCounters())
        if originBegan {
            let record = FlowRecord(key: key, labels: labels, fromOrigin: first)
            return JudgedFlow(record, initiator: .fromOrigin, grade: .probed)
        }
        let record = FlowRecord(key: key, labels: labels, fromHost: first, fromOrigin: answered ? second : none)
        return JudgedFlow(record, initiator: .fromHost, grade: answered ? .exchanged : .attempted)
    }

    /// Two packets, the first of them some seconds after the start.
    private func counters(_ start: Timestamp, _ second: Int64) -> DirectionCounters {
        var counters = DirectionCounters()
        (counters.packets, counters.bytes, counters.payloadBytes) = (2, 120 + UInt64(second), 7 + UInt64(second))
        counters.first = Timestamp(nanoseconds: start.nanoseconds + second * Timestamp.nanosecondsPerSecond)
        counters.last = Timestamp(nanoseconds: start.nanoseconds + (second + 2) * Timestamp.nanosecondsPerSecond)
        return counters
    }

    func notice(_ flows: [JudgedFlow]) -> Notice {
        var evidence = CountryEvidence()
        for flow in flows { evidence.add(flow) }
        return Notice(country: CountryCode("US"), recipients: recipients, terms: terms, evidence: evidence)
    }

    func evidence(_ flows: [JudgedFlow]) -> String {
        let writer = TableWriter<EvidenceLine>(format: .csv)
        var text: [UInt8] = []
        for flow in flows { writer.write(EvidenceLine(flow, terms: terms), to: &text) }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Notice {
    var stixText: String {
        var bundle = STIXBundle(self)
        return text { output in bundle.write { output += $0 } }
    }

    var mispText: String { text { output in MISPEvent(self).write { output += $0 } } }

    var reports: [AbuseReport] { origins.compactMap { AbuseReport($0, of: self) } }

    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var output: [UInt8] = []
        write(&output)
        return String(decoding: output, as: UTF8.self)
    }
}
