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
        var system: UInt32?
        var label: String?
        var sector: String?
        var threatClass: ThreatClass?
    }

    /// The grouping as it is defined, without a look at how it is done.
    private func keys(of flow: JudgedFlow, by grouping: Grouping) -> [Key] {
        let (origin, hour) = (flow.key.origin, flow.key.hour)
        let country = Evidence.country(origin)
        var key = Key(threatClass: flow.key.threatClass)
        switch grouping {
        case .autonomousSystem: key.system = Evidence.system(origin)
        case .sector: key.sector = Evidence.owner(flow.key.host).flatMap { $0.sector.isEmpty ? nil : $0.sector }
        case .total: return flow.key.threatClass == .scanner ? [] : [Key()]
        case .label:
            return (flow.labels.isEmpty ? [""] : flow.labels).map { Key(label: $0, threatClass: flow.key.threatClass) }
        case .originAndHour: (key.period, key.origin, key.country) = (hour, origin, country)
        case .origin: (key.origin, key.country) = (origin, country)
        case .countryAndHour: (key.period, key.country) = (hour, country)
        case .country: key.country = country
        case .threatClass, .sensor, .host: break
        case .hour: key.period = hour
        case .day: key.period = Period.day.start(of: hour)
        case .month: key.period = Period.month.start(of: hour)
        }
        return [key]
    }

    private func randomFlows(_ random: inout SeededGenerator, from hour: Hour) -> [JudgedFlow] {
        (0..<Int.random(in: 0...300, using: &random)).map { number in
            let low = UInt32.random(in: 1...5, using: &random)
            return Evidence.flow(
                Grade.allCases.randomElement(using: &random) ?? .probed,
                Hour(index: hour.index + .random(in: 0..<60, using: &random)),
                origin: Bool.random(using: &random) ? Evidence.origin(low) : Evidence.origin6(low),
                host: Evidence.host(.random(in: 1...12, using: &random)), port: UInt16(number),
                threatClass: Bool.random(using: &random) ? .c2 : .scanner,
                labels: [[], ["\(low)"], ["\(low)", "all"]].randomElement(using: &random) ?? [])
        }
    }

    @Test("counts every distinct host of a group once, in every grouping", arguments: Grouping.allCases)
    func distinctHosts(grouping: Grouping) throws {
        var random = SeededGenerator()
        let start = try Evidence.hour("2013-05-30T20:00")
        for _ in 0..<8 {
            let flows = randomFlows(&random, from: start)
            var groups: [Key: [JudgedFlow]] = [:]
            for flow in flows {
                for key in keys(of: flow, by: grouping) { groups[key, default: []].append(flow) }
            }
            let rows = Evidence.rows(flows, by: grouping, facts: Evidence.facts)
            #expect(rows.count == groups.count)
            for row in rows {
                let key = Key(
                    period: row.period, origin: row.origin, country: row.country, system: row.system,
                    label: grouping == .label ? row.labels.first ?? "" : nil, sector: row.sector,
                    threatClass: row.threatClass)
                try check(row, against: try #require(groups[key]))
                let labels = Set(row.origin == nil ? [] : groups[key]?.flatMap(\.labels) ?? [])
                if grouping != .label { #expect(row.labels == labels.sorted()) }
            }
        }
    }

    @Test(
        "gives the same rows in parts, of some hours or of some origins of an hour",
        arguments: Grouping.allCases.filter { $0 != .host })
    func parts(grouping: Grouping) throws {
        var random = SeededGenerator()
        let start = try Evidence.hour("2013-05-30T20:00")
        let empty = CensusRollup(by: grouping, minimumGrade: .attempted, coverage: [:], facts: Evidence.facts)
        for _ in 0..<8 {
            let flows = randomFlows(&random, from: start).sorted {
                ($0.key.hour, $0.key.origin) < ($1.key.hour, $1.key.origin)
            }
            var (whole, inParts, part) = (empty, empty, empty)
            var rows: [HourlyCount] = []
            func hand() {
                inParts.append(part)
                rows += inParts.takeClosedRows()
                part = empty
            }
            for flow in flows { whole.add(flow) }
            for (_, flows) in Dictionary(grouping: flows, by: \.key.hour).sorted(by: { $0.key < $1.key }) {
                let isCut = Bool.random(using: &random)
                if isCut { hand() }
                for (place, flow) in flows.enumerated() {
                    let isNext = place > 0 && flows[place - 1].key.origin != flow.key.origin
                    if isCut, isNext, Bool.random(using: &random) { hand() }
                    part.add(flow)
                }
                if isCut || Bool.random(using: &random) { hand() }
            }
            hand()
            #expect(rows + inParts.finish() == whole.finish())
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
            (.threatClass, [1]), (.country, [1]), (.countryAndHour, [1, 1]), (.autonomousSystem, [1]), (.label, [1]),
            (.sector, [1]),
            (.total, [1]),
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
        let countries = Evidence.rows(flows, by: .country, facts: Evidence.facts)
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

    @Test("counts a flow under each of its labels, and under none where it has none")
    func singleLabels() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let flows = [["zeus"], ["citadel", "zeus"], [], ["citadel"]].enumerated().map { number, labels in
            Evidence.flow(
                .probed, hour, origin: Evidence.origin(UInt32(number)), host: Evidence.host(UInt32(number % 2)),
                labels: labels)
        }
        let rows = Evidence.rows(flows, by: .label)
        #expect(rows.map(\.labels) == [[], ["citadel"], ["zeus"]])
        #expect(rows.map(\.traffic.flows) == [1, 2, 2])
        #expect(rows.map(\.hosts.hosts) == [1, 1, 2])
        #expect(rows.allSatisfy { $0.origin == nil && $0.threatClass == .c2 })
    }

    @Test("takes all classes that are threats together in the total, and a flow that several share once")
    func total() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let flows = ThreatClass.allCases.map { threatClass in
            Evidence.flow(
                .exchanged, hour, origin: Evidence.origin(1), host: Evidence.host(1), threatClass: threatClass,
                labels: ["zeus"])
        }
        let rows = Evidence.rows(flows, by: .total, facts: Evidence.facts)
        #expect(rows.count == 1)
        #expect(rows.first?.hosts.affected == 1)
        #expect(rows.first?.traffic.flows == 1)
        #expect(rows.first?.traffic.packets == 8)
        #expect(rows.first?.labels == [])
        #expect(rows.first?.threatClass == nil)
        #expect(rows.first?.country == nil)
    }

    @Test("has a total of hours without a match, and none of hours that nobody observed")
    func emptyTotal() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let scan = Evidence.flow(
            .probed, hour, origin: Evidence.origin(1), host: Evidence.host(1), threatClass: .scanner)
        var coverage = Coverage()
        (coverage.seen, coverage.decoded) = (4, 3)
        let rows = Evidence.rows([scan], by: .total, coverage: [hour: coverage])
        #expect(rows.map(\.hosts) == [GradeCounts()])
        #expect(rows.map(\.coverage) == [0.75])
        #expect(Evidence.rows([scan], by: .total).isEmpty)
    }

    @Test("sorts what is not known before the systems by number, labels and sectors by their bytes, then by class")
    func orderOfNames() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let flows = (0..<12).map { number in
            Evidence.flow(
                .probed, hour, origin: Evidence.origin(number), host: Evidence.host(number),
                threatClass: number % 2 == 0 ? .other : .c2, labels: [["Zeus"], ["éa"], ["alpha"]][Int(number % 3)])
        }
        let systems = Evidence.rows(flows, by: .autonomousSystem, facts: Evidence.facts)
        #expect(systems.map(\.system) == [nil, nil, 900, 900, 64_500, 64_500])
        #expect(systems.map(\.threatClass) == [.c2, .other, .c2, .other, .c2, .other])
        let labels = Evidence.rows(flows, by: .label)
        #expect(labels.map(\.labels) == ["Zeus", "Zeus", "alpha", "alpha", "éa", "éa"].map { [$0] })
        let sectors = Evidence.rows(flows, by: .sector, facts: Evidence.facts)
        #expect(sectors.map(\.sector) == [nil, nil, "academic", "government"])
    }

    @Test("of no flows has no rows", arguments: Grouping.allCases)
    func empty(grouping: Grouping) {
        #expect(Evidence.rows([], by: grouping).isEmpty)
    }

    @Test(
        "gives the same rows in pieces, by hour and origin",
        arguments: [Grouping.originAndHour, .hour, .countryAndHour, .origin])
    func pieces(_ grouping: Grouping) throws {
        let start = try Evidence.hour("2013-05-31T22:00:00Z")
        var flows: [JudgedFlow] = []
        for hour in 0..<3 as Range<Int32> {
            for origin in 0..<60 as Range<UInt32> {
                for host in 0...origin % 3 {
                    flows.append(
                        Evidence.flow(
                            .exchanged, start.advanced(by: hour), origin: Evidence.origin(origin),
                            host: Evidence.host(host)))
                }
            }
        }
        func rollup() -> CensusRollup { CensusRollup(by: grouping, minimumGrade: .attempted, coverage: [:]) }
        var whole = rollup()
        for flow in flows { whole.add(flow) }
        var (part, pieces, joined) = (rollup(), 0, rollup())
        for flow in flows {
            part.add(flow)
            if let piece = part.takeClosedPart(of: 7) {
                pieces += 1
                joined.append(piece)
            }
        }
        joined.append(part)
        #expect(joined.finish() == whole.finish())
        #expect(grouping != .originAndHour || pieces > 20)
    }
}
