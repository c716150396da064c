import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@Suite("What notices tell of others")
struct NotifyPrivacyTests {
    private static let countries = ["US", "DE", "CN", "NL", "BR"]

    /// Random traffic of hosts with origins in some countries, and in which each origin is.
    private struct Traffic {
        var origins: [IPAddress: String] = [:]
        var hosts: Set<IPAddress> = []
        var tally = HourlyTally(attributions: [
            Attribution(threatClass: .c2, labels: ["bot"]), Attribution(threatClass: .backdoor, labels: []),
        ])

        init(_ random: inout SeededGenerator) {
            let places = (0..<60).map { _ in
                (Traffic.origin(&random), NotifyPrivacyTests.countries.randomElement(using: &random) ?? "US")
            }
            for (origin, country) in places { origins[origin] = country }
            let all = origins.keys.sorted()
            for _ in 0..<2_000 {
                let origin = all.randomElement(using: &random) ?? all[0]
                let host = Traffic.host(like: origin, &random)
                hosts.insert(host)
                tally.record(Traffic.observation(host, origin, &random))
            }
        }

        private static func origin(_ random: inout SeededGenerator) -> IPAddress {
            Bool.random(using: &random)
                ? .v4(IPv4Address(rawValue: 0xCB00_7100 | .random(in: 0...255, using: &random)))
                : .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | .random(in: 1...0xFFFF, using: &random) << 64 | 7))
        }

        private static func host(like origin: IPAddress, _ random: inout SeededGenerator) -> IPAddress {
            if case .v4 = origin {
                return .v4(IPv4Address(rawValue: 0x0A00_0001 | .random(in: 0...0xFF_FFFF, using: &random)))
            }
            let local = UInt128.random(in: 1...UInt128(UInt64.max), using: &random)
            return .v6(IPv6Address(rawValue: 0xFD00 << 112 | local))
        }

        private static func observation(
            _ host: IPAddress, _ origin: IPAddress, _ random: inout SeededGenerator
        ) -> Observation {
            Observation(
                time: Timestamp(nanoseconds: .random(in: 0...2, using: &random) * Hour.nanoseconds + 1), host: host,
                origin: origin, hostPort: .random(in: 1_024...65_535, using: &random), originPort: 443, transport: .udp,
                direction: Bool.random(using: &random) ? .fromHost : .fromOrigin, length: 100, payloadLength: 72,
                tcpFlags: [], roles: [],
                attribution: AttributionID(rawValue: .random(in: 0...1, using: &random)))
        }
    }

    @Test("is nothing: no origin of another country, and no address of a host", arguments: ["pseudonym", "prefix"])
    func others(hosts: String) throws {
        var random = SeededGenerator(test: "notices")
        let traffic = Traffic(&random)
        let run = try NotifyRun(countries: traffic.origins.map { (key: "\($0.key)", value: $0.value) })
        let store = try SQLiteCensus(path: run.store, access: .write)
        let session = SessionRecord(identity: "1", interfaces: "v1")
        try store.begin(session)
        try store.commit([traffic.tally], of: session)
        let notify = try run.notify(
            key: hosts == "pseudonym", ["--hosts", hosts, "--min-grade", "probed"])
        #expect(notify.status == 0, "\(notify.errors)")
        #expect(run.written == Set(traffic.origins.values).sorted())
        for country in run.written {
            let addresses = try addresses(run.files(country))
            let origins = addresses.filter { traffic.origins[$0] != nil }
            #expect(!origins.isEmpty && origins.allSatisfy { traffic.origins[$0] == country }, "\(country)")
            #expect(addresses.isDisjoint(with: traffic.hosts), "\(country)")
        }
    }

    @Test("is what was asked for: every host with its address")
    func shown() throws {
        let run = try NotifyRun()
        let flows = try CommandRun(["flows", "--store", run.store, "--origin", "192.0.2.53"]).rows
            .filter { $0["grade"] != "probed" }
        #expect(try run.notify(country: "US", key: false, ["--hosts", "show"]).status == 0)
        let hosts = try run.evidence("US").filter { $0["origin"] == "192.0.2.53" }.map { $0["host"] }
        #expect(hosts == flows.map { $0["host"] })
    }

    @Test("has the same pseudonyms under the same key, and others under a key of the run's own")
    func keys() throws {
        let run = try NotifyRun()
        let pseudonyms = { (hasKey: Bool) in
            #expect(try run.notify(country: "US", key: hasKey, ["--force"]).status == 0)
            return try run.evidence("US").compactMap { $0["host"] }
        }
        let (first, second) = try (pseudonyms(true), pseudonyms(true))
        #expect(first == second)
        let (drawn, drawnAgain) = try (pseudonyms(false), pseudonyms(false))
        #expect(Set(first).isDisjoint(with: drawn) && Set(drawn).isDisjoint(with: drawnAgain))
        #expect(Set(first).count == Set(drawn).count)
        #expect(try run.notify(country: "US", key: false, ["--force"]).errors.contains("a key of this run alone"))
    }

    /// Every address that stands in some files, in what is packed in them too.
    private func addresses(_ files: [String: String]) throws -> Set<IPAddress> {
        var addresses: Set<IPAddress> = []
        for (name, text) in files {
            let payloads = text.matches(of: /"payload":"([A-Za-z0-9+\/=]+)"/).compactMap {
                Data(base64Encoded: String($0.output.1)).map { String(decoding: $0, as: UTF8.self) }
            }
            for word in ([name, text] + payloads).flatMap({ $0.split { !$0.isHexDigit && $0 != "." && $0 != ":" } }) {
                let candidates = [String(word), word.trimmingCharacters(in: [":"]), word.trimmingCharacters(in: ["."])]
                addresses.formUnion(candidates.compactMap { IPAddress(parsing: $0.utf8) })
            }
        }
        return addresses
    }
}
