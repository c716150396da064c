import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("Judging what packets and several exporters tell, held against the design")
struct LoggedReferenceTests {
    private func tally(_ traffic: LoggedTraffic) -> HourlyTally {
        var tally = HourlyTally(attributions: LoggedTraffic.attributions)
        for packet in traffic.packets { tally.record(packet) }
        for record in traffic.records { tally.record(record) }
        return tally
    }

    @Test("agrees on random traffic, in which every rule decides many flows")
    func agrees() throws {
        var random = SeededGenerator()
        var (reached, grades) = ([Int: Int](), [Grade: Int]())
        let services = [nil, try ServiceSet(parsing: "tcp/5000 udp/5000 sctp/5000 tcp/53")]
        for round in 0..<120 {
            let traffic = LoggedTraffic(conversations: .random(in: 1...80, using: &random), &random)
            let (stated, seesOneWay) = (services[round % 2], round % 4 > 1)
            let flows = try tally(traffic).judged(JudgingRules(seesOneWay: seesOneWay) { _ in stated })
            let verdicts = LoggedReferenceJudge(traffic, services: stated, seesOneWay: seesOneWay).verdicts()
            #expect(flows.count == verdicts.count)
            for flow in flows {
                let verdict = verdicts[flow.key]
                let words = "\(flow.key), rule \(verdict?.rule ?? 0)"
                #expect(verdict?.grade == flow.grade, "\(words)")
                #expect(verdict?.hostBegan == (flow.initiator == .fromHost), "\(words)")
                reached[verdict?.rule ?? 0, default: 0] += 1
                grades[flow.grade, default: 0] += 1
            }
        }
        for rule in 1...8 { #expect(reached[rule, default: 0] >= 40, "rule \(rule)") }
        for grade in Grade.allCases { #expect(grades[grade, default: 0] >= 20, "\(grade)") }
    }

    @Test("gives the same for some hours as for all, and with little memory")
    func ranges() throws {
        var random = SeededGenerator()
        for _ in 0..<10 {
            let tally = tally(LoggedTraffic(conversations: 60, &random))
            let whole = try tally.judged()
            for memory in [0, JudgingRules.defaultMemory] {
                let from = Hour(index: .random(in: LoggedTraffic.hours, using: &random))
                let hours = HourRange(from: from, before: from.advanced(by: .random(in: 1...4, using: &random)))
                let found = try tally.judged(JudgingRules(memory: memory), FlowFilter(hours: hours))
                #expect(found == whole.filter { hours.contains($0.key.hour) })
            }
        }
    }
}
