import CensusModel
import HourlyRollup
import NetworkTypes

/// A row of the table `kept_hour`: an hour whose counts outlived its flows, and which commits are in them.
struct KeptHourRow: Sendable {
    let hour: Hour
    private(set) var number: UInt64
    let batch: UInt128
    let counts: UInt64
    let seesOneWay: Bool
    let knowsCountries: Bool
    private(set) var laterRecords: UInt64
    private(set) var moment: KeptMoment

    init(_ kept: KeptHour, batch: UInt128, counts: UInt64, at moment: KeptMoment) {
        (hour, seesOneWay, knowsCountries) = (kept.hour, kept.seesOneWay, kept.knowsCountries)
        (laterRecords, self.batch, self.counts, self.moment) = (kept.laterRecords, batch, counts, moment)
        number = moment.number
    }

    /// The same row where flows that were counted into the hour later are about to go, too.
    func adding(laterRecords records: UInt64, at moment: KeptMoment) -> KeptHourRow {
        var row = self
        row.laterRecords = laterRecords.addingClamped(records)
        (row.number, row.moment) = (max(moment.number, number + 1), moment)
        return row
    }

    var keptHour: KeptHour {
        KeptHour(hour, seesOneWay: seesOneWay, knowsCountries: knowsCountries, laterRecords: laterRecords)
    }

    // MARK: - As it stands in the table

    static let columns = Tables.keptHourColumns.map(\.name)

    func add(to writer: inout RowWriter) {
        writer.add(hour.startSeconds)
        writer.add(number)
        writer.add(fixed: batch)
        writer.add(counts)
        writer.add(seesOneWay ? 1 : 0 as UInt8)
        writer.add(knowsCountries ? 1 : 0 as UInt8)
        writer.add(laterRecords)
        writer.add(moment.cutoff)
        writer.add(length: moment.recent.count)
        for claim in moment.recent { writer.add(fixed: claim) }
    }

    init(_ reader: inout RowReader) throws {
        (hour, number) = (try FlowRow.hour(reader.number()), try reader.number())
        (batch, counts) = (try reader.fixed(), try reader.number())
        (seesOneWay, knowsCountries) = (try reader.number(UInt8.self) != 0, try reader.number(UInt8.self) != 0)
        (laterRecords, moment) = (try reader.number(), try KeptMoment(&reader))
    }
}

/// Which claims had been made at one moment, whether they counted or not: what is in kept counts, and goes with their flows.
struct KeptMoment: Hashable, Sendable {
    /// The server's clock in Unix seconds.
    let cutoff: UInt32
    /// The claims from then on that were there, of those to the hours that are meant.
    let recent: [UInt128]
    /// Higher at a moment at which more claims had been made.
    let number: UInt64

    /// - Parameter recent: those of the snapshot to the hours that are meant.
    init(_ snapshot: ClaimSnapshot, recent: [UInt128]) {
        (cutoff, self.recent) = (snapshot.cutoff, recent)
        number = UInt64(cutoff) << 24 | min(UInt64(snapshot.recent.count), 1 << 24 - 1)
    }

    /// Of a row the number stands beside it.
    init(_ reader: inout RowReader) throws {
        (cutoff, recent, number) = (try reader.number(), try reader.array { try $0.fixed() }, 0)
    }

    /// What holds of its claims.
    var condition: String {
        let settled = "toUInt32(noted) < \(cutoff)"
        return recent.isEmpty ? settled : "(\(settled) OR hex(id) IN (\(SQL.list(recent))))"
    }
}
