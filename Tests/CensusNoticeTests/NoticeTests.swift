import CensusExport
import CensusModel
import Digests
import Foundation
import HourlyRollup
import NetworkTypes
import Testing
import TextFormats

@testable import CensusNotice

@Suite("A notice")
struct NoticeTests {
    @Test("names an address as the library of OASIS does (STIX 2.1 section 2.9)")
    func observableIdentifier() {
        let name = JSONValue(dictionaryLiteral: ("value", "198.51.100.3")).canonicalText
        let identifier = NamedIdentifier(name, in: .stixObservables)
        #expect("\(identifier)" == "28bb3599-77cd-5a82-a950-b5bc3caf07c4")
    }

    @Test("is the same bytes each time, and has other identifiers for another reporter")
    func deterministic() throws {
        let flows = [try NoticeExample().flow()]
        let (one, two) = (NoticeExample().notice(flows), NoticeExample().notice(flows))
        #expect(one.stixText == two.stixText)
        #expect(one.mispText == two.mispText)
        #expect(one.reports.map(\.text) == two.reports.map(\.text))
        let other = NoticeExample(reporterName: "CERT Other").notice(flows)
        #expect(identifiers(one.mispText).isDisjoint(with: identifiers(other.mispText)))
    }

    private func identifiers(_ text: String) -> Set<String> {
        Set(text.matches(of: /[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/).map { String($0.output) })
    }

    @Test("counts a host that met two origins once, and once with each")
    func distinctHosts() throws {
        let example = NoticeExample()
        let notice = example.notice([try example.flow(), try example.flow(origin: "192.0.2.2")])
        #expect(notice.grades.hosts == 1)
        #expect(notice.originCount == 2)
        #expect(notice.origins.map(\.grades.hosts) == [1, 1])
    }

    @Test("counts a flow that two classes share once, and once under each")
    func sharedFlow() throws {
        let example = NoticeExample()
        let flows = [try example.flow(), try example.flow(threatClass: .malware), try example.flow(port: 80)]
        let notice = example.notice(flows)
        #expect(notice.traffic.flows == 2)
        #expect(notice.traffic.packets == 12)
        #expect(notice.origins.map(\.traffic.flows) == [2, 1])
        #expect(notice.originCount == 1)
    }

    @Test("describes a named number of flows of an origin, and counts all")
    func observations() throws {
        let example = NoticeExample()
        let flows = try (1...30).map { try example.flow(host: "10.0.0.\($0)", port: UInt16(1_000 + $0)) }
        let notice = example.notice(flows)
        let origin = try #require(notice.origins.first)
        #expect(origin.observations.count == OriginEvidence.maximumObservations)
        #expect(origin.services.count == OriginEvidence.maximumServices)
        #expect(origin.services.values.map(\.flows).reduce(0, +) + origin.otherServices.flows == 30)
        #expect(origin.traffic.flows == 30 && origin.grades.hosts == 30)
        #expect(notice.stixText.split(separator: "\"observed-data\"").count == 1 + OriginEvidence.maximumObservations)
    }

    @Test("reports as a botnet only who affected a host")
    func probesOnly() throws {
        let example = NoticeExample()
        #expect(example.notice([try example.flow(originBegan: true)]).reports.isEmpty)
        let report = try #require(
            example.notice([try example.flow(origin: "2001:db8::7", answered: false)]).reports.first)
        #expect(report.fileName == "2001-db8--7-c2.json")
    }

    @Test("tells MISP from where to where, and how often")
    func directions() throws {
        let example = NoticeExample()
        let flows = [try example.flow(), try example.flow(port: 0), try example.flow(originBegan: true)]
        let text = example.notice(flows).mispText
        for (type, value) in [("ip-dst|port", "192.0.2.1|443"), ("ip-dst", "192.0.2.1"), ("ip-src", "192.0.2.1")] {
            #expect(text.contains("\"type\":\"\(type)\",\"category\":\"Network activity\",\"value\":\"\(value)\""))
        }
        #expect(text.contains("\"tlp:amber\""))
        #expect(text.contains("\"first_seen\":\"2013-05-31T23:00:00.000001+00:00\""))
    }

    @Test(
        "reads the labels of the Traffic Light Protocol in every spelling",
        arguments: [("TLP:AMBER", "TLP:AMBER"), ("amber+strict", "TLP:AMBER+STRICT"), ("tlp:clear", "TLP:CLEAR")])
    func trafficLight(text: String, label: String) {
        #expect(TrafficLight(label: text)?.label == label)
        #expect(TrafficLight(label: "TLP:WHITE") == nil)
    }
}
