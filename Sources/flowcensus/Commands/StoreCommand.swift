import ArgumentParser
import CensusModel
import CensusQueries
import CommandSupport
import Logging
import NetworkTypes

struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Look after a store: create, info, check, backup, prune, erase.",
        discussion: """
            What is inside, whether it is sound, and what becomes of old hours.

              flowcensus store create --store clickhouse://census@db.example/north
              flowcensus store info
              flowcensus store check --store /var/lib/flowcensus/census.db
              flowcensus store backup copy.db
              flowcensus store prune --before 2013-05-01
              flowcensus store erase --host 10.0.0.7
              flowcensus store compact
              flowcensus store vacuum
              flowcensus store migrate --store old.db
            """,
        subcommands: [
            StoreCreateCommand.self, StoreInfoCommand.self, StoreCheckCommand.self, StoreBackupCommand.self,
            StoreCompactCommand.self, StoreVacuumCommand.self, StorePruneCommand.self, StoreEraseCommand.self,
            StoreMigrateCommand.self,
        ])
}

struct StoreCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a store, or its tables on a server, if it is missing.",
        discussion: """
            Counting makes what is missing by itself. This is for a server whose users may count and not make tables, and for \
            several servers that share them.

              flowcensus store create --store census.db
              flowcensus store create --store clickhouse://admin@db.example/north
              flowcensus store create --replicated --cluster census \\
                --store clickhouse://admin@db.example/north
            """)

    @OptionGroup var storeOption: StoreOption

    @Flag(
        help:
            "Make tables of which every server of a shard has all rows, by ZooKeeper. Without --cluster, create them on each server."
    )
    var replicated = false

    @Option(
        help: ArgumentHelp(
            "Make tables on every server of this cluster, as the servers' configuration names it, over which rows are spread.",
            valueName: "name"))
    var cluster: String?

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws {
        guard !replicated && cluster == nil || Engines.isOnServer(storeOption.store) else {
            throw ValidationError("--replicated and --cluster are for a store on a ClickHouse server.")
        }
        _ = try engines
    }

    private var engines: Engines {
        get throws {
            guard replicated || cluster != nil else { return Engines() }
            guard let engines = Engines(isReplicated: replicated, cluster: cluster) else {
                throw ValidationError("--cluster takes a name of letters, digits, '-' and '_'.")
            }
            return engines
        }
    }

    func run() throws {
        try StoreJob(store: storeOption.store, of: engines, for: .write).writePresence()
    }
}

struct StoreInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show what is in a store.",
        discussion: """
            Size, hours, flows, hosts, every capture and session, coverage with its reasons, and lists.

              flowcensus store info
              flowcensus store info --store north.db --format json
            """)

    @OptionGroup var storeOption: StoreOption

    @Option(help: "text, or json for one JSON object.")
    var format: SummaryFormat = .text

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        try StoreJob(store: storeOption.store, of: Engines(), for: .read).writeSummary(asJSON: format == .json)
    }
}

/// How what is in a store is written.
enum SummaryFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json
}

struct StoreCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a store: its file, and whether its counts agree with one another.",
        discussion: """
            Exit status 0 when it is sound, 1 when it is not; then every finding is a line.

              flowcensus store check --store census.db
            """)

    @OptionGroup var storeOption: StoreOption

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let isSound = try StoreJob(store: storeOption.store, of: Engines(), for: .read).check()
        if !isSound { throw ExitCode(ExitStatus.failed) }
    }
}

struct StoreBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a store, also while it is counted into.",
        discussion: """
            The copy holds what the store held at one moment, is one file, and is readable by its owner only. A file that is \
            there is not replaced.

              flowcensus store backup copy.db
              flowcensus store backup /backup/census-$(date +%F).db \\
                --store /var/lib/flowcensus/census.db
            """)

    @OptionGroup var storeOption: StoreOption

    @Argument(help: "The file to make.")
    var file: String

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        try StoreJob(store: storeOption.store, of: Engines(), for: .read).backup(to: file)
    }
}

struct StoreCompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Put together what was committed in small pieces.",
        discussion: """
            Counting does most of it by itself. Every hour is put together as a whole or not at all.

              flowcensus store compact --store census.db
            """)

    @OptionGroup var storeOption: StoreOption

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        try StoreJob(store: storeOption.store, of: Engines(), for: .change).compact()
    }
}

struct StoreVacuumCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum",
        abstract: "Write a store again without the gaps that removed hours left.",
        discussion: """
            Takes as much room again while it runs. Nobody else can write to the store meanwhile.

              flowcensus store vacuum --store census.db
            """)

    @OptionGroup var storeOption: StoreOption

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        try StoreJob(store: storeOption.store, of: Engines(), for: .change).vacuum()
    }
}

