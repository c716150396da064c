import ArgumentParser
import CensusQueries
import CommandSupport
import IngestPipeline
import Logging

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put the stores of several sensors together.",
        discussion: """
            The result is what one store would hold that had counted everything. A capture that several stores \
            have counted is in it once, as far as one of them has come; so are sessions on interfaces. Merging \
            again changes nothing. The stores that are named first are only read.

              flowcensus merge north.db south.db --into census.db
            """)

    @Argument(help: ArgumentHelp("Stores to take from.", valueName: "store"))
    var stores: [String]

    @Option(help: ArgumentHelp("The store to put them into, made if it is missing.", valueName: "store"))
    var into: String

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws {
        guard !stores.isEmpty else { throw ValidationError("Name at least one store.") }
    }

    func run() throws {
        let (refusedSome, refusedAll) = try MergeJob(
            stores, into: into, stores: Engines(), logger: Log.logger
        ).run()
        if refusedAll { throw ExitCode(ExitStatus.failed) }
        try ExitStatus.throwIfRefused(refusedSome)
    }
}
