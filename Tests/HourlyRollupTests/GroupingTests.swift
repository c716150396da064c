import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("Grouping")
struct GroupingTests {
    @Test("is read from its name, in any case and order of its parts")
    func names() {
        for grouping in Grouping.allCases { #expect(Grouping(name: grouping.rawValue) == grouping) }
        #expect(Grouping(name: "hour,origin") == .originAndHour)
        #expect(Grouping(name: "HOUR, Country") == .countryAndHour)
        for name in ["", ",", "week", "origin,day", "origin hour", "origin,hour,country"] {
            #expect(Grouping(name: name) == nil, "\(name)")
        }
    }

    /// What a row tells apart.
    private struct Key: Hashable {
        var period: Hour?
        var origin: IPAddress?
        var country: CountryCode?
        var threatClass: ThreatClass
    }

    /// The grouping as it is defined, without a look at how it is done.
    private func key(of flow: JudgedFlow, by grouping: Grouping) -> Key {
        let (origin, hour) = (flow.key.origin, flow.key.hour)
        let country = Evidence.country(origin)
        var key = Key(threatClass: flow.key.threatClass)
        switch grouping {
        case .originAndHour: (key.period, key.origin, key.country) = (hour, origin, country)
        case .origin: (key.origin, key.country) = (origin, country)
        case .countryAndHour: (key.period, key.country) = (hour, country)
        case .country: key.country = country
        case .threatClass, .host: break
        case .hour: key.period = hour
        case .day: key.period = Period.day.start(of: hour)
        case .month: key.period = Period.month.start(of: hour)
        }
        return key
    }

    private func randomFlows(_ random: inout SeededGenerator, from hour: Hour) -> [JudgedFlow] {
        (0..<Int.random(in: 0...300, using: &random)).map { number in
            let low = UInt32.random(in: 1...5, using: &random)
            return Evidence.flow(
                Grade.allCases.randomElement(using: &random) ?? .probed,
                Hour(index: hour.index + .random(in: 0..<60, using: &random)),
                origin: Bool.random(using: &random) ? Evidence.origin(low) : Evidence.origin6(low),
                host: Evidence.host(.random(in: 1...12, using: &random)), port: UInt16(number),
                threatClass: Bool.random(using: &random) ? .c2 : .scanner, labels: ["\(low)"])
        }
    }

    @Test("counts every distinct host of a group once, in every grouping", arguments: Grouping.allCases)
    func distinctHosts(grouping: Grouping) throws {
        var random = SeededGenerator()
        let start = try Evidence.hour("2013-05-30T20:00")
        for _ in 0..<8 {
            let flows = randomFlows(&random, from: start)
            let groups = Dictionary(grouping: flows) { key(of: $0, by: grouping) }
            let rows = Evidence.rows(flows, by: grouping, country: Evidence.country)
            #expect(rows.count == groups.count)
            for row in rows {
                let key = Key(
                    period: row.period, origin: row.origin, country: row.country, threatClass: row.threatClass)
                try check(row, against: try #require(groups[key]))
                #expect(row.labels.isEmpty == (row.origin == nil))
            }
        }
    }

    private func check(_ row: HourlyCount, against flows: [JudgedFlow]) throws {
        let grades = Dictionary(grouping: flows, by: \.key.host).mapValues { Set($0.map(\.grade)) }.values
        func hosts(_ isCounted: (Set<Grade>) -> Bool) -> UInt64 { UInt64(grades.filter(isCounted).count) }
        #expect(row.hosts.hosts == hosts { _ in true })
        #expect(row.hosts.affected == hosts { !$0.isDisjoint(with: [.attempted, .answered, .exchanged, .intruded]) })
        #expect(row.hosts.probed == hosts { $0 == [.probed] })
        #expect(row.hosts.served == hosts { $0.max() == .served })
        #expect(row.hosts.intruded == hosts { $0.contains(.intruded) })
        #expect(row.hosts.exchanged == hosts { $0.contains(.exchanged) })
        #expect(row.hosts.answered == hosts { $0.contains(.answered) && !$0.contains(.exchanged) })
        #expect(row.hosts.attempted == hosts { $0.subtracting([.intruded]).max() == .attempted })
        #expect(row.traffic.flows == UInt64(flows.count))
        #expect(row.traffic.packets == flows.reduce(0) { $0 + $1.record.packets })
        #expect(row.traffic.bytes == flows.reduce(0) { $0 + $1.record.bytes })
        #expect(row.traffic.firstSeen == flows.compactMap(\.record.firstSeen).min())
        #expect(row.traffic.lastSeen == flows.compactMap(\.record.lastSeen).max())
    }

    @Test("does not add up hosts over its groups")
    func noSums() throws {
        let (hour, next) = (try Evidence.hour("2013-05-31T22:00"), try Evidence.hour("2013-05-31T23:00"))
        let host = Evidence.host(1)
        let flows = [
            Evidence.flow(.exchanged, hour, origin: Evidence.origin(1), host: host),
            Evidence.flow(.attempted, hour, origin: Evidence.origin(2), host: host),
            Evidence.flow(.probed, next, origin: Evidence.origin(1), host: host),
        ]
        for (grouping, hosts) in [
            (.originAndHour, [1, 1, 1]), (.origin, [1, 1]), (.hour, [1, 1]), (.day, [1]), (.month, [1]),
            (.threatClass, [1]), (.country, [1]), (.countryAndHour, [1, 1]),
        ] as [(Grouping, [UInt64])] {
            #expect(Evidence.rows(flows, by: grouping).map(\.hosts.hosts) == hosts, "\(grouping)")
        }
    }

    @Test("counts as affected from the minimum grade on", arguments: Grade.allCases)
    func minimumGrade(minimum: Grade) throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let flows = Grade.allCases.map { grade in
            Evidence.flow(grade, hour, origin: Evidence.origin(1), host: Evidence.host(UInt32(grade.rawValue)))
        }
        let rows = Evidence.rows(flows, by: .originAndHour, minimumGrade: minimum)
        #expect(rows.map(\.hosts.affected) == [UInt64(Grade.allCases.filter { $0 >= minimum }.count)])
        #expect(rows.map(\.hosts.hosts) == [6])
    }

    @Test("sorts rows by time, then origin, IPv4 before IPv6 and each numerically, then country and class")
    func order() throws {
        let (hour, next) = (try Evidence.hour("2013-05-31T22:00"), try Evidence.hour("2013-05-31T23:00"))
        let origins = [Evidence.origin(9), Evidence.origin(10), Evidence.origin6(2), Evidence.origin6(10)]
        let flows = [hour, next].flatMap { hour in
            origins.flatMap { origin in
                ThreatClass.allCases.map { threatClass in
                    Evidence.flow(.probed, hour, origin: origin, host: Evidence.host(1), threatClass: threatClass)
                }
            }
        }
        let rows = Evidence.rows(flows.shuffled(), by: .originAndHour)
        #expect(rows.map(\.origin) == flows.map(\.key.origin))
        #expect(rows.map(\.period) == flows.map(\.key.hour))
        #expect(rows.map(\.threatClass) == flows.map(\.key.threatClass))
        let countries = Evidence.rows(flows, by: .country, country: Evidence.country)
        #expect(countries.map(\.country?.description) == [nil, "JP", "KR"].flatMap { Array(repeating: $0, count: 6) })
    }

    @Test("joins the labels of an origin's flows, and shows none where rows hold several origins")
    func labels() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let flows = [["zeus"], ["citadel", "zeus"], []].enumerated().map { number, labels in
            Evidence.flow(
                .probed, hour, origin: Evidence.origin(1), host: Evidence.host(UInt32(number)), labels: labels)
        }
        #expect(Evidence.rows(flows, by: .originAndHour).map(\.labels) == [["citadel", "zeus"]])
        #expect(Evidence.rows(flows, by: .origin).map(\.labels) == [["citadel", "zeus"]])
        #expect(Evidence.rows(flows, by: .hour).map(\.labels) == [[]])
    }

    @Test("of no flows has no rows", arguments: Grouping.allCases)
    func empty(grouping: Grouping) {
        #expect(Evidence.rows([], by: grouping).isEmpty)
    }
}
