import CensusExport
import CensusModel
import CensusQueries
import HourlyRollup
import NetworkTypes

extension PageQuestion {
    /// Origins beside it that are shown, those with the most of its hosts first.
    private static let neighbours = 50

    func fillOrigin(_ origin: IPAddress, _ page: inout Page) throws {
        page.title = "Origin \(origin)"
        var selection = FlowSelection()
        selection.origins = [IPPrefix(origin)]
        let parameters = "origin=\("\(origin)".encoded)&\(range)"
        let census = try census(selection).gathering()
        let (drawings, rows) = try affectedHosts(census, and: [.origin])
        page.show(drawings)
        let hosts = try census.hostCounts(minimumGrade: nil).sorted {
            ($0.grade.rawValue, $0.traffic.flows) > ($1.grade.rawValue, $1.traffic.flows)
        }
        page.tables = [
            originTable(
                "origin", "What it is, and whom it reached", request: parameters, rows[0],
                showing: ["class", "label", "country"] + Self.countFields + ["first_seen", "last_seen"]),
            hostTable("origin-hosts", "Its hosts", parameters, hosts),
            try neighbours(of: origin, with: Set(hosts.map(\.host))),
            try flowTable("origin-flows", "The evidence, flow by flow", parameters, census),
        ]
        page.glossary = .grades
    }

    /// Other origins that its hosts met.
    private func neighbours(of origin: IPAddress, with hosts: Set<IPAddress>) throws -> Page.Table {
        let met = hosts.isEmpty ? [:] : try census().originsMet(by: hosts).filter { $0.key != origin }
        let ranked = met.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            Neighbour(origin: $0.key, hosts: $0.value)
        }
        var table = Page.Table(
            "origin-neighbours", "Other origins of its hosts", request: nil, Array(ranked.prefix(Self.neighbours)),
            of: Neighbour.columns { [context] in context.enrichments.country(of: $0) },
            showing: ["origin", "country", "hosts"],
            rowCount: ranked.count, link: link)
        table.explanation = "Whom the hosts that met this origin met, too, and how many of them."
        return table
    }

    /// An origin that some hosts met.
    private struct Neighbour {
        let origin: IPAddress
        let hosts: Int

        static func columns(_ country: @escaping @Sendable (IPAddress) -> CountryCode?) -> [Column<Neighbour>] {
            [
                Column("origin") { .address($0.origin) },
                Column("country") { Cell(country($0.origin)) { .text($0.description) } },
                Column("hosts") { .number(UInt64($0.hosts)) },
            ]
        }
    }
}
