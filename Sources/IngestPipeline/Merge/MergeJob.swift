package import CensusModel
import Foundation
import HourlyRollup
package import Logging
import Runtime

/// The command `merge`: one census of several, as if one had seen everything, and nothing twice.
package struct MergeJob {
    private let sources: [String]
    private let target: String
    private let stores: any StoreOpener
    private let logger: Logger

    package init(_ sources: [String], into target: String, stores: any StoreOpener, logger: Logger) {
        self.stores = stores
        self.sources = sources
        self.target = target
        self.logger = logger
    }

    /// Merges the stores that can be used, one after another.
    /// - Returns: whether some were refused, and whether all were.
    /// - Throws: what is wrong with the target; what was merged before stays.
    package func run() throws -> (refusedSome: Bool, refusedAll: Bool) {
        let store = try stores.openForCounting(target, logger)
        let refused = try sources.count { try !merge($0, into: store) }
        return (refused > 0, refused == sources.count)
    }

    /// - Returns: false when the source cannot be used, which is said.
    private func merge(_ source: String, into store: any CensusStore) throws -> Bool {
        guard !Self.isSameFile(source, target) else {
            logger.error("\(source): is the store to merge into")
            return false
        }
        do {
            let merged = stores.keepsBoth(source, target) ? try store.merge(source) : try takeOver(source, into: store)
            say(merged, of: source)
            return true
        } catch let error as any StoreFailure {
            guard error.store == source else { throw error }
            logger.error("\(error)")
            return false
        } catch let problem as CommandProblem {
            logger.error("\(problem)")
            return false
        }
    }

    /// Merges a store of another engine, source by source; what was merged before it failed stays, and the same again does the rest.
    /// The store is looked through while its sources are read.
    private func takeOver(_ name: String, into store: any CensusStore) throws -> [MergedSource] {
        let other = try stores.open(name, for: .read)
        guard let source = other as? any ContributionSource, let sink = store as? any ContributionSink else {
            throw CommandProblem("\(name): cannot be merged into \(target), which another engine keeps")
        }
        let check = SoundnessCheck(name) { [stores] in
            try (stores.open(name, for: .read) as? any ContributionSource)?.findingsInContributions() ?? []
        }
        if let source = other as? any CountKeeping, let sink = store as? any CountKeeping {
            let clashes = try KeptTransfer(from: source, to: sink).run()
            if let first = clashes.first {
                throw CommandProblem(KeptTransfer.refusal(of: name, first: first, hours: clashes.count))
            }
        }
        var transfer = SourceTransfer(sink)
        do {
            try source.forEachContribution { try transfer.add(check.holdBack($0), lists: $1) }
            try check.wait()
            return try transfer.finish()
        } catch {
            // What cannot be read is said by what the check found of it.
            try check.wait()
            throw error
        }
    }

    private static func isSameFile(_ one: String, _ other: String) -> Bool {
        let resolve = { (path: String) in URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
        return resolve(one) == resolve(other)
    }

    private func say(_ merged: [MergedSource], of store: String) {
        for source in merged {
            switch source.result {
            case .there(let name): logger.notice("\(source.title): counted in both\(same(source, name)), counted once")
            case .replaced(let name):
                logger.notice(
                    "\(source.title): counted in both\(same(source, name)), further in \(store), whose count was taken")
            case .newerLists(let name):
                logger.notice(
                    "\(source.title): counted in both\(same(source, name)), with newer lists in \(store), whose count was taken"
                )
            case .added, .empty: break
            }
        }
        let added = merged.filter { $0.result == .added }
        let captures = added.count { $0.kind == .capture || $0.kind == .exports }
        let packets = added.reduce(0) { $0 + $1.packets }
        let records = added.reduce(0) { $0 + $1.records }
        let ofLogs = records > 0 ? ", \(records) records of flow logs" : ""
        logger.info(
            "\(store): \(captures) captures and \(added.count - captures) other sources added, \(packets) packets\(ofLogs)"
        )
    }

    private func same(_ source: MergedSource, _ name: String) -> String {
        source.name == name ? "" : " (as \(name))"
    }
}

extension MergedSource {
    /// What it is, for the operator.
    fileprivate var title: String {
        switch kind {
        case .capture, .exports: name
        case .log: name
        case .session: "session on \(name)"
        case .collection: "collection at \(name)"
        case .earlier: "what was \(name)"
        }
    }
}
