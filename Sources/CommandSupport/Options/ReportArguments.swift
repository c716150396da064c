package import ArgumentParser
package import CensusNotice
package import CensusQueries
package import CensusReport
package import HourlyRollup

/// From which grade on a report counts, and how it is written: of `report` and of `/api/v1/report`.
package struct ReportArguments: ParsableArguments {
    @Option(
        name: .customLong("min-grade"),
        help: ArgumentHelp(
            "From which grade on a host counts as affected (attempted where not given).", valueName: "grade"))
    package var minGrade: Grade?

    @Option(help: "text for a mail, json, or html for a browser.")
    package var format: ReportFormat = .text

    package init() {}

    /// - Parameter software: the program and its version, as the report names it.
    package func query(
        _ time: PeriodOptions, _ evidence: EvidenceOptions, _ marking: ReportMarking, software: String
    ) -> ReportOptions {
        var options = ReportOptions(
            hours: time.hours, minimumGrade: minGrade ?? .attempted, seesOneWay: evidence.oneWay, format: format,
            software: software)
        options.issuer = marking.fromName
        options.trafficLight = marking.tlp
        return options
    }
}

/// How a report names hosts to clean up.
package struct ReportHostsOption: ParsableArguments {
    @Option(
        help: "Name hosts to clean up, as show, prefix (/24, /48 for IPv6) or pseudonym (default: none is named).")
    package var hosts: HostChoice?

    package init() {}
}

/// What a report says of its issuer and of who may see it.
package struct ReportMarking: ParsableArguments {
    @Option(
        name: .customLong("from-name"),
        help: ArgumentHelp("Who issues the report, as its readers are to see.", valueName: "name"))
    package var fromName: String?

    @Option(help: ArgumentHelp("The label of the Traffic Light Protocol 2.0.", valueName: "label"))
    package var tlp: TrafficLight?

    package init() {}
}
