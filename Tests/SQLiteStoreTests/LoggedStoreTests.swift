import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import SQLiteStore

@Suite("Who began what packets and several exporters tell, in stores")
struct LoggedStoreTests {
    /// Part `number` of some traffic, or all of it, with a coverage that agrees with it.
    private func tally(_ traffic: LoggedTraffic, part number: Int, of parts: Int) -> HourlyTally {
        var tally = HourlyTally(attributions: LoggedTraffic.attributions)
        for (index, packet) in traffic.packets.enumerated() where index % parts == number {
            tally.record(packet)
            tally.coverage[Hour(containing: packet.time), default: Coverage()].seen += 1
            tally.coverage[Hour(containing: packet.time), default: Coverage()].decoded += 1
            tally.coverage[Hour(containing: packet.time), default: Coverage()].matched += 1
        }
        for (index, record) in traffic.records.enumerated() {
            // An end that is only stated stands behind the one that sent, and is counted with it.
            let place = record.counters.first == nil ? index - 1 : index
            if place % parts == number { tally.record(record) }
        }
        return tally
    }

    /// What is found stretch by stretch.
    private func inStretches(_ store: SQLiteCensus, _ hours: HourRange, _ sizes: StretchSizes) throws -> [JudgedFlow] {
        var flows: [JudgedFlow] = []
        let filter = FlowFilter(hours: hours)
        let fits = try store.forEachStretch(filter, lookingBack: EvidenceWindow.hoursBefore, inOrder: .hours, sizes) {
            stretch in
            var own = filter
            (own.hours, own.origins) = (stretch.hours, stretch.origins)
            try FlowJudge(stretch.flows).forEachFlow(own) { flows.append($0) }
        }
        #expect(fits)
        return flows
    }

    @Test("is the same for any split, any order of merges, whatever was pruned, and for some hours as for all")
    func merging() throws {
        var random = SeededGenerator()
        for _ in 0..<6 {
            let traffic = LoggedTraffic(conversations: 80, &random)
            let whole = try tally(traffic, part: 0, of: 1).judged()
            let folder = try StoreFolder()
            let parts = Int.random(in: 2...4, using: &random)
            var paths: [String] = []
            for part in 0..<parts {
                paths.append("\(folder.path)/\(part).db")
                let store = try SQLiteCensus(path: paths[part], access: .write)
                try store.add(tally(traffic, part: part, of: parts), of: "part \(part)")
            }
            let store = try SQLiteCensus.inMemory()
            let pruned = Hour(index: .random(in: 0...8, using: &random))
            for path in paths.shuffled(using: &random) {
                if Bool.random(using: &random) {
                    _ = try SQLiteCensus(path: path, access: .write).prune(before: pruned)
                }
                _ = try store.merge(path)
                if Bool.random(using: &random) { _ = try store.prune(before: pruned) }
            }
            _ = try store.prune(before: pruned)
            let left = whole.filter { $0.key.hour >= pruned }
            #expect(try store.judged() == left)
            let from = Hour(index: .random(in: 0...9, using: &random))
            for hours in [HourRange(), HourRange(from: from, before: from.advanced(by: 2))] {
                let expected = left.filter { hours.contains($0.key.hour) }
                #expect(try store.judged(FlowFilter(hours: hours)) == expected)
                for sizes in [
                    StretchSizes(), StretchSizes(usual: 1, mostBytes: 1), StretchSizes(usual: 1, mostOfHours: 1),
                ] {
                    #expect(try inStretches(store, hours, sizes) == expected, "\(sizes)")
                }
            }
        }
    }
}
