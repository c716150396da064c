import FlowRuns
import GRDB
import NetworkTypes

/// Cuts the origins of some runs into ranges, each with the pages of about as many records as it is to have.
struct OriginCuts {
    private(set) var ranges: [ClosedRange<IPAddress>] = []
    /// Bytes that the pages of the largest range take.
    private(set) var largest = 0
    /// About how many records that with the most has, and all have.
    private var mostRecords: UInt64 = 0
    private var allRecords: UInt64 = 0

    /// Whether there are several, and none has more than two thirds of all records.
    var areEven: Bool { ranges.count > 1 && mostRecords <= allRecords / 3 * 2 }

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
        var previous: IPAddress?
        for page in pages.sorted(by: { $0.origin < $1.origin }) {
            defer { previous = page.origin }
            // Pages that begin with the same origin are of one range.
            if records >= size, page.origin > previous ?? page.origin, let end = page.origin.predecessor {
                add(start...end, bytes, records)
                (start, records, bytes) = (page.origin, 0, 0)
            }
            records += page.records
            bytes += page.bytes + Self.besidesContent
        }
        add(start...max(start, last), bytes, records)
    }

    private mutating func add(_ range: ClosedRange<IPAddress>, _ bytes: Int, _ records: UInt64) {
        ranges.append(range)
        (largest, mostRecords) = (max(largest, bytes), max(mostRecords, records))
        allRecords += records
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
