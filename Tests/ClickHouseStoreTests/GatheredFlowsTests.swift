import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

@Suite("An answer in columns")
struct GatheredFlowsTests {
    private func logged(_ random: inout SeededGenerator) throws -> [FlowRecord] {
        let traffic = LoggedTraffic(conversations: 60, &random)
        var tally = HourlyTally(attributions: LoggedTraffic.attributions)
        for packet in traffic.packets { tally.record(packet) }
        for record in traffic.records { tally.record(record) }
        var flows: [FlowRecord] = []
        try tally.forEachFlow(FlowFilter(hours: HourRange())) { flows.append($0) }
        return flows
    }

    private func read(
        _ answer: [UInt8], by length: Int = 1_000, _ filter: FlowFilter = FlowFilter(hours: HourRange())
    ) throws -> [FlowRecord] {
        var gathered = GatheredFlows()
        for start in stride(from: 0, to: answer.count, by: length) {
            try gathered.take(Array(answer[start..<min(start + length, answer.count)]))
        }
        try gathered.finish()
        var flows: [FlowRecord] = []
        try gathered.forEachFlow(filter, alone: { flows.append($0.record) }, { flows.append($0) })
        return flows
    }

    /// The same rows in some order, cut into blocks.
    private func answer(_ rows: [FlowRecord], _ random: inout SeededGenerator) -> [UInt8] {
        var (rest, bytes) = (rows[...], [UInt8]())
        while !rest.isEmpty {
            let block = rest.prefix(.random(in: 0...20, using: &random))
            bytes += AnswerWriter.block(Array(block))
            rest = rest.dropFirst(block.count)
        }
        return bytes
    }

    @Test("holds the same flows, in their order, in whatever order its rows come")
    func order() throws {
        var random = SeededGenerator()
        for _ in 0..<10 {
            let flows = try logged(&random)
            let rows = flows.flatMap(AnswerWriter.rows)
            let half = rows.count / 2
            let orders = [
                rows, rows.shuffled(using: &random), Array(rows[half...] + rows[..<half]),
                rows.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
                    + rows.enumerated().filter { $0.offset % 2 == 1 }.map(\.element),
            ]
            for rows in orders { #expect(try read(answer(rows, &random)) == flows) }
        }
    }

    @Test("is the same in whatever pieces it comes")
    func pieces() throws {
        var random = SeededGenerator()
        let flows = try logged(&random)
        let answer = answer(flows.flatMap(AnswerWriter.rows), &random)
        for length in [1, 7, 100, 5_000, answer.count] { #expect(try read(answer, by: length) == flows) }
    }

    @Test("holds what a filter admits, and no other flow")
    func filter() throws {
        var random = SeededGenerator()
        let flows = try logged(&random)
        let answer = answer(flows.flatMap(AnswerWriter.rows).shuffled(using: &random), &random)
        for _ in 0..<20 {
            let one = try #require(flows.randomElement(using: &random))
            var filter = FlowFilter(hours: HourRange(), origin: Bool.random(using: &random) ? one.key.origin : nil)
            if Bool.random(using: &random) { filter.start = one.key.tuple }
            #expect(try read(answer, filter) == flows.filter { filter.admits($0.key) })
        }
    }

    @Test("that is cut within a block is refused")
    func truncations() throws {
        var random = SeededGenerator()
        let block = try AnswerWriter.block(Array(logged(&random).flatMap(AnswerWriter.rows).prefix(3)))
        for length in 1..<block.count {
            #expect(throws: RowReader.Fault.self) { try read(Array(block[..<length])) }
        }
    }

    @Test("with the text of an error anywhere in it is refused with that text")
    func errors() throws {
        var random = SeededGenerator()
        let block = try AnswerWriter.block(Array(logged(&random).flatMap(AnswerWriter.rows).prefix(40)))
        let text = Array("Code: 241, e.displayText() = DB::Exception: Memory limit".utf8)
        for length in stride(from: 1, through: block.count, by: 11) + [block.count] {
            for pieces in [7, 100_000] {
                #expect {
                    _ = try read(Array(block[..<length]) + text, by: pieces)
                } throws: { error in
                    guard case RowReader.Fault.impossible(let text) = error else { return false }
                    return text.hasPrefix("Code: 241")
                }
            }
        }
    }

    @Test("whose rows have another mark, another class or another address is refused")
    func impossible() throws {
        var random = SeededGenerator()
        let rows = try Array(logged(&random).flatMap(AnswerWriter.rows).prefix(3))
        #expect(throws: RowReader.Fault.self) { try read(AnswerWriter.block(rows, mark: 67)) }
        var block = AnswerWriter.block(rows)
        for name in ["class", "origin_version", "hour", "host_packets"] {
            let head = Array(name.utf8)
            let place = try #require(block.indices.first { block[$0...].starts(with: head) })
            let values = place + head.count + 1 + Int(block[place + head.count])
            let before = block[values + 7]
            for value in values..<(values + 8) { block[value] ^= 0xFF }
            #expect(throws: RowReader.Fault.self, "\(name)") { try read(block) }
            for value in values..<(values + 8) { block[value] ^= 0xFF }
            #expect(block[values + 7] == before)
        }
    }

    @Test("that states more labels or rows than there can be is refused before room is made for them")
    func lengths() throws {
        let count: [UInt8] = [BlockReader.firstByte, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
        #expect(throws: RowReader.Fault.self) { try read(count) }
        var random = SeededGenerator()
        var block = try AnswerWriter.block(Array(logged(&random).flatMap(AnswerWriter.rows).prefix(1)))
        let head = Array("Array(String)".utf8)
        let place = try #require(block.indices.first { block[$0...].starts(with: head) })
        block[place + head.count + 7] = 0x7F
        #expect(throws: RowReader.Fault.self) { try read(block) }
    }
}
