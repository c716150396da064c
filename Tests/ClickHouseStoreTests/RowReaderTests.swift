import Testing

@testable import ClickHouseStore

@Suite("An answer in rows")
struct RowReaderTests {
    /// Two rows of a number, a text and a list, and the row behind them.
    private var answer: [UInt8] {
        var writer = RowWriter()
        for number in [1, 300] as [Int64] {
            writer.add(RowMark.row)
            writer.add(number)
            writer.add(String(repeating: "x", count: Int(number)))
            writer.add(length: 2)
            writer.add(fixed: 7)
            writer.add(fixed: UInt128.max)
        }
        writer.add(RowMark.end)
        writer.add(0 as Int64)
        return writer.bytes
    }

    private func read(_ pieces: [[UInt8]]) throws -> (numbers: [Int64], isAtEnd: Bool) {
        var (reader, numbers) = (RowReader(), [Int64]())
        for piece in pieces {
            try reader.take(piece) { reader in
                let number = try reader.number(Int64.self)
                #expect(try reader.text().utf8.count == Int(number))
                #expect(try reader.array { try $0.fixed() } == [7, UInt128.max])
                numbers.append(number)
            }
        }
        try reader.finish()
        return (numbers, reader.isAtEnd)
    }

    @Test("is the same in whatever pieces it comes")
    func pieces() throws {
        for length in [1, 2, 7, 100, 1_000] {
            let pieces = stride(from: 0, to: answer.count, by: length).map {
                Array(answer[$0..<min($0 + length, answer.count)])
            }
            let result = try read(pieces)
            #expect(result.numbers == [1, 300] && result.isAtEnd)
        }
    }

    @Test("that is cut anywhere is not taken for whole")
    func truncations() {
        for length in 0..<(answer.count - 9) {
            let result = try? read([Array(answer[..<length])])
            #expect(result?.isAtEnd != true)
        }
    }

    @Test("with the text of an error behind its rows is refused with that text")
    func error() throws {
        let rows = Array(answer.dropLast(9))
        #expect {
            _ = try read([rows, Array("Code: 241, e.displayText() = DB::Exception: Memory limit".utf8)])
        } throws: { error in
            guard case RowReader.Fault.impossible(let text) = error else { return false }
            return text.hasPrefix("Code: 241")
        }
    }

    @Test("that states a length which nothing has is refused before room is made for it")
    func length() {
        let bytes: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
        #expect(throws: RowReader.Fault.self) { try read([bytes]) }
    }
}
