package import PacketCapture
package import PacketDecoding
package import Watchlist

/// What a sniff is to do.
package struct SniffOptions: Sendable {
    /// Names of interfaces, or `any`.
    package var interfaces: [String]
    package var lists: ListOptions
    /// Path of the store, or `:memory:`.
    package var store: String
    package var tunnels: TunnelPolicy
    /// Ends of tunnels abroad that are trusted, as the operator gives them; `nil` for none.
    package var tunnelPeers: String?
    package var live: LiveOptions
    /// Handles, and threads, for each interface.
    package var workers: Int
    /// Whom to become; `nil` for the user behind sudo, or `nobody`.
    package var user: String?
    /// Seconds between commits.
    package var checkpoint: Double
    /// Seconds after which to stop.
    package var duration: Double?
    /// Packets after which to stop.
    package var count: UInt64?
    /// Whether a list that shrinks by more than half is taken all the same.
    package var allowsShrink: Bool
    /// Bytes that tallies and lists may take together.
    package var memory: Int
    /// Whether it counts what exporters send, and interfaces stand for the addresses at which it is received.
    package var collects = false
    /// Seconds between log lines about the statistics; `nil` for none.
    package var reportInterval: Double?

    package init(interfaces: [String], lists: ListOptions, store: String, tunnels: TunnelPolicy) {
        self.interfaces = interfaces
        self.lists = lists
        self.store = store
        self.tunnels = tunnels
        memory = ReplayOptions.defaultMemory(store: store)
        live = LiveOptions()
        workers = 1
        checkpoint = 10
        allowsShrink = false
    }

    /// What is done, in words.
    var activity: String { collects ? "receiving at" : "capturing" }
    /// What it is done with.
    var activityEnds: String { collects ? "address" : "interface" }
}
