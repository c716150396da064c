package import NetworkTypes
package import PacketCapture

extension Classifier: PacketFilter {
    /// Ethernet frames of the current hour pass when they match nothing, as in `classify`.
    package func withPacketTest(of linkType: LinkType, _ body: (PacketTest?) -> PacketIntake) -> PacketIntake {
        guard linkType.rawValue == HeaderScreen.ethernet else { return body(nil) }
        return screen.withPacketTest(hour: ledger.currentSeconds, body)
    }

    package mutating func notePassed(count: Int, cut: Int) {
        note(HeaderScreen.Passed(count: count, cut: cut))
    }
}
