package import CPcap
package import NetworkTypes

/// Looks at packets where libpcap lends them, before they are copied: most need no frame.
package protocol PacketFilter {
    /// Lends a test for packets of a link type; `nil` when all of them need a frame.
    func withPacketTest(of linkType: LinkType, _ body: (PacketTest?) -> PacketIntake) -> PacketIntake

    /// Prefetches what the test reads, before the first packets after a wait.
    mutating func prepare()

    /// Takes note of packets that passed the test, and of how many of them were cut by the snapshot length.
    mutating func notePassed(count: Int, cut: Int)
}

/// Says of a packet that it needs no frame.
///
/// Functions of C and what they are to be given, because a packet is handed over by a callback of libpcap, which can carry
/// no generic type: this costs neither a closure nor a reference count.
@safe
package struct PacketTest {
    /// Asked with `context`, the first of the bytes captured, how many there are, and how many there were on the wire.
    package typealias Function = @convention(c) (UnsafeRawPointer, UnsafeRawPointer, Int, Int) -> Bool
    /// What libpcap calls for each packet: `FrameCollector.take`, with a test built in.
    package typealias Callback = pcap_handler

    let callback: Callback
    let context: UnsafeRawPointer
    private let function: Function
    /// The Unix seconds of the hour that the test is for: packets of others need a frame.
    let hour: Range<Int64>

    /// The callback that asks `Function` alone.
    package static var usualCallback: Callback { unsafe FrameCollector.callback }

    /// - Parameters:
    ///   - context: lives as long as the test is lent.
    ///   - callback: passes no packet that the function would not.
    package init(
        _ function: Function, context: UnsafeRawPointer, hour: Range<Int64>,
        callback: Callback = unsafe FrameCollector.callback
    ) {
        unsafe self.function = function
        unsafe self.context = context
        self.hour = hour
        unsafe self.callback = callback
    }

    /// - Parameter packet: `captured` bytes.
    @inline(__always)
    func passes(_ packet: UnsafeRawPointer, captured: Int, original: Int) -> Bool {
        unsafe function(context, packet, captured, original)
    }
}
