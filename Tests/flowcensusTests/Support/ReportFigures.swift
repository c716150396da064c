import Foundation

/// The figures of a report, and those of a simulation's truth, under the same names: two values that are equal when the report
/// is true.
struct ReportFigures: Equatable {
    /// The counts of a scope, by their names.
    typealias Scope = [String: Int]

    var foreign: Scope = [:]
    var domestic: Scope = [:]
    /// By code; empty for origins whose country is not known.
    var countries: [String: Scope] = [:]
    var classes: [String: Scope] = [:]
    /// By class and label.
    var labels: [String: Scope] = [:]
    /// For kind and sector, and for a kind alone, how many were entered from each country, and in all.
    var entered: [String: Scope] = [:]
    var days: Scope = [:]
    var months: Scope = [:]
    var packets: Scope = [:]

    private static let hosts = [
        "affected", "attempted", "answered", "exchanged", "intruded", "probed", "hosts", "served",
    ]
}

// MARK: - Of a report

extension ReportFigures {
    init(report: Data) throws {
        let report = try Members(report)
        foreign = Self.counted(report["foreign"])
        domestic = Self.counted(report["domestic"])
        for row in report.rows("countries") { countries[row.text("country")] = Self.counted(row) }
        for row in report.rows("classes") { classes[row.text("class")] = Self.counted(row) }
        for row in report.rows("labels") { labels["\(row.text("class")) \(row.text("label"))"] = Self.counted(row) }
        for row in report.rows("assets") where row.number("intruded") > 0 {
            var scope = ["all": row.number("intruded")]
            for part in row.rows("intruded_by_country") { scope[part.text("country")] = part.number("hosts") }
            entered["\(row.text("kind")) \(row.text("sector"))"] = scope
        }
        var websites = ["all": report["foreign"].number("websites_entered")]
        for row in report.rows("countries") where row.number("websites_entered") > 0 {
            websites[row.text("country")] = row.number("websites_entered")
        }
        entered["website"] = websites
        for point in report.rows("days") { days[String(point.text("start").prefix(10))] = point.number("affected") }
        for point in report.rows("months") { months[String(point.text("start").prefix(7))] = point.number("affected") }
        let (traffic, coverage) = (report["traffic"], report["coverage"])
        packets = [
            "seen": coverage.number("seen"), "matched": traffic.number("packets"), "flows": traffic.number("flows"),
            "bytes": traffic.number("bytes"), "undecoded": coverage.number("seen") - coverage.number("decoded"),
            "tunnelForeign": max(0, coverage["remarked"].number("tunnel_foreign")),
        ]
    }

    private static func counted(_ row: Members) -> Scope {
        Dictionary(uniqueKeysWithValues: (["origins", "threats"] + hosts).map { ($0, row.number($0)) })
    }
}

// MARK: - Of the truth

extension ReportFigures {
    init(truth: Data) throws {
        let truth = try Members(truth)
        foreign = Self.true(truth["foreign"])
        domestic = Self.true(truth["domestic"])
        for row in truth.rows("countries") where row.text("country") != truth.text("home") {
            countries[row.text("country")] = Self.true(row["truth"])
        }
        for row in truth.rows("classes") { classes[row.text("class")] = Self.true(row["truth"]) }
        for row in truth.rows("labels") {
            labels["\(row.text("class")) \(row.text("label"))"] = Self.true(row["truth"])
        }
        for group in truth.rows("assets") where !group.text("sector").isEmpty || group.text("kind") == "website" {
            let name =
                group.text("sector").isEmpty ? group.text("kind") : "\(group.text("kind")) \(group.text("sector"))"
            entered[name] = group["from"].numbers.merging(["all": group.number("intruded")]) { $1 }
        }
        for period in truth.rows("days") { days[period.text("start")] = period.number("affected") }
        for period in truth.rows("months") { months[period.text("start")] = period.number("affected") }
        let capture = truth["capture"]
        packets = [
            "seen": capture.number("packets"), "matched": capture.number("matched"), "flows": capture.number("flows"),
            "bytes": capture.number("bytes"), "undecoded": capture.number("undecoded"),
            "tunnelForeign": capture.number("tunnelForeign"),
        ]
    }

    private static func `true`(_ scope: Members) -> Scope {
        scope["hosts"].numbers.merging(["origins": scope.number("origins"), "threats": scope.number("threats")]) { $1 }
    }
}

/// An object of JSON, whose members are there or are nothing.
struct Members {
    private let members: [String: Any]

    init(_ text: Data) throws {
        members = try JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
    }

    private init(_ members: Any?) {
        self.members = members as? [String: Any] ?? [:]
    }

    subscript(name: String) -> Members { Members(members[name]) }

    func rows(_ name: String) -> [Members] { (members[name] as? [Any] ?? []).map(Members.init) }
    func text(_ name: String) -> String { members[name] as? String ?? "" }
    func number(_ name: String) -> Int { members[name] as? Int ?? -1 }
    var numbers: [String: Int] { members.compactMapValues { $0 as? Int } }
}
