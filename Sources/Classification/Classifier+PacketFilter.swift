package import NetworkTypes
package import PacketCapture

extension Classifier: PacketFilter {
    /// Packets of the current hour pass when they match nothing, as in `classify`.
    package func withPacketTest(of linkType: LinkType, _ body: (PacketTest?) -> PacketIntake) -> PacketIntake {
        guard let link = LentLink(linkType) else { return body(nil) }
        return screen.withPacketTest(of: link, hour: ledger.currentSeconds, body)
    }

    package mutating func prepare() {
        screen.prefetchNearScreen()
    }

    package mutating func notePassed(count: Int, cut: Int) {
        note(HeaderScreen.Passed(count: count, cut: cut))
    }
}
