import HourlyRollup
import NetworkTypes
import PacketCapture
import Watchlist

/// What one worker counted since it was last asked: a segment of live time.
struct LiveSegment: Sendable {
    /// Flows and coverage, the losses included.
    var tally: HourlyTally
    /// Which list it was counted by.
    let generation: Int
    /// The time of the last packet.
    let latest: Timestamp?
    /// Whether the worker has ended, and nothing more will come of it.
    let isLast: Bool
}

/// A watchlist in use. The number tells lists apart: tallies of different lists do not merge.
struct ListInUse: Sendable {
    let loaded: LoadedWatchlist
    let generation: Int
}
