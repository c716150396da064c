import ByteInput
import Digests
import Enrichment
package import HourlyRollup
package import Logging
package import NetworkTypes
import TextFormats

/// The files that say in which country and autonomous system an origin is, and what a host is, loaded: packed or plain, as they are published.
package struct Enrichments: Sendable {
    let countries: CountryDatabase?
    let systems: AutonomousSystemDatabase?
    let home: CountryCode?
    let assets: AssetInventory?
    /// SHA-256 of the inventory, in hexadecimal.
    private let assetChecksum: String

    /// The largest country files with cities and networks hold some hundred megabytes.
    private static let countryFileLimit = 1_024 * 1_024 * 1_024
    private static let assetFileLimit = 256 * 1_024 * 1_024

    package init(_ options: EnrichmentOptions) throws {
        home = options.home
        countries = try options.countryFile.map { path in
            let input = try OpenedInput(path: path)
            return try CountryDatabase(name: input.name, bytes: input.readAll(limit: Self.countryFileLimit))
        }
        systems = try options.systemFile.map { path in
            let input = try OpenedInput(path: path)
            return try AutonomousSystemDatabase(
                name: input.name, bytes: input.readAll(limit: Self.countryFileLimit))
        }
        guard let path = options.assetFile else {
            (assets, assetChecksum) = (nil, "")
            return
        }
        let input = try OpenedInput(path: path)
        let bytes = try input.readAll(limit: Self.assetFileLimit)
        assets = try AssetInventory(name: input.name, bytes: bytes)
        assetChecksum = SHA256.hash(data: bytes).hexadecimal
    }

    package var knowsCountries: Bool { countries != nil }

    /// Whether a line of a file was refused.
    var refusedSome: Bool { (assets?.refusals.count ?? 0) > 0 }

    /// The country of an origin; `nil` where it is not known.
    package func country(of origin: IPAddress) -> CountryCode? { countries?.country(of: origin) }

    /// What rows need of all files.
    var facts: AddressFacts {
        AddressFacts(
            country: { country(of: $0) }, system: { systems?.system(of: $0)?.number },
            owner: { host in
                assets?.asset(of: host).map { HostOwner(name: $0.name, sector: $0.sector, contact: $0.contact) }
            })
    }

    /// The sector and kind of a host; `nil` where no inventory has it.
    func asset(of host: IPAddress) -> AssetKind? {
        assets?.asset(of: host).map { AssetKind(sector: $0.sector, kind: $0.kind) }
    }

    /// How flows are judged, with what the inventory states of hosts.
    func rules(seesOneWay: Bool) -> JudgingRules {
        guard let assets else { return JudgingRules(seesOneWay: seesOneWay) }
        return JudgingRules(seesOneWay: seesOneWay) { assets.services(of: $0) }
    }

    /// What makes counts that outlive their flows.
    package func countKeeper(seesOneWay: Bool) -> CountKeeper {
        CountKeeper(rules: rules(seesOneWay: seesOneWay), facts: facts, knowsCountries: knowsCountries)
    }

    /// Says what was loaded, and every line that was refused or changed.
    package func log(to logger: Logger) {
        if let file = countryFile {
            let built = file.builtAt.map { "built \($0)" } ?? "of unknown date"
            logger.info("\(file.name): \(file.type.printable), \(built), SHA-256 \(file.checksum)")
        }
        if let systems {
            logger.info("\(systems.name): \(systems.type.printable), SHA-256 \(systems.checksum)")
        }
        guard let assets else { return }
        for problem in assets.refusals.first {
            logger.error("\(assets.name): \(problem.description.printable); the line is left out")
        }
        if assets.refusals.unnamedCount > 0 {
            logger.error("\(assets.name): \(assets.refusals.unnamedCount) more lines refused")
        }
        for problem in assets.changes.first { logger.warning("\(assets.name): \(problem.description.printable)") }
        if assets.assets.isEmpty { logger.warning("\(assets.name): holds no asset") }
        logger.info("\(assets.name): \(assets.assets.count) assets, SHA-256 \(assetChecksum)")
    }

    /// Says what could not be looked up, once all was.
    func logDamage(to logger: Logger) {
        if let countries, countries.damagedCount > 0 {
            logger.warning(
                "\(countries.name): damaged where it should name the country of \(countries.damagedCount) origins; it is unknown"
            )
        }
        if let systems, systems.damagedCount > 0 {
            logger.warning(
                "\(systems.name): damaged where it should name the system of \(systems.damagedCount) origins; it is unknown"
            )
        }
    }

    /// What a report says of the country file.
    var countryFile: ReportFigures.CountryFile? {
        countries.map {
            ReportFigures.CountryFile(name: $0.name, type: $0.type, builtAt: $0.builtAt, checksum: $0.checksum)
        }
    }

    /// What a report says of the inventory.
    var inventory: ReportFigures.Inventory? {
        assets.map {
            ReportFigures.Inventory(
                name: $0.name, assets: $0.assets.count, checksum: assetChecksum, refusedLines: $0.refusals.count)
        }
    }
}
