import CensusExport
import CensusModel
import CensusNotice
import NetworkTypes

/// One number of an hour's coverage: of packets, or of the records of an exporter.
struct CoverageCount {
    let hour: Hour
    /// `packets` or `records`.
    let unit: String
    /// `nil` for packets.
    let exporter: String?
    /// `seen`, `decoded`, `matched`, `undecoded`, `not_ip`, `not_flow`, `remarked`, `dropped` or `lost`.
    let measure: String
    /// Why, where there is a reason.
    let reason: String?
    let count: UInt64

    /// The rows of some hours, in their order.
    static func rows(_ coverage: [Hour: Coverage], _ pseudonyms: HostPseudonyms?) -> [CoverageCount] {
        coverage.sorted { $0.key < $1.key }.flatMap { hour, coverage in
            packets(coverage, in: hour)
                + coverage.records.sorted { $0.key < $1.key }.flatMap { exporter, records in
                    self.records(records, of: Self.name(exporter.name, pseudonyms), in: hour)
                }
        }
    }

    /// An exporter's name is its address, often an internal one.
    static func name(_ exporter: String, _ pseudonyms: HostPseudonyms?) -> String {
        guard let pseudonyms else { return exporter }
        return IPAddress(parsing: exporter.utf8).map { pseudonyms.name(of: $0) } ?? "exporter"
    }

    private static func packets(_ coverage: Coverage, in hour: Hour) -> [CoverageCount] {
        guard coverage.seen > 0 || !coverage.dropped.isEmpty else { return [] }
        let totals = [("seen", coverage.seen), ("decoded", coverage.decoded), ("matched", coverage.matched)]
        let reasons = [
            ("undecoded", coverage.undecoded), ("not_ip", coverage.notIP), ("remarked", coverage.remarked),
            ("dropped", coverage.dropped),
        ]
        return rows(hour, "packets", nil, totals, reasons)
    }

    private static func records(_ records: RecordCoverage, of exporter: String, in hour: Hour) -> [CoverageCount] {
        let totals = [("seen", records.seen), ("decoded", records.decoded), ("matched", records.matched)]
        let reasons = [
            ("undecoded", records.undecoded), ("not_flow", records.notFlow), ("remarked", records.remarked),
            ("lost", records.lost),
        ]
        return rows(hour, "records", exporter, totals, reasons)
    }

    private static func rows(
        _ hour: Hour, _ unit: String, _ exporter: String?, _ totals: [(String, UInt64)],
        _ reasons: [(String, [String: UInt64])]
    ) -> [CoverageCount] {
        totals.map { measure, count in
            CoverageCount(hour: hour, unit: unit, exporter: exporter, measure: measure, reason: nil, count: count)
        }
            + reasons.flatMap { measure, counts in
                counts.sorted { $0.key < $1.key }.map { reason, count in
                    CoverageCount(
                        hour: hour, unit: unit, exporter: exporter, measure: measure, reason: reason, count: count)
                }
            }
    }
}

extension CoverageCount: ExportRow {
    static let columns: [Column<CoverageCount>] = [
        Column("hour") { .hour($0.hour) },
        Column("unit") { .text($0.unit) },
        Column("exporter") { Cell($0.exporter, Cell.outside) },
        Column("measure") { .text($0.measure) },
        Column("reason") { Cell($0.reason, Cell.outside) },
        Column("count") { .number($0.count) },
    ]
}
