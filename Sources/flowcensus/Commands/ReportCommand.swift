import ArgumentParser
import CensusQueries
import CommandSupport
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
              flowcensus report --period 2013-05 --hosts pseudonym --key pseudonyms.key \\
                --watchlist feodo.csv
              flowcensus report --period 2013 --format html --output 2013.html \\
                --from-name 'CERT Example' --tlp green

            \(Grade.glossary)
            """)

    @OptionGroup var storeOption: StoreOption
    @OptionGroup var time: PeriodOptions
    @OptionGroup var enrichment: EnrichmentArguments
    @OptionGroup var evidence: EvidenceOptions

    @OptionGroup var report: ReportArguments

    @OptionGroup var result: OutputOption

    @OptionGroup var marking: ReportMarking

    @OptionGroup var details: ReportDetails

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        for notice in time.notices { Log.logger.notice("\(notice)") }
        var options = report.query(time, evidence, marking, software: Flowcensus.configuration.version)
        details.apply(to: &options)
        let job = try ReportJob(
            store: storeOption.store, of: Engines(), options, output: result.output,
            enrichment: enrichment.options, logger: Log.logger)
        try job.write()
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}

/// What a report names beside its counts.
struct ReportDetails: ParsableArguments {
    @OptionGroup var naming: ReportHostsOption

    @Option(
        help: ArgumentHelp(
            "A file of 16 random bytes or more from which pseudonyms are made: the same key, the same pseudonyms (default: a key for this run alone).",
            valueName: "file"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "A list in which leading origins are looked up, to say which lists name them; several where it is given again (default: where the store was counted with one list, that).",
            valueName: "list"))
    var watchlist: [String] = []

    func validate() throws {
        if key != nil, naming.hosts != .pseudonym { throw ValidationError("--key goes with --hosts pseudonym.") }
    }

    func apply(to options: inout ReportOptions) {
        (options.hosts, options.keyFile, options.watchlists) = (naming.hosts, key, watchlist)
    }
}
