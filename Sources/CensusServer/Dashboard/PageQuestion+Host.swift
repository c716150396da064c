import CensusModel
import CensusNotice
import CensusQueries
import HTTPListener
import HourlyRollup
import NetworkTypes

extension PageQuestion {
    /// - Parameter name: an address, or for viewers a pseudonym.
    func fillHost(_ name: String, _ page: inout Page) throws {
        guard let host = try host(named: name) else {
            throw APIProblem(.notFound, "no such host was seen in this period")
        }
        page.title = "Host \(self.name(of: host))"
        var selection = FlowSelection()
        selection.hosts = [IPPrefix(host)]
        // The API takes no pseudonym for a host: viewers have what the page shows.
        let request = context.pseudonyms == nil ? "host=\("\(host)".encoded)&\(range)" : nil
        let census = try census(selection).gathering()
        let (drawings, rows) = try flows(census, and: [.origin])
        page.show(drawings)
        let origins = rows[0]
        page.tables = [
            hostTable("host", "What is known of it", request, try census.hostCounts(minimumGrade: nil)),
            originTable(
                "host-origins", "Origins it was seen with", request: request, origins,
                showing: ["origin", "country", "class", "label", "flows", "packets", "first_seen", "last_seen"]),
            try neighbours(of: host, with: origins.compactMap(\.origin)),
            try flowTable("host-flows", "The evidence, flow by flow", request, census),
        ]
        page.glossary = .grades
    }

    private func host(named name: String) throws -> IPAddress? {
        guard let pseudonyms = context.pseudonyms else { return IPAddress(parsing: name.utf8) }
        return try census().hostRanking().host { pseudonyms.name(of: $0) == name }
    }

    /// Other hosts of its origins.
    private func neighbours(of host: IPAddress, with origins: [IPAddress]) throws -> Page.Table {
        var selection = FlowSelection()
        selection.origins = Set(origins).map { IPPrefix($0) }
        let hosts =
            origins.isEmpty ? [] : try census(selection).hostCounts(minimumGrade: nil).filter { $0.host != host }
        let ranked = hosts.sorted { ($0.grade.rawValue, $0.traffic.flows) > ($1.grade.rawValue, $1.traffic.flows) }
        let names = selection.origins.map { "origin=\("\($0.address)".encoded)" }.joined(separator: "&")
        var table = hostTable(
            "host-neighbours", "Other hosts of its origins", origins.isEmpty ? nil : "\(names)&\(range)", ranked)
        table.explanation = "Who met the origins that this host met; rows are of these origins alone."
        return table
    }
}
