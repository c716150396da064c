import CPcap
import NetworkTypes

/// Takes packets from libpcap's loop into a batch.
///
/// A packet is lent for the length of one call only, so its captured bytes, at most the snapshot length, are copied. That
/// and the entry in the list is all that happens here for a packet.
///
/// Unsafe, because libpcap calls back with pointers. Proof of bounds: a packet's bytes are copied only as far as there is
/// room, which is compared first; there is room in the list because libpcap is asked for no more packets than that.
@safe
struct FrameCollector {
    /// Where the next packet's bytes go, and where the room ends: offsets from `base`.
    private(set) var used = 0
    private let capacity: Int
    private let base: UnsafeMutableRawPointer
    private let frames: UnsafeMutablePointer<FrameWriter>
    private let linkType: LinkType
    /// Packets from before this are left out: nanoseconds since 1970.
    private let begin: Int64
    private(set) var early = 0
    /// Bytes that the packets had on the wire.
    private(set) var wireBytes: UInt64 = 0

    init(
        _ bytes: UnsafeMutableRawBufferPointer, _ frames: UnsafeMutablePointer<FrameWriter>, linkType: LinkType,
        begin: Int64
    ) {
        guard let base = bytes.baseAddress else { preconditionFailure("a batch has room") }
        unsafe self.base = base
        capacity = bytes.count
        unsafe self.frames = frames
        self.linkType = linkType
        self.begin = begin
    }

    /// What libpcap calls for each packet.
    static let callback: pcap_handler = { user, header, bytes in
        guard let user = unsafe user, let header = unsafe header?.pointee, let bytes = unsafe bytes else { return }
        // `user` is what `LiveCapture.dispatch` hands to libpcap, for the length of that call: a collector and nothing else.
        unsafe UnsafeMutableRawPointer(user).assumingMemoryBound(to: FrameCollector.self).pointee
            .take(header, bytes)
    }

    /// The handle states times in nanoseconds, in the field for microseconds.
    @inline(__always)
    private mutating func take(_ header: pcap_pkthdr, _ packet: UnsafePointer<UInt8>) {
        let time = Int64(header.ts.tv_sec) &* 1_000_000_000 &+ Int64(header.ts.tv_usec)
        guard time >= begin else {
            early += 1
            return
        }
        let length = min(Int(header.caplen), capacity &- used)
        unsafe (base + used).copyMemory(from: packet, byteCount: length)
        unsafe frames.pointee.append(
            Frame(
                nanoseconds: time, offset: UInt32(truncatingIfNeeded: used),
                capturedLength: UInt32(truncatingIfNeeded: length), originalLength: header.len, linkType: linkType))
        used &+= length
        wireBytes &+= UInt64(header.len)
    }
}