struct StorePruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove the flows and the coverage of old hours.",
        discussion: """
            Whole hours go, all or none of them. The captures they came from stay known, so that nothing comes back when \
            one is replayed. What would go is said first, and asked about.

              flowcensus store prune --before 2013-05-01
              flowcensus store prune --before -365d --dry-run
              flowcensus store prune --before -365d --yes
              flowcensus store prune --before -365d --keep-counts --geo countries.mmdb

            With --keep-counts the rows of export by origin,hour and by hour, with --geo by country,hour too, outlive the flows they were \
            counted from, a day at a time. They stay as they are: nothing else can be made of them any more. Without it \
            counts that were kept before go as well.
            """)

    @OptionGroup var storeOption: StoreOption

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Hours before the one of this time go: 2013-05-31T23:00:00Z, 2013-05-31, 2013-05, 2013-W22, Unix seconds, 'last month' or -90d, in UTC.",
            valueName: "time"))
    var before: TimeExpression

    @Flag(help: "Keep the counts by hour of what is removed; they can be regrouped no more.")
    var keepCounts = false

    @OptionGroup var country: CountryOption
    @OptionGroup var inventory: InventoryOption
    @OptionGroup var evidence: EvidenceOptions

    @OptionGroup var removal: RemovalOptions

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        if let notice = before.notice("--before") { Log.logger.notice("\(notice)") }
        try removal.run(
            on: storeOption.store, plan: { try $0.plan(before: before.time, keepsCounts: keepCounts) },
            remove: { try $0.prune(before: before.time, keeping: keepCounts ? kept : nil) })
    }

    private var kept: PruningOptions {
        PruningOptions(
            EnrichmentOptions(countryFile: country.geo, assetFile: inventory.assets), seesOneWay: evidence.oneWay)
    }
}

struct StoreEraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Remove one of our own hosts from a store.",
        discussion: """
            Every flow of the host goes, and with that it is in no count any more; events that name it go, too. The rest of \
            the store stays as it is. What would go is said first, and asked about. Captures that were counted stay known, \
            so that the host does not come back unless one is counted again, or a store merged that still holds it.

              flowcensus store erase --host 10.0.0.7
              flowcensus store erase --host 2001:db8::7 --dry-run
            """)

    @OptionGroup var storeOption: StoreOption

    @Option(help: ArgumentHelp("The address of the host.", valueName: "address"))
    var host: IPAddress

    @OptionGroup var removal: RemovalOptions

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        try removal.run(
            on: storeOption.store, plan: { try $0.plan(erasing: host) }, remove: { try $0.erase(host: host) })
    }
}

/// What stands between a plan and what goes for good.
struct RemovalOptions: ParsableArguments {
    @Flag(help: "Remove without a question.")
    var yes = false

    @Flag(help: "Say what would be removed, and remove nothing.")
    var dryRun = false

    func validate() throws {
        if yes, dryRun { throw ValidationError("--yes and --dry-run exclude each other.") }
    }

    /// Removes at once with `--yes`; else says what would go, and asks, unless it is only to be said.
    func run(
        on store: String, plan: (StoreJob) throws -> String?, remove: (StoreJob) throws -> Void
    ) throws {
        let job = try StoreJob(store: store, of: Engines(), for: dryRun ? .read : .change)
        guard !yes else { return try remove(job) }
        let plan = try plan(job)
        if dryRun {
            print(plan.map { "\($0) would be removed" } ?? "\(store): nothing would be removed")
            return
        }
        if let plan, try !isAgreed(plan) { return }
        try remove(job)
    }

    /// - Throws: where nobody can be asked.
    private func isAgreed(_ plan: String) throws -> Bool {
        Log.logger.info("\(plan) would be removed")
        guard Question.canBeAsked else {
            Log.logger.error("nobody is there to be asked, and nothing was removed: give --yes as well")
            throw ExitCode(ExitStatus.usage)
        }
        if Question.ask("Remove them for good?") { return true }
        Log.logger.notice("nothing was removed")
        return false
    }
}

struct StoreMigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a store of an earlier version up to date.",
        discussion: """
            Short stores are brought up to date by every command that opens them. A long one is read as it is until this is run: it \
            is copied to STORE.migrating beside it, and replaced once the copy is up to date and sound, so that as much \
            room again is needed. Interrupted, the same command goes on where it was.

              flowcensus store migrate --store census.db
            """)

    @OptionGroup var storeOption: StoreOption

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let started = ContinuousClock.now
        var percent = -1
        try StoreJob.migrate(storeOption.store, of: Engines()) { progress in
            guard progress.all > 0, progress.moved * 100 / progress.all > percent else { return }
            percent = progress.moved * 100 / progress.all
            let seconds = (ContinuousClock.now - started) / .seconds(1)
            let left = seconds * Double(progress.all - progress.moved) / Double(max(progress.moved, 1))
            Log.logger.info(
                "\(storeOption.store): \(progress.moved) of \(progress.all) flows moved, about \(Int(left.rounded(.up))) s left"
            )
        }
    }
}
