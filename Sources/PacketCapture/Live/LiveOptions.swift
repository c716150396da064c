/// How an interface is captured.
package struct LiveOptions: Sendable {
    /// Bytes kept of each packet.
    package var snapLength = 256
    /// Bytes of the kernel's ring, for each handle.
    package var bufferLength = 64 * 1_024 * 1_024
    /// Whether packets for other machines are captured as well.
    package var isPromiscuous = true
    package var direction = TrafficDirection.inout
    /// A filter in libpcap's language; empty for all packets.
    package var filter = ""

    package init() {}
}

/// Which packets of an interface are taken.
package enum TrafficDirection: String, CaseIterable, Sendable {
    case `in`
    case out
    case `inout`
}
