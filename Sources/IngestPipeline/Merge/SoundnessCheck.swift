import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import Runtime
import Synchronization

/// Looks through a store whose sources are read meanwhile: the flows of none come to their end before it is known to be sound.
final class SoundnessCheck: Sendable {
    private let store: String
    private let findings = Mutex<Result<[String], any Error>>(.success([]))
    private let running = DispatchGroup()

    /// - Parameter look: finds everything that is wrong; it runs on a thread of its own.
    init(_ store: String, _ look: @escaping @Sendable () throws -> [String]) {
        self.store = store
        running.enter()
        Thread.detachNewThread { [self] in
            let result = Result { try look() }
            findings.withLock { $0 = result }
            running.leave()
        }
    }

    /// Waits until the store is looked through.
    /// - Throws: what is wrong with it.
    func wait() throws {
        running.wait()
        let findings = try findings.withLock { $0 }.get()
        guard findings.isEmpty else {
            throw CommandProblem(
                "\(store): is not sound, and was not merged: \(findings.prefix(3).joined(separator: "; "))")
        }
    }

    /// A contribution whose flows end when the store is known to be sound.
    func holdBack(_ contribution: ShippedContribution) -> ShippedContribution {
        ShippedContribution(
            source: contribution.source, part: contribution.part, prunedBefore: contribution.prunedBefore,
            flows: CheckedFlows(flows: contribution.flows, check: self), coverage: contribution.coverage,
            basis: contribution.basis)
    }
}

private struct CheckedFlows: LoneFlowSource {
    let flows: any FlowSource & Sendable
    let check: SoundnessCheck

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try flows.forEachFlow(filter, body)
        try check.wait()
    }

    func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        guard let source = flows as? any LoneFlowSource else { return try forEachFlow(filter, body) }
        try source.forEachFlow(filter, alone: alone, body)
        try check.wait()
    }

    func coverage(in hours: HourRange) throws -> [Hour: Coverage] { try flows.coverage(in: hours) }
}
