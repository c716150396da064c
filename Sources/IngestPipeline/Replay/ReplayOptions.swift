import CensusModel
package import PacketDecoding
package import Watchlist

/// What a replay is to do.
package struct ReplayOptions: Sendable {
    /// Files, folders, `-` for standard input.
    package var inputs: [String]
    package var lists: ListOptions
    /// Path of the store, or `:memory:`.
    package var store: String
    package var tunnels: TunnelPolicy
    /// Ends of tunnels abroad that are trusted, as the operator gives them; `nil` for none.
    package var tunnelPeers: String?
    /// How many files, or segments of them, are read at the same time; `nil` for as many as there are cores.
    package var jobs: Int?
    /// Bytes that tallies and lists may take together.
    package var memory: Int
    /// Whether captures that were counted are counted again.
    package var countsAgain = false
    /// Whether records of flow logs that touch more than two hours are spread over all of them.
    package var spreadsLongRecords = false
    /// Whether what exporters sent in captures is read as records.
    package var readsExports = false
    /// Whether to go on reading files that grow, until it is stopped.
    package var follows = false

    /// A census in memory has no store to go to but a temporary one, which costs several times as much.
    package static func defaultMemory(store: String) -> Int {
        (store == StoreName.memory ? 2_048 : 512) * 1_024 * 1_024
    }

    package init(inputs: [String], lists: ListOptions, store: String, tunnels: TunnelPolicy) {
        self.inputs = inputs
        self.lists = lists
        // Captures of any time come, and each meets the list of its own.
        self.lists.countsByVersion = true
        self.store = store
        self.tunnels = tunnels
        memory = Self.defaultMemory(store: store)
    }
}
