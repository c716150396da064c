package import NetworkTypes
package import TextFormats

extension JSONValue {
    /// What the cell of a row has.
    package static func cell(_ cell: Cell) -> JSONValue {
        switch cell {
        case .text(let text), .outside(let text): .string(text)
        case .number(let number): .number(number)
        case .share: .number(cell.csv)
        case .address(let address): .string("\(address)")
        case .time(let time): .string("\(time)")
        case .hour(let hour): .string("\(hour)")
        case .empty: .null
        }
    }

    package static func time(_ time: Timestamp?) -> JSONValue { .cell(Cell(time, Cell.time)) }

    package static func address(_ address: IPAddress) -> JSONValue { .cell(.address(address)) }
}

extension Cell {
    /// The text that CSV has.
    fileprivate var csv: String {
        var text: [UInt8] = []
        text.append(addingCapacity: maximumLength) { writeCSV(to: &$0) }
        return String(decoding: text, as: UTF8.self)
    }
}
