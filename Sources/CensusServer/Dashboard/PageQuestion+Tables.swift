import CensusExport
import CensusModel
import CensusNotice
import CensusQueries
import CensusReport
import HourlyRollup
import NetworkTypes

// The tables that several pages have.

extension PageQuestion {
    static let countFields = [
        "affected", "exchanged", "answered", "attempted", "intruded", "served", "probed", "hosts", "flows",
    ]
    private static let hostFields = [
        "host", "grade", "name", "sector", "contact", "origins", "hours", "flows", "first_seen", "last_seen", "labels",
        "top_origin",
    ]
    private static let flowFields = [
        "first_seen", "last_seen", "host", "host_port", "origin", "origin_port", "protocol", "initiator", "grade",
        "class", "label", "host_payload", "origin_payload",
    ]

    func originTable(
        _ identifier: String, _ title: String, request: String?, _ rows: [HourlyCount],
        showing fields: [String] = ["origin", "country", "class", "label"] + countFields + ["first_seen", "last_seen"]
    ) -> Page.Table {
        Page.Table(
            identifier, title, request: request.map { "counts?by=origin&\($0)" }, rows, of: HourlyCount.columns,
            showing: fields, link: link)
    }

    /// - Parameter parameters: of the API for the same rows; `nil` where it has none.
    func hostTable(
        _ identifier: String, _ title: String, _ parameters: String?, _ rows: [HostCount], of all: Int? = nil
    ) -> Page.Table {
        Page.Table(
            identifier, title, request: parameters.map { "counts?by=host&\($0)" }, rows, of: hostColumns,
            showing: Self.hostFields, rowCount: all, link: link)
    }

    func flowTable(
        _ identifier: String, _ title: String, _ request: String?, _ census: CensusQuery
    ) throws -> Page.Table {
        let flows = try census.judgedFlows(atMost: 10 * Page.Table.mostRows)
        return Page.Table(
            identifier, title, request: request.map { "flows?\($0)" }, flows, of: flowColumns, showing: Self.flowFields,
            link: link)
    }

    /// A country's name, and where it leads.
    func countryLink(_ country: CountryCode?) -> Page.Link {
        Page.Link(
            text: country.map { ReportWords.name($0) } ?? "not known",
            address: country.map { "/countries/\($0)\(carried)" } ?? "/countries\(carried)")
    }
}
