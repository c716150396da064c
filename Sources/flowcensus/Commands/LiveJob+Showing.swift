import ArgumentParser
import CensusQueries
import CommandSupport
import HourlyRollup
import IngestPipeline
import Logging
import Runtime

extension LiveJob {
    /// Counts until it is stopped, says how that goes, and prints the rows where no store keeps them.
    ///
    /// - Parameters:
    ///   - metrics: where they are served meanwhile.
    ///   - unit: what is counted, for the line on a terminal.
    ///   - memory: bytes for lists and tallies, a quarter of which the rows may take.
    ///   - rounds: send events while it counts, where there are any.
    ///   - ship: makes what ships what is counted; `nil` where nothing is shipped.
    /// - Throws: `ExitCode` where not all could be counted.
    func runShowing(
        _ metrics: MetricsEndpoint?, unit: String = "packets", memory: Int, rounds: EventRounds,
        ship: (LiveJob) throws -> ShipJob? = { _ in nil }
    ) throws {
        try metrics?.start()
        let status = status
        let endWatch = rounds.start()
        defer { endWatch() }
        let shipping = try ship(self)
        let endShipping = shipping?.start()
        defer { endShipping?() }
        let summary = try ProgressLine.show(
            { _ in
                StatusText.line(status.reading, unit: unit)
                    + (shipping.map { ", " + StatusText.words($0.status.reading) } ?? "")
            }, while: { try run() })
        Log.logSummary(summary.lines, summary.coverage)
        if keepsNoStore {
            try untilReaderGoes {
                try QueryJob(
                    flows, output: "-", enrichments: Enrichments(EnrichmentOptions()), seesOneWay: false,
                    memory: memory / 4, logger: Log.logger
                ).run()
            }
        }
        if summary.lostAll { throw ExitCode(ExitStatus.failed) }
        if summary.refusedSome { throw ExitCode(ExitStatus.someInputRefused) }
    }
}
