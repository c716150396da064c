import CensusModel
import CensusReport
import HourlyRollup
import TextFormats

extension OriginEvidence {
    /// The labels, fit to be shown; empty where there are none.
    var labelText: String { labels.joined(separator: ";").printable }

    /// `Command-and-control server 203.0.113.10 (ExampleBot)`.
    var title: String {
        let role =
            switch threatClass {
            case .c2: "Command-and-control server"
            case .backdoor: "Back-door client"
            case .malware: "Malware server"
            case .sinkhole: "Sinkhole"
            case .scanner: "Scanner"
            case .other: "Listed address"
            }
        return "\(role) \(origin)" + (labels.isEmpty ? "" : " (\(labelText))")
    }

    /// `6 internal hosts (5 attempted, 1 answered) in 26 flows`.
    var summary: String {
        "\(ReportWords.count(grades.hosts, "internal host", "internal hosts")) (\(grades.words)) in \(traffic.flowWords)"
    }

    /// The strongest grade that a host has.
    var strongestGrade: Grade { grades.strongest }
}

extension GradeCounts {
    var byGrade: [(grade: Grade, count: UInt64)] {
        [
            (.probed, probed), (.served, served), (.attempted, attempted), (.answered, answered),
            (.exchanged, exchanged),
            (.intruded, intruded),
        ]
    }

    /// The grades that hosts have, with their number.
    var words: String {
        byGrade.filter { $0.count > 0 }.map { "\($0.count) \($0.grade.name)" }.joined(separator: ", ")
    }

    var strongest: Grade { byGrade.last { $0.count > 0 }?.grade ?? .probed }
}

extension TrafficTotals {
    /// `26 flows`.
    var flowWords: String { ReportWords.count(flows, "flow", "flows") }
}
