import NetworkTypes
import Watchlist

/// A watchlist of random addresses and prefixes, and what to ask of it.
struct SampleList {
    let watchlist: Watchlist
    /// Every hundredth is on the list, as in the traffic of the side-by-side runs.
    let questions: [IPv4Address]
    /// One line an entry.
    let text: [UInt8]

    /// How many questions go round: enough that the branch predictor does not learn them, few enough to stay in cache.
    static let questionCount = 16_384

    init(addresses count: Int, prefixes prefixCount: Int) {
        var random = RandomAddresses(seed: 13_408)
        let addresses = (0..<count).map { _ in random.outside() }
        let prefixes = (0..<prefixCount).map { _ in random.prefix() }
        let entries = addresses.map { IPPrefix(.v4($0)) } + prefixes
        watchlist = Watchlist(entries.map(WatchlistEntry.init(prefix:)))
        questions = (0..<Self.questionCount).map { number in
            let listed = addresses.isEmpty ? prefixes[number % prefixCount].address : .v4(addresses[number % count])
            guard number.isMultiple(of: 100), case .v4(let address) = listed else { return random.outside() }
            return address
        }
        let lines = addresses.map(\.description) + prefixes.map(\.description)
        text = Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
