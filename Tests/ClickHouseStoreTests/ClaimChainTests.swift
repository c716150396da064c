import Testing

@testable import ClickHouseStore

@Suite("The claims to an input")
struct ClaimChainTests {
    private func claim(
        _ id: UInt128, _ parent: UInt128, _ number: UInt64, generation: UInt32 = 0, noted: UInt32 = 0, source: Int64 = 1
    ) -> ClaimRow {
        ClaimRow(id: id, source: source, parent: parent, generation: generation, number: number, noted: noted)
    }

    private func ids(_ rows: [ClaimRow]) -> [UInt128]? { ClaimChain(rows)?.claims.map(\.id) }

    @Test("form a chain from the first one on, whatever their order and however often each came")
    func chain() {
        let rows = [claim(1, 0, 100), claim(2, 1, 200), claim(3, 2, 300)]
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2, 1, 2]] {
            #expect(ids(order.map { rows[$0] }) == [1, 2, 3])
        }
        #expect(ids([]) == nil)
    }

    @Test("of which two go on from one count where they reach furthest, and of equals where they were earlier")
    func forks() {
        let first = claim(1, 0, 100)
        #expect(ids([first, claim(2, 1, 200), claim(3, 1, 250)]) == [1, 3])
        #expect(ids([first, claim(2, 1, 200), claim(3, 1, 250), claim(4, 2, 300)]) == [1, 2, 4])
        #expect(ids([first, claim(2, 1, 200, noted: 9), claim(3, 1, 200, noted: 8)]) == [1, 3])
        #expect(ids([first, claim(2, 1, 200, noted: 8), claim(3, 1, 200, noted: 8)]) == [1, 2])
    }

    @Test("that begin again count in place of all before, however far these reach")
    func generations() {
        let rows = [claim(1, 0, 100), claim(2, 1, 900), claim(3, 0, 50, generation: 1)]
        #expect(ids(rows) == [3])
        #expect(ids(rows + [claim(4, 3, 60, generation: 1), claim(5, 2, 1_000)]) == [3, 4])
    }

    @Test("count for nothing where the one before is missing, ends behind them, or goes round in a circle")
    func broken() {
        #expect(ids([claim(2, 1, 200)]) == nil)
        #expect(ids([claim(1, 0, 100), claim(3, 2, 900)]) == [1])
        #expect(ids([claim(1, 2, 100), claim(2, 1, 100)]) == nil)
        #expect(ids([claim(1, 0, 300), claim(2, 1, 200)]) == [1])
    }

    @Test("of no new bytes count too")
    func empty() {
        #expect(ids([claim(9, 0, 100), claim(1, 9, 100)]) == [9, 1])
    }
}
