import ArgumentParser
package import HourlyRollup

/// How evidence is read.
package struct EvidenceOptions: ParsableArguments {
    @Flag(
        help: """
            For sensors that see one direction only: an origin's SYN+ACK, ICMP reply or INIT-ACK counts its host as answered, \
            though nothing was seen from it.
            """)
    package var oneWay = false

    package init() {}
}

extension Grade {
    /// What each grade means, a line each, for the help of a command.
    package static let glossary =
        "Grades, the weakest first:\n"
        + allCases.map { "  \($0.name.padding(to: 10)) \($0.meaning)" }.joined(separator: "\n")
}

extension String {
    fileprivate func padding(to length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }
}
