import ArgumentParser
import CensusNotice
import CensusQueries
import CensusReport
import HourlyRollup
import Logging

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "State what a period shows, with all its figures.",
        discussion: """
            The first paragraph is the statement. Then come the figures behind it: by country, origin, class, \
            label, and kind of host; over time, against the period before; and how much of the traffic was seen.

              flowcensus report --period 2013-05 --geo countries.mmdb
              flowcensus report --from 2013-01 --to 2013-06 \\
                --geo countries.mmdb --home CN --assets assets.csv
              flowcensus report --period 2013 --format html --output 2013.html \\
                --from-name 'CERT Example' --tlp green

            \(Grade.glossary)
            """)

    @OptionGroup var storeOption: StoreOption
    @OptionGroup var time: PeriodOptions
    @OptionGroup var enrichment: EnrichmentArguments
    @OptionGroup var evidence: EvidenceOptions

    @Option(
        name: .customLong("min-grade"),
        help: ArgumentHelp(
            "From which grade on a host counts as affected (attempted where not given).", valueName: "grade"))
    var minGrade: Grade?

    @Option(help: "text for a mail, json, or html for a browser.")
    var format: ReportFormat = .text

    @Option(help: ArgumentHelp("Write to a file, which appears when it is whole.", valueName: "file"))
    var output: String?

    @Option(
        name: .customLong("from-name"),
        help: ArgumentHelp("Who issues the report, as its readers are to see.", valueName: "name"))
    var fromName: String?

    @Option(help: ArgumentHelp("The label of the Traffic Light Protocol 2.0.", valueName: "label"))
    var tlp: TrafficLight?

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        for notice in time.notices { Log.logger.notice("\(notice)") }
        var options = ReportOptions(
            hours: time.hours, minimumGrade: minGrade ?? .attempted, seesOneWay: evidence.oneWay,
            enrichment: enrichment.options, format: format, software: Flowcensus.configuration.version)
        options.issuer = fromName
        options.trafficLight = tlp
        let job = try ReportJob(
            store: storeOption.store, of: Engines(), options, output: output, logger: Log.logger)
        try job.write()
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}
