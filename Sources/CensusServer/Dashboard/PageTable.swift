import CensusExport
import CensusReport
import NetworkTypes
import TextFormats

extension Page.Table {
    /// Rows that a page shows at most; the API has them all.
    static let mostRows = 500

    /// The rows of an export as a page shows them, without columns in which no row has anything.
    ///
    /// - Parameters:
    ///   - request: the same rows at the API, without the format; `nil` where it has none.
    ///   - columns: names of the columns that are shown, in this order.
    ///   - rowCount: how many rows there are, where more than are given.
    ///   - link: where the value of a column leads.
    init<Value>(
        _ identifier: String, _ title: String, request: String?, _ rows: [Value], of all: [Column<Value>],
        showing columns: [String], rowCount: Int? = nil, link: (String, String) -> String? = { _, _ in nil }
    ) {
        let wanted = columns.compactMap { name in all.first { $0.name == name } }
        let first = rows.prefix(Self.mostRows)
        let shown = wanted.enumerated().filter { place, column in
            place == 0 || first.contains { !column.cell($0).shownText.isEmpty }
        }.map(\.element)
        let cells = first.map { row in shown.map { ($0.name, $0.cell(row)) } }
        let isNumber = shown.indices.map { place in cells.contains { $0[place].1.isNumber } }
        self.identifier = identifier
        self.title = title
        self.columns = zip(shown, isNumber).map {
            Heading(name: $0.name.replacing("_", with: " "), isNumber: $1)
        }
        self.rows = cells.map { cells in
            Row(
                cells: cells.enumerated().map { place, cell in
                    let text = cell.1.shownText(inColumn: cell.0)
                    return Cell(
                        text: text, address: link(cell.0, cell.1.shownText),
                        style: isNumber[place] ? .number : cell.1.isTime ? .time : Cell.Style(of: text),
                        isHeading: place == 0)
                })
        }
        isEmpty = rows.isEmpty
        let left = (rowCount ?? rows.count) - self.rows.count
        omission =
            left > 0 ? "and \(UInt64(left).grouped) more\(request == nil ? "" : ", which the downloads have")" : nil
        downloads = request.map { request in
            let start = CensusService.apiPath + request + (request.contains("?") ? "&" : "?")
            return Downloads(csv: start + "format=csv", json: start + "format=jsonl")
        }
    }
}

extension Page.Table.Cell.Style {
    /// What fits into a line of a table.
    private static let lineLength = 40

    fileprivate init?(of text: String) {
        if text.hasLongWord { self = .long } else if text.count > Self.lineLength { self = .text } else { return nil }
    }
}

extension CensusExport.Cell {
    fileprivate var isTime: Bool {
        switch self {
        case .time, .hour: true
        default: false
        }
    }

    fileprivate var isNumber: Bool {
        switch self {
        case .number, .share: true
        default: false
        }
    }

    /// The value as people read it: names of countries, and words for what was not decoded.
    fileprivate func shownText(inColumn name: String) -> String {
        switch name {
        case "country": CountryCode(shownText).map { ReportWords.name($0) } ?? "not known"
        case "reason": ReasonWords.words(shownText)
        case "measure": shownText.replacing("_", with: " ")
        default: shownText
        }
    }

    /// The value as a link has it.
    fileprivate var shownText: String {
        switch self {
        case .text(let text): text
        case .outside(let text): text.printable
        case .number(let number): number.grouped
        case .share(let share): ReportWords.share(share)
        case .address(let address): "\(address)"
        case .time(let time): String("\(time)".prefix(19)).replacing("T", with: " ")
        case .hour(let hour): String("\(hour)".prefix(16)).replacing("T", with: " ")
        case .empty: ""
        }
    }
}
