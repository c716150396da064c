package import ArgumentParser
package import CensusQueries
package import HourlyRollup

/// What is counted, and of which flows: of `export` and of `/api/v1/counts`.
package struct CountArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What makes a row.",
            valueName: "grouping"))
    package var by: Grouping = .originAndHour

    @Option(
        name: .customLong("min-grade"),
        help: ArgumentHelp(
            "From which grade on a host counts as affected (attempted where not given), or with --by host is listed (all).",
            valueName: "grade"))
    package var minGrade: Grade?

    @OptionGroup(title: "Flows")
    package var flows: FlowOptions

    package init() {}

    package func query(_ rows: QueryOptions, _ evidence: EvidenceOptions) -> RowQuery {
        RowQuery(
            .counts(by: by, minimumGrade: minGrade), hours: rows.hours, format: rows.format, selection: flows.selection,
            seesOneWay: evidence.oneWay)
    }
}

/// Which flows are written: of `flows` and of `/api/v1/flows`.
package struct FlowArguments: ParsableArguments {
    @OptionGroup package var flows: FlowOptions

    @Option(help: ArgumentHelp("Only flows of these grades.", valueName: "grades"))
    package var grade: [Several<Grade>] = []

    @Option(
        name: .customLong("min-grade"), help: ArgumentHelp("Only flows from this grade on.", valueName: "grade"))
    package var minGrade: Grade?

    package init() {}

    package func query(_ rows: QueryOptions, _ evidence: EvidenceOptions) -> RowQuery {
        var selection = flows.selection
        selection.grades = Set(grade.flatMap(\.values))
        selection.minimumGrade = minGrade
        return RowQuery(
            .flows, hours: rows.hours, format: rows.format, selection: selection, seesOneWay: evidence.oneWay)
    }
}
