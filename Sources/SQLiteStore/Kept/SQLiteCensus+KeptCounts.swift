import CensusModel
import GRDB
package import HourlyRollup
package import NetworkTypes

extension SQLiteCensus: CountKeeping {
    package func mark(of hours: HourRange) throws -> Int { try hourMarks()?.mark(of: hours) ?? 0 }

    package func prune(
        before hour: Hour, keeping counts: KeptCounts, madeAt mark: Int
    ) throws -> (flows: Int, hours: Int)? {
        try write("remove hours") { database in
            let marks = try Self.hourMarks(database)
            guard marks?.mark(of: HourRange(from: nil, before: hour)) ?? 0 == mark else { return nil }
            try KeptCountTable.keep(counts, before: hour, database)
            return try Self.prune(before: hour, database)
        }
    }

    package func keptHours(in hours: HourRange) throws -> [KeptHour] {
        try read("read kept counts") { try KeptCountTable.hours(in: hours, $0) }
    }

    package func forEachKeptCount(
        by grouping: Grouping, in hours: HourRange, _ body: (HourlyCount) throws -> Void
    ) throws {
        do {
            try queue.read { database in
                guard try KeptCountTable.isThere(database) else { return }
                try KeptCountRow.forEach(by: grouping, in: hours, database, body)
            }
        } catch let error as DatabaseError {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "read kept counts", store: path))
        }
    }

    package func removeKeptCounts(before hour: Hour) throws -> Int {
        try write("remove kept counts") { try KeptCountTable.remove(before: hour, $0) }
    }

    package func keptHoursToHandOver(in hours: HourRange) throws -> [KeptHour] {
        try read("read kept counts") { try KeptCountTable.hours(in: hours, addingFlows: false, $0) }
    }

    package func takeOver(_ counts: KeptCounts) throws {
        try write("take over kept counts") { try KeptCountTable.add(counts, $0) }
    }
}
