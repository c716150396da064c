package import FlowLogs

/// What a collector is to do.
package struct CollectOptions: Sendable {
    /// Where exporters send.
    package var addresses: [ReceptionAddress]
    /// How it runs, as a sniffer does: lists, store, checkpoints, user.
    package var running: SniffOptions
    /// The networks of the exporters that are known, as the operator gives them; `nil` for all.
    package var exporters: String?
    /// Bytes that the kernel keeps for each socket until they are received.
    package var bufferLength = 16 * 1_024 * 1_024
    /// Whether records that touch more than two hours are spread over all of them.
    package var spreadsLongRecords = false

    package init(addresses: [ReceptionAddress], running: SniffOptions) {
        (self.addresses, self.running) = (addresses, running)
        self.running.collects = true
        self.running.interfaces = addresses.map { "\($0)" }
    }
}
