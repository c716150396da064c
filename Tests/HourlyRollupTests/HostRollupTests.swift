import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

@Suite("Rows by host")
struct HostRollupTests {
    private func rows(_ flows: [JudgedFlow], from minimum: Grade = .probed) -> [HostCount] {
        var rollup = HostRollup()
        for flow in flows { rollup.add(flow) }
        let rows = rollup.finish(minimumGrade: minimum)
        #expect(rows == inParts(flows).finish(minimumGrade: minimum), "in parts")
        return rows
    }

    /// The same gathered in parts, none of which cuts a 5-tuple.
    private func inParts(_ flows: [JudgedFlow]) -> HostRollup {
        var (rollup, part) = (HostRollup(mostWaiting: 2), HostRollup.ofStretch)
        var last: FlowKey?
        for flow in flows {
            if last?.isSameTuple(as: flow.key) == false {
                rollup.append(part)
                part = .ofStretch
            }
            part.add(flow)
            last = flow.key
        }
        rollup.append(part)
        return rollup
    }

    private func flows() throws -> [JudgedFlow] {
        let (hour, next) = (try Evidence.hour("2013-05-31T22:00"), try Evidence.hour("2013-05-31T23:00"))
        let (first, second) = (Evidence.host(1), Evidence.host(2))
        return [
            Evidence.flow(.attempted, hour, origin: Evidence.origin(1), host: first),
            Evidence.flow(.exchanged, next, origin: Evidence.origin(1), host: first),
            Evidence.flow(.probed, next, origin: Evidence.origin(2), host: first, threatClass: .scanner),
            Evidence.flow(.probed, hour, origin: Evidence.origin6(2), host: second),
            Evidence.flow(.probed, hour, origin: Evidence.origin6(2), host: second, port: 1),
        ]
    }

    @Test("show the strongest grade, and distinct origins and hours over all classes")
    func counts() throws {
        for flows in [try flows(), try flows().reversed()] {
            let rows = rows(flows)
            #expect(rows.map(\.host) == [Evidence.host(1), Evidence.host(2)])
            #expect(rows.map(\.grade) == [.exchanged, .probed])
            #expect(rows.map(\.origins) == [2, 1])
            #expect(rows.map(\.hours) == [2, 1])
            #expect(rows.map(\.traffic.flows) == [3, 2])
            #expect(rows.map(\.traffic.packets) == [4, 2])
            #expect(rows.map(\.traffic.bytes) == [400, 200])
            #expect(rows.first?.traffic.firstSeen == Timestamp(parsing: "2013-05-31T22:00:01Z"))
            #expect(rows.first?.traffic.lastSeen == Timestamp(parsing: "2013-05-31T23:00:02Z"))
        }
    }

    @Test("have all flows of a stretch, however many they are")
    func largeStretch() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let flows = (1...2).map {
            Evidence.flow(.attempted, hour, origin: Evidence.origin(1), host: Evidence.host($0))
        }
        var (rollup, part) = (HostRollup(), HostRollup.ofStretch)
        let count = 1 << 18 + 1
        for _ in 0..<count { for flow in flows { part.add(flow) } }
        rollup.append(part)
        let rows = rollup.finish(minimumGrade: .probed)
        #expect(rows.map(\.traffic.packets) == flows.map { $0.record.packets * UInt64(count) })
    }

    @Test("count a flow that several classes share once")
    func classes() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let flows = [ThreatClass.c2, .scanner].map {
            Evidence.flow(.exchanged, hour, origin: Evidence.origin(1), host: Evidence.host(1), threatClass: $0)
        }
        #expect(rows(flows).map(\.traffic.flows) == [1])
        #expect(rows(flows).map(\.traffic.packets) == [4])
    }

    @Test("name every label, and lead with the origin of the strongest evidence, then of the most flows")
    func leadingOrigin() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        func flow(_ grade: Grade, _ origin: UInt32, port: UInt16, _ labels: [String]) -> JudgedFlow {
            Evidence.flow(
                grade, hour, origin: Evidence.origin(origin), host: Evidence.host(1), port: port, labels: labels)
        }
        var flows = [flow(.probed, 1, port: 1, ["scan"]), flow(.probed, 1, port: 2, ["scan"])]
        #expect(rows(flows).map(\.leadingOrigin) == [Evidence.origin(1)])
        flows += [flow(.attempted, 4, port: 1, ["zeus"]), flow(.attempted, 3, port: 1, ["citadel", "zeus"])]
        #expect(rows(flows).map(\.leadingOrigin) == [Evidence.origin(3)])
        flows.append(flow(.attempted, 4, port: 2, []))
        #expect(rows(flows).map(\.leadingOrigin) == [Evidence.origin(4)])
        #expect(rows(flows.shuffled()).map(\.leadingOrigin) == [Evidence.origin(4)])
        #expect(rows(flows).map(\.labels) == [["citadel", "scan", "zeus"]])
        #expect(rows(flows).map(\.origins) == [3])
    }

    @Test("say who answers for a host, where that is known")
    func owner() throws {
        var rollup = HostRollup()
        for flow in try flows() { rollup.add(flow) }
        let rows = rollup.finish(minimumGrade: .probed, owner: Evidence.owner)
        #expect(rows.map(\.owner?.sector) == ["", "government"])
    }

    @Test("leave out hosts below the minimum grade", arguments: zip(Grade.allCases, [2, 1, 1, 1, 1, 0]))
    func minimumGrade(minimum: Grade, count: Int) throws {
        #expect(rows(try flows(), from: minimum).count == count)
    }

    @Test("take an intrusion for the strongest grade")
    func intruded() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let both = [Grade.intruded, .exchanged].map {
            Evidence.flow($0, hour, origin: Evidence.origin(1), host: Evidence.host(1))
        }
        #expect(rows(both).map(\.grade) == [.intruded])
    }

    @Test("are sorted by address, IPv4 before IPv6")
    func order() throws {
        let hour = try Evidence.hour("2013-05-31T22:00")
        let hosts = [Evidence.host(2), Evidence.host(10), Evidence.origin6(1), Evidence.origin6(20)]
        let flows = hosts.map { Evidence.flow(.probed, hour, origin: Evidence.origin(1), host: $0) }
        #expect(rows(flows.shuffled()).map(\.host) == hosts)
        #expect(rows([]).isEmpty)
    }
}
