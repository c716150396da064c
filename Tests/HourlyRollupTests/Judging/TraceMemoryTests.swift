import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

/// What looking back keeps, and how often it reads what it does not keep.
@Suite("What looking back keeps")
struct TraceMemoryTests {
    /// A source that counts how often it is read.
    private final class CountedSource: FlowSource {
        private let tally: HourlyTally
        private(set) var readings = 0

        init(_ tally: HourlyTally) { self.tally = tally }

        func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
            readings += 1
            try tally.forEachFlow(filter, body)
        }

        func coverage(in hours: HourRange) throws -> [Hour: Coverage] { tally.coverage(in: hours) }
    }

    private static let flows = 5_000
    /// Bytes that the traces of an hour take.
    private static let bytesOfHour = 32 * flows

    /// As many flows in each of six hours.
    /// - Parameter port: of the host, in an hour.
    private func source(_ port: (_ number: Int, _ hour: Int) -> Int) -> CountedSource {
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: [])])
        for hour in 0..<6 {
            for number in 0..<Self.flows {
                let script = FlowScript(
                    transport: .udp, hostPort: UInt16(port(number, hour)), originPort: 99,
                    packets: [.host(payload: 1, at: Int64(3_600 * hour + 9))])
                for observation in script.observations() { tally.record(observation) }
            }
        }
        return CountedSource(tally)
    }

    private func readings(_ source: CountedSource, memory: Int) throws -> Int {
        var flows = 0
        let judge = FlowJudge(source, JudgingRules(memory: memory))
        try judge.forEachFlow(FlowFilter(hours: HourRange())) { _ in flows += 1 }
        #expect(flows == 6 * Self.flows)
        return source.readings
    }

    @Test("holds a 5-tuple that comes again in each hour at most twice")
    func again() throws {
        let source = source { number, _ in 1_000 + number }
        #expect(try readings(source, memory: Self.bytesOfHour * 5 / 2) == 1)
    }

    @Test("holds what never comes again for three hours, and reads again where there is no room")
    func never() throws {
        let source = source { number, hour in 1_000 + Self.flows * hour + number }
        #expect(try readings(source, memory: Self.bytesOfHour * 7 / 2) == 1)
        #expect(try readings(source, memory: Self.bytesOfHour * 5 / 2) > 2)
    }
}
