import Synchronization
import Testing

@testable import HourlyRollup

@Suite("Work whose results are taken in order")
struct OrderedWorkTests {
    private static let items = 40
    private static let pieces = 25

    private func run(_ take: ((item: Int, piece: Int)) throws -> Void) throws {
        try OrderedWork.run { body in
            for item in 0..<Self.items { try body(item) }
        } inPieces: { item, hand in
            for piece in 0..<Self.pieces { try hand((item, piece)) }
        } take: {
            try take($0)
        }
    }

    @Test("hands on every piece in its order, however many do not find room before its turn")
    func order() throws {
        var taken: [Int] = []
        try run { taken.append($0.item * Self.pieces + $0.piece) }
        #expect(taken == Array(0..<Self.items * Self.pieces))
    }

    @Test(
        "hands on round by round what is done beside each other, groups in their order, however large they are",
        arguments: 1...6)
    func rounds(_ beside: Int) throws {
        var taken: [[Int]] = []
        try OrderedWork.run { body in
            for item in 0..<Self.items { try body(item) }
        } isBesideNext: {
            $0 % beside < beside - 1
        } inPieces: { (item, hand: ([Int]) throws -> Void) in
            // Of each round one piece more than of the one before.
            for round in 0..<3 { for piece in 0...round { try hand([item, round, piece]) } }
        } take: {
            taken.append($0)
        } endsRound: {
            $0[1] == $0[2]
        }
        let all = (0..<Self.items).flatMap { item in
            (0..<3).flatMap { round in (0...round).map { [item / beside, round, item, $0] } }
        }
        #expect(taken == all.sorted { $0.lexicographicallyPrecedes($1) }.map { [$0[2], $0[1], $0[3]] })
    }

    @Test("ends where a piece is refused, with those who wait for room")
    func refusal() {
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            try run { if $0 == (3, 7) { throw Refusal() } }
        }
    }

    @Test("ends with the error of an item, once what came before it was taken")
    func failure() {
        struct Failure: Error {}
        var taken: [Int] = []
        #expect(throws: Failure.self) {
            try OrderedWork.run { body in
                for item in 0..<Self.items { try body(item) }
            } inPieces: { item, hand in
                for _ in 0..<Self.pieces { try hand(item) }
                if item == 5 { throw Failure() }
            } take: {
                taken.append($0)
            }
        }
        #expect(taken == (0...5).flatMap { Array(repeating: $0, count: Self.pieces) })
    }
}
