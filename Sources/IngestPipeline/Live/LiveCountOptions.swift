package import CensusModel
package import HourlyRollup
package import PacketDecoding
package import Watchlist

/// What a live count is to do, whether it captures interfaces or receives what exporters send.
package struct LiveCountOptions: Sendable {
    /// What is counted, for the log and the store: names of interfaces, or addresses at which exports are received.
    package var names: [String]
    /// Whether these are interfaces (`session`) or addresses (`collection`).
    package let kind: SourceKind
    package var lists: ListOptions
    /// Path of the store, or `:memory:`.
    package var store: String
    package var tunnels: TunnelPolicy
    /// Ends of tunnels abroad that are trusted, as the operator gives them; `nil` for none.
    package var tunnelPeers: String?
    /// Threads for each interface or address, each with a handle or socket.
    package var workers = 1
    /// Whom to become; `nil` for the user behind sudo, or `nobody`.
    package var user: String?
    /// Seconds between commits.
    package var checkpoint = 10.0
    /// Seconds after which to stop.
    package var duration: Double?
    /// Packets or datagrams after which to stop.
    package var count: UInt64?
    /// Whether a list that shrinks by more than half is taken all the same.
    package var allowsShrink = false
    /// Bytes that tallies and lists may take together.
    package var memory: Int
    /// How many hours before the present one are kept; `nil` for all.
    package var keptHours: Int32?
    /// How many bytes the store may take until its earliest hours are removed; `nil` for any number.
    package var keptBytes: UInt64?
    /// Makes the counts that outlive their flows; `nil` where none do.
    package var countKeeper: CountKeeper?
    /// Seconds between log lines about the statistics; `nil` for none.
    package var reportInterval: Double?
    /// Reads on HUP what the options would be now; `nil` where they stay. Of what it gives, lists, `checkpoint`, `allowsShrink`,
    /// what is kept and `reportInterval` are taken over.
    package var reread: (@Sendable () throws -> LiveCountOptions)?

    package init(
        names: [String] = [], kind: SourceKind, lists: ListOptions, store: String, tunnels: TunnelPolicy
    ) {
        (self.names, self.kind, self.lists, self.store, self.tunnels) = (names, kind, lists, store, tunnels)
        memory = ReplayOptions.defaultMemory(store: store)
    }

    /// Takes over what can change while it runs.
    mutating func take(_ new: LiveCountOptions) {
        let internalNetworks = lists.internalNetworks
        lists = new.lists
        // The store states which networks it was counted with.
        lists.internalNetworks = internalNetworks
        (checkpoint, allowsShrink, reportInterval) = (new.checkpoint, new.allowsShrink, new.reportInterval)
        (keptHours, keptBytes, countKeeper) = (new.keptHours, new.keptBytes, new.countKeeper)
    }

    /// What is done, in words.
    var activity: String { kind == .collection ? "receiving at" : "capturing" }
    /// What it is done with.
    var activityEnds: String { kind == .collection ? "address" : "interface" }
}
