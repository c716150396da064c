package import NetworkTypes

/// Looks at packets where libpcap lends them, before they are copied: most need no frame.
package protocol PacketFilter {
    /// Lends a test for packets of a link type; `nil` when all of them need a frame.
    func withPacketTest(of linkType: LinkType, _ body: (PacketTest?) -> PacketIntake) -> PacketIntake

    /// Takes note of packets that passed the test, and of how many of them were cut by the snapshot length.
    mutating func notePassed(count: Int, cut: Int)
}

/// Says of a packet that it needs no frame.
///
/// A function of C and what it is to be given, because it is asked for every packet by a callback of libpcap, which can
/// carry no generic type: this costs one call, and neither a closure nor a reference count.
@safe
package struct PacketTest {
    /// Asked with `context`, the first of the bytes captured, how many there are, and how many there were on the wire.
    package typealias Function = @convention(c) (UnsafeRawPointer, UnsafeRawPointer, Int, Int) -> Bool

    private let function: Function
    private let context: UnsafeRawPointer
    /// The Unix seconds of the hour that the test is for: packets of others need a frame.
    let hour: Range<Int64>

    /// - Parameter context: lives as long as the test is lent.
    package init(_ function: Function, context: UnsafeRawPointer, hour: Range<Int64>) {
        unsafe self.function = function
        unsafe self.context = context
        self.hour = hour
    }

    /// - Parameter packet: `captured` bytes.
    @inline(__always)
    func passes(_ packet: UnsafeRawPointer, captured: Int, original: Int) -> Bool {
        unsafe function(context, packet, captured, original)
    }
}
