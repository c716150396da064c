import NetworkTypes

/// How much each peer may still do: a bucket of tokens, filled at a constant rate.
///
/// It remembers no more peers than a number; of more, those that have been silent longest begin anew with a full bucket.
package struct RateLimit<Peer: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        /// Nanoseconds of a clock that is never set.
        var time: Int64
    }

    private let rate: Double
    private let burst: Double
    private let mostPeers: Int
    private var buckets: [Peer: Bucket] = [:]

    /// - Parameters:
    ///   - rate: tokens in a second.
    ///   - burst: tokens of a full bucket.
    package init(rate: Double, burst: Double, mostPeers: Int = 4_096) {
        (self.rate, self.burst, self.mostPeers) = (rate, burst, mostPeers)
    }

    /// Takes a token.
    ///
    /// - Returns: false where there is none.
    package mutating func take(_ peer: Peer, at now: Int64) -> Bool {
        var bucket = filled(peer, at: now)
        let isAllowed = bucket.tokens >= 1
        if isAllowed { bucket.tokens -= 1 }
        if buckets[peer] == nil, buckets.count >= mostPeers { forget() }
        buckets[peer] = bucket
        return isAllowed
    }

    /// Whether there is a token.
    package func allows(_ peer: Peer, at now: Int64) -> Bool { filled(peer, at: now).tokens >= 1 }

    private func filled(_ peer: Peer, at now: Int64) -> Bucket {
        guard let bucket = buckets[peer] else { return Bucket(tokens: burst, time: now) }
        let seconds = Double(max(0, now - bucket.time)) / 1e9
        return Bucket(tokens: min(burst, bucket.tokens + seconds * rate), time: now)
    }

    /// Half of all, those that have been silent longest.
    private mutating func forget() {
        let times = buckets.values.map(\.time).sorted()
        let middle = times[times.count / 2]
        buckets = buckets.filter { $0.value.time > middle }
    }
}
