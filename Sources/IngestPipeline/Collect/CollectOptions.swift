package import NetworkTypes

/// What a collector is to do.
package struct CollectOptions: Sendable {
    /// Where exporters send.
    package let addresses: [ReceptionAddress]
    package var running: LiveCountOptions
    /// The networks of the exporters that are known, as the operator gives them; `nil` for all.
    package var exporters: String?
    /// Bytes that the kernel keeps for each socket until they are received.
    package var bufferLength = 16 * 1_024 * 1_024
    /// Whether records that touch more than two hours are spread over all of them.
    package var spreadsLongRecords = false

    /// - Parameter running: names nothing yet: these are the addresses.
    package init(addresses: [ReceptionAddress], running: LiveCountOptions) {
        (self.addresses, self.running) = (addresses, running)
        self.running.names = addresses.map { "\($0)" }
    }
}
