import CensusExport
import CensusModel
import CensusQueries
import CensusReport
import HourlyRollup
import NetworkTypes

// Pages with a row for each of many.

extension PageQuestion {
    func fillOrigins(_ page: inout Page) throws {
        page.title = "Origins"
        page.statement = [
            "The listed addresses that exchanged a packet with a host, those that affected most hosts first."
        ]
        let rows = try census().hourlyCounts(by: .origin, minimumGrade: nil)
        page.tables = [originTable("origins", "By hosts affected", request: range, Self.ranked(rows))]
        page.glossary = .grades
    }

    private static func ranked(_ rows: [HourlyCount]) -> [HourlyCount] {
        rows.sorted { ($0.hosts.affected, $0.hosts.hosts) > ($1.hosts.affected, $1.hosts.hosts) }
    }

    func fillHosts(_ page: inout Page) throws {
        page.title = "Hosts"
        page.statement = ["Hosts to clean up, those with the strongest evidence first."]
        let (hosts, count) = try census().hostRanking().leading(Page.Table.mostRows, minimumGrade: .attempted)
        let places = Dictionary(zip(hosts, hosts.indices), uniquingKeysWith: { first, _ in first })
        let rows =
            try hosts.isEmpty
            ? []
            : census().hostCounts(of: Set(hosts)).sorted {
                (places[$0.host] ?? 0) < (places[$1.host] ?? 0)
            }
        page.tables = [hostTable("hosts", "Affected hosts", "min-grade=attempted&\(range)", rows, of: count)]
        page.glossary = .grades
    }

    // MARK: - Countries

    func fillCountries(_ page: inout Page) throws {
        page.title = "Countries"
        page.statement = [
            "Where the origins are. A host that was reached from two countries counts in both rows, and once in the total."
        ]
        guard context.enrichments.knowsCountries else {
            page.notices = ["The countries of origins are not known: the server has no country file (--geo)."]
            return
        }
        let rows = try census().hourlyCounts(by: .country, minimumGrade: nil).sorted {
            $0.hosts.affected > $1.hosts.affected
        }
        page.tiles = [tiles(rows)]
        page.tables = [
            Page.Table(
                "countries", "By country and class", request: "counts?by=country&\(range)", rows,
                of: HourlyCount.columns, showing: ["country", "class"] + Self.countFields, link: link)
        ]
        page.glossary = .grades
    }

    /// A tile for each country. Of several classes the greatest: their hosts do not add up.
    private func tiles(_ rows: [HourlyCount]) -> Page.TileList {
        var values: [CountryCode: UInt64] = [:]
        for row in rows where row.threatClass?.isThreat ?? false {
            if let country = row.country { values[country] = max(values[country] ?? 0, row.hosts.affected) }
        }
        let ranked = values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return Page.TileList(
            "Hosts affected, by country", ranked.map { (countryLink($0.key), "\($0.key)", $0.value) })
    }

    func fillCountry(_ country: CountryCode, _ page: inout Page) throws {
        page.title = ReportWords.name(country)
        guard context.enrichments.knowsCountries else {
            page.notices = ["The countries of origins are not known: the server has no country file (--geo)."]
            return
        }
        var selection = FlowSelection()
        selection.countries = [country]
        let parameters = "country=\(country)&\(range)"
        let (drawings, rows) = try affectedHosts(census(selection), and: [.origin, .country])
        page.show(drawings)
        page.tables = [
            Page.Table(
                "country", "By class", request: "counts?by=country&\(parameters)", rows[1], of: HourlyCount.columns,
                showing: ["class"] + Self.countFields),
            originTable("country-origins", "Its origins", request: parameters, Self.ranked(rows[0])),
        ]
        page.glossary = .grades
    }
}
