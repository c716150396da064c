import FlowRuns
import GRDB
import NetworkTypes

/// Cuts the origins of some runs into ranges, each with the pages of about as many records as four hours of stretches have.
struct OriginCuts {
    private(set) var ranges: [ClosedRange<IPAddress>] = []
    /// How many records the pages of the largest range hold.
    private(set) var largest: UInt64 = 0

    /// - Parameter origins: what the first range begins and the last one ends with; `nil` for all addresses.
    init(
        _ runs: [RunRow], _ sizes: StretchSizes, _ origins: ClosedRange<IPAddress>?, _ database: Database
    ) throws {
        let pages = try Self.pages(runs, database).filter { origins?.contains($0.origin) ?? true }
        let last = origins?.upperBound ?? .v6(IPv6Address(rawValue: .max))
        var (start, records) = (origins?.lowerBound ?? .v4(IPv4Address(rawValue: 0)), 0 as UInt64)
        for page in pages.sorted(by: { $0.origin < $1.origin }) {
            if records >= 4 * sizes.usual, page.origin > start, let end = page.origin.predecessor {
                add(start...end, records)
                (start, records) = (page.origin, 0)
            }
            records += page.records
        }
        add(start...max(start, last), records)
    }

    private mutating func add(_ range: ClosedRange<IPAddress>, _ records: UInt64) {
        ranges.append(range)
        largest = max(largest, records)
    }

    /// The first origin of each page of some runs, and about how many records it has.
    private static func pages(
        _ runs: [RunRow], _ database: Database
    ) throws -> [(origin: IPAddress, records: UInt64)] {
        let statement = RawStatement(
            try database.makeStatement(sql: "SELECT first FROM page WHERE id >= ? AND id < ? ORDER BY id"), database)
        var pages: [(origin: IPAddress, records: UInt64)] = []
        for run in runs {
            statement.bind(run.number(ofPage: 0), at: 1)
            statement.bind(run.number(ofPage: 0) + Int64(run.pages), at: 2)
            defer { statement.reset() }
            let records = run.totals.records / UInt64(run.pages) + 1
            while try statement.step() {
                guard let origin = IPAddress(ordered: try statement.bytes(0)) else {
                    throw run.damage(ofPage: 0, .impossible("it begins with what is no flow"))
                }
                pages.append((origin, records))
            }
        }
        return pages
    }
}

extension IPAddress {
    /// The address before it, those of IPv4 before those of IPv6; `nil` for the first one.
    fileprivate var predecessor: IPAddress? {
        switch self {
        case .v4(let address): address.rawValue == 0 ? nil : .v4(IPv4Address(rawValue: address.rawValue - 1))
        case .v6(let address):
            address.rawValue == 0
                ? .v4(IPv4Address(rawValue: .max)) : .v6(IPv6Address(rawValue: address.rawValue - 1))
        }
    }
}
