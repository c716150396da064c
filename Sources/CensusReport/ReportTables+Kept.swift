import HourlyRollup

/// Hours whose flows are gone.
extension ReportTables {
    /// What is exact of them together, and the most of an hour.
    static func kept(_ kept: KeptFigures) -> ReportTable {
        var table = ReportTable([""], numbers: ["hours without flows"])
        guard !kept.points.isEmpty else { return table }
        let most = kept.peak.map { ReportWords.number($0.hosts.affected, isLeast: kept.mostAreLeast) } ?? "0"
        for (name, value) in [
            ("Hours", UInt64(kept.points.count).grouped), ("Origins active", kept.origins.grouped),
            ("Origins that affected a host: threats", kept.threats.grouped),
            ("Hosts affected, the most in an hour", most),
            ("Packets", kept.traffic.packets.grouped), ("Bytes", kept.traffic.bytes.grouped),
        ] { table.add([name, value]) }
        return table
    }

    /// The same by country; empty where no country is known.
    static func keptCountries(_ kept: KeptFigures) -> ReportTable {
        var table = ReportTable(["country"], numbers: ["origins", "threats", "affected in an hour"])
        guard kept.countries.contains(where: { $0.country != nil }) else { return table }
        for row in kept.countries {
            table.add([
                row.country.map { "\($0) \(ReportWords.name($0))" } ?? "-- not known", row.origins.grouped,
                row.threats.grouped, ReportWords.number(row.most, isLeast: row.isLeast),
            ])
        }
        return table
    }
}
