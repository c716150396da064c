import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("Judging, held against the design read sentence by sentence")
struct JudgingReferenceTests {
    private func packets(
        _ conversations: Int, of traffic: JudgedTraffic = JudgedTraffic(), _ random: inout SeededGenerator
    ) -> [Observation] {
        (0..<conversations).flatMap { _ in traffic.conversation(&random) }.shuffled(using: &random)
    }

    private func check(_ flows: [JudgedFlow], _ reference: ReferenceJudge) -> [Int: Int] {
        let verdicts = reference.verdicts()
        var reached: [Int: Int] = [:]
        #expect(flows.count == verdicts.count)
        for flow in flows {
            let verdict = verdicts[flow.key]
            #expect(verdict?.grade == flow.grade, "\(flow.key), rule \(verdict?.rule ?? 0)")
            #expect(verdict?.hostBegan == (flow.initiator == .fromHost), "\(flow.key), rule \(verdict?.rule ?? 0)")
            reached[verdict?.rule ?? 0, default: 0] += 1
        }
        return reached
    }

    @Test("agrees on random traffic, in which every rule decides many flows")
    func agrees() throws {
        var random = SeededGenerator()
        var reached: [Int: Int] = [:]
        var grades: [Grade: Int] = [:]
        let services = [nil, try ServiceSet(parsing: "tcp/5000 udp/5000 sctp/5000 tcp/53")]
        for round in 0..<100 {
            let packets = packets(.random(in: 1...90, using: &random), &random)
            let (stated, seesOneWay) = (services[round % 2], round % 4 > 1)
            let rules = JudgingRules(seesOneWay: seesOneWay) { _ in stated }
            let flows = try JudgedTraffic.tally(packets).judged(rules)
            let reference = ReferenceJudge(
                packets, JudgedTraffic.attributions, services: stated, seesOneWay: seesOneWay)
            reached.merge(check(flows, reference), uniquingKeysWith: +)
            for flow in flows { grades[flow.grade, default: 0] += 1 }
        }
        for rule in 2...8 { #expect(reached[rule, default: 0] >= 40, "rule \(rule)") }
        for grade in Grade.allCases { #expect(grades[grade, default: 0] >= 20, "\(grade)") }
    }

    @Test("agrees where memory holds a part of an hour only, and flows of one pair of ends are many")
    func littleMemory() throws {
        var random = SeededGenerator()
        for hosts in [1, 400] as [UInt32] {
            let traffic = JudgedTraffic(hosts: hosts, ports: Array(1_000...1_400) + [40_000, 53], hours: 0...3)
            let packets = packets(2_500, of: traffic, &random)
            let tally = JudgedTraffic.tally(packets)
            let whole = try tally.judged()
            _ = check(whole, ReferenceJudge(packets, JudgedTraffic.attributions))
            for memory in [0, 150_000] {
                #expect(try tally.judged(JudgingRules(memory: memory)) == whole)
            }
            for from in [1, 3] {
                let filter = FlowFilter(hours: HourRange(from: Hour(index: Int32(from)), before: nil))
                #expect(
                    try tally.judged(JudgingRules(memory: 300_000), filter)
                        == whole.filter { $0.key.hour >= Hour(index: Int32(from)) })
            }
        }
    }

    @Test("is the same for any order of packets and any split of them into tallies")
    func orderFree() throws {
        var random = SeededGenerator()
        for _ in 0..<10 {
            let packets = packets(60, &random)
            let whole = try JudgedTraffic.tally(packets).judged()
            var sum = JudgedTraffic.tally([])
            for start in stride(from: 0, to: packets.count, by: 7) {
                sum.merge(JudgedTraffic.tally(packets[start..<min(start + 7, packets.count)]))
            }
            #expect(try sum.judged() == whole)
            #expect(try JudgedTraffic.tally(packets.reversed()).judged() == whole)
        }
    }

    @Test("gives for some hours, an origin or a host just the rows that it gives for all")
    func ranges() throws {
        var random = SeededGenerator()
        let tally = JudgedTraffic.tally(packets(400, &random))
        let whole = try tally.judged()
        for from in 0...8 {
            for to in from...9 {
                let hours = HourRange(from: Hour(index: Int32(from)), to: Hour(index: Int32(to)))
                let expected = whole.filter { hours.contains($0.key.hour) }
                #expect(try tally.judged(JudgingRules(), FlowFilter(hours: hours)) == expected)
            }
        }
        let hours = HourRange(from: Hour(index: 3), to: Hour(index: 6))
        for flow in whole.shuffled(using: &random).prefix(5) {
            let filter = FlowFilter(hours: hours, origin: flow.key.origin, host: flow.key.host)
            let expected = whole.filter {
                hours.contains($0.key.hour) && $0.key.origin == flow.key.origin && $0.key.host == flow.key.host
            }
            #expect(try tally.judged(JudgingRules(), filter) == expected)
        }
    }

    @Test("looks back in the first hours that there can be, and in the last")
    func ends() throws {
        var script = FlowScript(packets: [.host("S")]).observations()
        for time in [Int64.min + 1, Int64.max - 1] {
            script[0].time = Timestamp(nanoseconds: time)
            let flows = try JudgedTraffic.tally(script).judged()
            #expect(flows.map(\.grade) == [.attempted])
            #expect(try JudgedTraffic.tally(script).judged(JudgingRules(memory: 0)) == flows)
        }
    }
}
