import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import HourlyRollup

@Suite("Ports of an origin")
struct PortTallyTests {
    @Test(
        "come out the same in whatever order and parts flows come, be they few or too many",
        arguments: [3, 64, 65, 400])
    func orderFree(distinct: Int) {
        var random = SeededGenerator()
        let flows =
            (0..<2_000).map { _ in
                (TransportProtocol.tcp, UInt16(clamping: Int.random(in: 0..<distinct, using: &random)))
            } + (0..<distinct).map { (TransportProtocol.tcp, UInt16(clamping: $0)) }
        var whole = PortTally()
        for (transport, port) in flows { whole.add(transport, port) }
        #expect(whole.isOverfull == (distinct > 64))
        #expect(whole.isOverfull ? whole.leading.isEmpty : whole.leading.count == distinct)
        for _ in 0..<5 {
            var parts = Array(repeating: PortTally(), count: 7)
            for (transport, port) in flows.shuffled(using: &random) {
                parts[Int.random(in: 0..<7, using: &random)].add(transport, port)
            }
            var merged = PortTally()
            for part in parts.shuffled(using: &random) { merged.merge(part) }
            #expect(merged.leading == whole.leading && merged.isOverfull == whole.isOverfull)
        }
    }
}
