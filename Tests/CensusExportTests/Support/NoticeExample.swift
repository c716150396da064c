import Digests
import Foundation
import HourlyRollup
import NetworkTypes
import Testing

@testable import CensusExport

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
        originBegan: Bool = false
    ) throws -> JudgedFlow {
        let base = try Example(host: host, origin: origin, transport: .udp, labels: labels).flow()
        var key = base.key
        key.originPort = port
        let none = DirectionCounters()
        if originBegan {
            let record = FlowRecord(key: key, labels: labels, fromOrigin: base.fromHost)
            return JudgedFlow(record, initiator: .fromOrigin, grade: .probed)
        }
        let record = FlowRecord(
            key: key, labels: labels, fromHost: base.fromHost, fromOrigin: answered ? base.fromOrigin : none)
        return JudgedFlow(record, initiator: .fromHost, grade: answered ? .exchanged : .attempted)
    }

    func notice(_ flows: [JudgedFlow]) -> Notice {
        var evidence = CountryEvidence()
        for flow in flows { evidence.add(flow) }
        return Notice(country: CountryCode("US"), recipients: recipients, terms: terms, evidence: evidence)
    }

    func evidence(_ flows: [JudgedFlow]) -> String {
        let writer = TableWriter<EvidenceLine>(format: .csv)
        return flows.map { writer.line(EvidenceLine($0, terms: terms)) }.joined()
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
