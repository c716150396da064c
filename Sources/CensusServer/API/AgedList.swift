import CensusExport
import CensusModel
import CensusQueries
import NetworkTypes

/// A list that was counted with, and how old it is where a feed brings it.
struct AgedList: Sendable {
    let list: UsedList
    /// `nil` of a list that no feed confirms, or of another version than the one in use.
    let confirmation: Confirmation?

    static func all(_ store: any CensusStore, now: Timestamp) throws -> [AgedList] {
        try store.lists().map {
            AgedList(list: $0, confirmation: Confirmation($0.record.name, version: $0.record.version, now: now))
        }
    }

    /// `fresh` or `stale`; `nil` where no feed confirms it.
    var state: String? { confirmation.map { $0.isStale ? "stale" : "fresh" } }

    /// The age in hours or days: what is younger than two hours is as good as new.
    var age: String? {
        confirmation.map { confirmation in
            let hours = confirmation.age / 3_600
            return hours < 2 ? "under 2 h" : hours < 48 ? "\(hours) h" : "\(hours / 24) d"
        }
    }
}

extension AgedList: ExportRow {
    static let columns: [Column<AgedList>] = [
        Column("name") { .outside($0.list.record.name) },
        Column("version") { .text($0.list.record.version) },
        Column("entries") { .number(UInt64($0.list.record.entries)) },
        Column("first_used_at") { .text($0.list.firstUsedAt) },
        Column("inputs") { .number(UInt64($0.list.sources)) },
        Column("confirmed_at") { Cell($0.confirmation?.time, Cell.time) },
        Column("age_seconds") { Cell($0.confirmation?.age) { .number(UInt64(clamping: $0)) } },
        Column("state") { Cell($0.state, Cell.text) },
    ]

    /// As a page shows them, which is not made again every minute.
    static let shownColumns = columns + [Column("age") { Cell($0.age, Cell.text) }]
}

/// How old the lists are, as somebody looked in the last minute: feeds confirm them whether anything is committed or not.
struct ListAges: Sendable {
    let lists: [AgedList]
    /// Minutes since 1970.
    let minute: Int64

    init(_ store: any CensusStore, now: Timestamp) throws {
        (lists, minute) = (try AgedList.all(store, now: now), Self.minute(now))
    }

    static func minute(_ time: Timestamp) -> Int64 { time.nanoseconds / (60 * Timestamp.nanosecondsPerSecond) }

    /// What tells them from others as a page shows them.
    var key: String {
        let confirmed = lists.filter { $0.confirmation != nil }
        return confirmed.map {
            "\($0.list.record.name) \(String(describing: $0.confirmation?.time)) \($0.age ?? "") \($0.state ?? "")"
        }
        .joined(separator: "\n")
    }

    /// Those that should have been confirmed long ago.
    var stale: [AgedList] { lists.filter { $0.confirmation?.isStale ?? false } }

    /// The one in use that was confirmed longest ago.
    var oldest: AgedList? {
        lists.filter { $0.confirmation != nil && $0.list.sources != 0 }.max {
            ($0.confirmation?.age ?? 0) < ($1.confirmation?.age ?? 0)
        }
    }
}
