package import PacketCapture

/// What a sniffer is to do.
package struct SniffOptions: Sendable {
    /// Names of interfaces, or `any`.
    package let interfaces: [String]
    package var running: LiveCountOptions
    package var live = LiveOptions()

    /// - Parameter running: names nothing yet: these are the interfaces.
    package init(interfaces: [String], running: LiveCountOptions) {
        (self.interfaces, self.running) = (interfaces, running)
        self.running.names = interfaces
    }
}
