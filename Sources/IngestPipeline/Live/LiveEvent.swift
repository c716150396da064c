import Runtime
import Watchlist

/// What a session has to see to.
enum LiveEvent: Sendable {
    case signal(RunSignal)
    /// A worker has put a segment on its desk.
    case segmentDelivered
    /// A worker's tally has grown so large that it should be committed now.
    case tallyIsLarge
    /// A worker has learned what it must know to read on.
    case stateLearned
    /// The lists were loaded again, or could not be.
    case listsLoaded(Result<LoadedWatchlist, any Error>)
}

/// Events for the session, from signals and workers.
typealias LiveInbox = Inbox<LiveEvent>
