package import CensusModel
import Synchronization

/// How far a session of this process has claimed.
struct SessionClaims: Sendable {
    let session: SessionRecord
    let source: Int64
    /// The claims that stand in the table.
    var number: UInt64 = 0
    /// How often the next one was tried. A later attempt holds all that an earlier one did, so that the last one counts,
    /// whichever of them arrived.
    var attempt: UInt32 = 0

    init(_ session: SessionRecord) {
        (self.session, source) = (session, Self.source(ofIdentity: session.identity))
    }

    /// The number of the source that has a drawn identity, everywhere.
    static func source(ofIdentity identity: String) -> Int64 {
        // FNV-1a (draft-eastlake-fnv): the identity is random already.
        let hash = identity.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return max(1, Int64(hash >> 1))
    }
}

extension ClickHouseCensus {
    package func begin(_ session: SessionRecord) throws {
        sessions.withLock { $0[session.identity] = SessionClaims(session) }
        try claim(of: session) { _ in }
    }

    package func commit(_ tallies: [any FlowTally], of session: SessionRecord) throws {
        try claim(of: session, tallies) { _ in }
    }

    package func note(_ lists: ListSet, of session: SessionRecord) throws {
        let text = try lists.claimText()
        try claim(of: session) { $0.lists = text }
    }

    /// Appends the next claim of a session. Where the server's answer is lost, the same number is claimed again by the next attempt.
    private func claim(
        of session: SessionRecord, _ tallies: [any FlowTally] = [], _ change: (inout NewClaim) -> Void
    ) throws {
        let claims = sessions.withLock { sessions in
            var claims = sessions[session.identity] ?? SessionClaims(session)
            let now = claims
            claims.attempt += 1
            sessions[session.identity] = claims
            return now
        }
        let row = ClaimRow(
            id: Self.randomID(), source: claims.source, number: claims.number, attempt: claims.attempt)
        var new = NewClaim(row: row, kind: session.kind, name: session.interfaces)
        (new.sensor, new.identity) = (sensor, session.identity)
        change(&new)
        try insert(&new, tallies)
        sessions.withLock { sessions in
            sessions[session.identity]?.number += 1
            sessions[session.identity]?.attempt = 0
        }
    }
}
