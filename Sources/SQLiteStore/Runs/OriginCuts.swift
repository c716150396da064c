import FlowRuns
import GRDB
import NetworkTypes

/// Cuts the origins of some runs into ranges, each with the pages of about as many records as it is to have.
struct OriginCuts {
    private(set) var ranges: [ClosedRange<IPAddress>] = []
    /// Bytes that the pages of the largest range take.
    private(set) var largest = 0

    private struct Page {
        /// Of its first record.
        let origin: IPAddress
        /// About how many it has.
        let records: UInt64
        let bytes: Int
    }

    /// - Parameter origins: what the first range begins and the last one ends with; `nil` for all addresses.
    init(
        _ runs: [RunRow], of size: UInt64, _ origins: ClosedRange<IPAddress>?, _ database: Database
    ) throws {
        let pages = try Self.pages(runs, database).filter { origins?.contains($0.origin) ?? true }
        let last = origins?.upperBound ?? .v6(IPv6Address(rawValue: .max))
        var (start, records, bytes) = (origins?.lowerBound ?? .v4(IPv4Address(rawValue: 0)), 0 as UInt64, 0)
        for page in pages.sorted(by: { $0.origin < $1.origin }) {
            if records >= size, page.origin > start, let end = page.origin.predecessor {
                add(start...end, bytes)
                (start, records, bytes) = (page.origin, 0, 0)
            }
            records += page.records
            bytes += page.bytes + Self.besidesContent
        }
        add(start...max(start, last), bytes)
    }

    private mutating func add(_ range: ClosedRange<IPAddress>, _ bytes: Int) {
        ranges.append(range)
        largest = max(largest, bytes)
    }

    /// What a page in memory takes beside its bytes.
    private static let besidesContent = 512

    /// The pages of some runs.
    private static func pages(_ runs: [RunRow], _ database: Database) throws -> [Page] {
        let statement = RawStatement(
            try database.makeStatement(
                sql: "SELECT first, length(content) FROM page WHERE id >= ? AND id < ? ORDER BY id"), database)
        var pages: [Page] = []
        for run in runs {
            statement.bind(run.number(ofPage: 0), at: 1)
            statement.bind(run.number(ofPage: 0) + Int64(run.pages), at: 2)
            defer { statement.reset() }
            let records = run.totals.records / UInt64(run.pages) + 1
            while try statement.step() {
                guard let origin = IPAddress(ordered: try statement.bytes(0)) else {
                    throw run.damage(ofPage: 0, .impossible("it begins with what is no flow"))
                }
                pages.append(Page(origin: origin, records: records, bytes: Int(clamping: try statement.number(1))))
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
