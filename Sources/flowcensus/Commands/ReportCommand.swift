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

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        for notice in time.notices { Log.logger.notice("\(notice)") }
        let job = try ReportJob(
            store: storeOption.store, of: Engines(),
            report.query(time, evidence, marking, software: Flowcensus.configuration.version), output: result.output,
            enrichment: enrichment.options, logger: Log.logger)
        try job.write()
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}
