import ByteInput
package import CensusModel
import CensusNotice
import Enrichment
import Foundation
import HourlyRollup
package import Logging
import NetworkTypes
import TextFormats

/// The command `notify`: a bundle of evidence for the institution of each country. It writes, and sends nothing.
package struct NotifyJob {
    private let options: NotifyOptions
    private let store: any CensusStore
    private let enrichments: Enrichments
    private let contacts: ContactRegistry?
    private let terms: NoticeTerms
    private let key: PseudonymKey
    private let namingLists: NamingLists?
    private let logger: Logger

    /// - Throws: what is wrong with the store or a file, before anything is written.
    package init(_ options: NotifyOptions, stores: any StoreOpener, logger: Logger) throws {
        self.options = options
        self.logger = logger
        store = try stores.open(options.store, for: .read)
        enrichments = try Enrichments(options.enrichment)
        contacts = try options.contactsFile.map { path in
            try ContactRegistry(name: path, bytes: OpenedInput(path: path).readAll(limit: Self.contactsLimit))
        }
        key = try options.keyFile.map(PseudonymKey.init(file:)) ?? PseudonymKey()
        namingLists = options.lists.isEmpty ? nil : try NamingLists(options.lists)
        terms = try Self.terms(options, store, key, enrichments, namingLists)
    }

    /// What a registry has at most, unpacked.
    private static let contactsLimit = 16 * 1_024 * 1_024

    private static func terms(
        _ options: NotifyOptions, _ store: any CensusStore, _ key: PseudonymKey, _ enrichments: Enrichments,
        _ namingLists: NamingLists?
    ) throws -> NoticeTerms {
        var whole = Coverage()
        for coverage in try store.coverage(in: options.hours).values { whole.merge(coverage) }
        return NoticeTerms(
            tellsOnlyNews: options.memoryFile != nil,
            reporter: Reporter(name: options.reporterName, contact: options.reporterContact),
            trafficLight: options.trafficLight, hosts: options.hosts.disclosure(key), hours: options.hours,
            minimumGrade: options.minimumGrade, clockAccuracy: options.clockAccuracy, coverage: whole.share,
            lists: try store.lists().map { SourceList($0.record) }, countrySource: enrichments.countries?.statement,
            namingLists: namingLists.map { lists in { @Sendable (flow: FlowRecord) in lists.names(for: flow) } })
    }

    /// Reads the store once, and writes the bundles; they appear when all are whole.
    package func run() throws -> NotifySummary {
        logPreparation()
        let mails = try options.mail.map {
            try MailFolder(in: options.folder, $0, replaces: options.replaces, logger: logger)
        }
        var bundles = NoticeBundles(options, terms)
        var summary = NotifySummary(
            hasCountries: enrichments.countries != nil,
            refusedLines: (contacts?.refusals.count ?? 0) + (enrichments.assets?.refusals.count ?? 0))
        let memory = try remembered()
        try forEachEvidence { flow, country in
            if country == nil, options.countries != .unknown { summary.noteUnknown(flow.key.origin) }
            guard options.countries.includes(country, home: enrichments.home) else { return }
            if memory.map({ $0.isNew(flow, of: country) }) ?? true { try bundles.add(flow, of: country) }
        }
        summary.memory = memory
        enrichments.logDamage(to: logger)
        for notice in try bundles.finish(recipients: recipients) {
            summary.note(notice)
            try mails?.add(notice)
        }
        if let mails { summary.note(try mails.publish(), refused: mails.refusals) }
        return summary
    }

    private func forEachEvidence(_ body: (JudgedFlow, CountryCode?) throws -> Void) throws {
        let judge = FlowJudge(store, enrichments.rules(seesOneWay: options.seesOneWay))
        try judge.forEachFlow(FlowFilter(hours: options.hours)) { flow in
            if isEvidence(flow) { try body(flow, enrichments.country(of: flow.key.origin)) }
        }
    }

    /// What was told before, and what there is to tell now; `nil` where everything is to be told.
    private func remembered() throws -> NoticeMemory? {
        guard var memory = try options.memoryFile.map(NoticeMemory.init(file:)) else { return nil }
        try forEachEvidence { flow, country in
            if options.countries.includes(country, home: enrichments.home) { memory.note(flow, of: country) }
        }
        return memory
    }

    /// Whether a flow belongs in a notice. Sinkholes and scanners are no threats, and there only with all that probes.
    private func isEvidence(_ flow: JudgedFlow) -> Bool {
        flow.grade >= options.minimumGrade && (flow.key.threatClass.isThreat || options.minimumGrade == .probed)
    }

    private func recipients(in country: CountryCode?) -> [Recipient] {
        guard let country, let contacts else { return [] }
        return contacts.contacts(in: country).map {
            Recipient(institution: $0.institution, email: $0.email, fingerprint: $0.fingerprint)
        }
    }

    /// What the operator should know before the bundles are sent.
    private func logPreparation() {
        enrichments.log(to: logger)
        if let contacts { log(contacts) }
        namingLists?.log(unlike: terms.lists, to: logger)
        if options.reporterName == nil || options.reporterContact == nil {
            logger.warning("who writes is not stated: give --from-name and --contact before the bundles are sent")
        }
        if key.isOpenToOthers, let file = options.keyFile {
            logger.warning(
                "--key: \(file): others may read it, who can then tell whom the pseudonyms stand for: chmod 600 \(file)"
            )
        }
        if options.hosts == .pseudonym, key.isDrawn {
            logger.info(
                "pseudonyms are made with a key of this run alone; --key FILE keeps them the same from run to run")
        }
    }
}

extension NotifyJob {
    private func log(_ contacts: ContactRegistry) {
        for problem in contacts.refusals.first {
            logger.error("\(contacts.name): \(problem.description.printable); the line is left out")
        }
        if contacts.refusals.unnamedCount > 0 {
            logger.error("\(contacts.name): \(contacts.refusals.unnamedCount) more lines refused")
        }
    }
}

extension SourceList {
    /// Folders of ours are nobody else's business.
    fileprivate init(_ record: ListRecord) {
        self.init(
            name: (record.name as NSString).lastPathComponent, version: record.version, entries: record.entries)
    }
}

extension CountryDatabase {
    /// The file, its kind, its age and its checksum, for whoever wants to check.
    fileprivate var statement: String {
        let built = builtAt.map { ", built \($0.description.prefix(10))" } ?? ""
        return "\((name as NSString).lastPathComponent) (\(type)\(built)), SHA-256 \(checksum)"
    }
}
