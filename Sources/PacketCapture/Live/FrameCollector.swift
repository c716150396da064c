import CPcap
import NetworkTypes

/// Takes packets from libpcap's loop: passes over those that a test says need no frame, and copies the others into a batch.
///
/// A packet is lent for the length of one call only: libpcap may give its part of the ring back to the kernel before the
/// next. So it is looked at here, where it lies, and what is wanted later is copied, at most the snapshot length.
///
/// Unsafe, because libpcap calls back with pointers. Proof of bounds: the test is told how many bytes libpcap lends; a
/// packet's bytes are copied only as far as there is room, which is compared first; there is room in the list because
/// libpcap is asked for no more packets than that.
@safe
struct FrameCollector {
    private(set) var intake = PacketIntake()
    private let test: PacketTest?
    /// The Unix seconds from which on the test is asked, and for how many; none without a test.
    private let hourStart: Int64
    private let hourLength: UInt64
    /// Packets from before this are left out: nanoseconds since 1970.
    private let begin: Int64
    private let linkType: LinkType
    /// Where the next packet's bytes go, and where the room ends: offsets from `base`.
    private var used = 0
    private let capacity: Int
    private let base: UnsafeMutableRawPointer
    private let frames: UnsafeMutablePointer<FrameWriter>

    init(
        _ bytes: UnsafeMutableRawBufferPointer, _ frames: UnsafeMutablePointer<FrameWriter>, linkType: LinkType,
        begin: Int64, test: PacketTest?
    ) {
        guard let base = bytes.baseAddress else { preconditionFailure("a batch has room") }
        unsafe self.base = base
        capacity = bytes.count
        unsafe self.frames = frames
        self.linkType = linkType
        self.begin = begin
        // One comparison of the hour then says that there is a test, too, and that a packet is not early.
        self.test = begin == .min ? test : nil
        hourStart = self.test?.hour.lowerBound ?? 0
        hourLength = UInt64(self.test?.hour.count ?? 0)
    }

    /// What libpcap calls for each packet.
    static let callback: pcap_handler = { user, header, bytes in
        guard let user = unsafe user, let header = unsafe header, let bytes = unsafe bytes else { return }
        // `user` is what `takePackets` hands to libpcap, for the length of that call: a collector and nothing else.
        unsafe UnsafeMutableRawPointer(user).assumingMemoryBound(to: FrameCollector.self).pointee
            .take(header, bytes)
    }

    /// The handle states times in nanoseconds, in the field for microseconds.
    @inline(__always)
    private mutating func take(_ header: UnsafePointer<pcap_pkthdr>, _ packet: UnsafePointer<UInt8>) {
        let (seconds, nanoseconds) = unsafe (header.pointee.ts.tv_sec, header.pointee.ts.tv_usec)
        let (captured, original) = unsafe (header.pointee.caplen, header.pointee.len)
        let isTested = UInt64(bitPattern: Int64(seconds) &- hourStart) < hourLength
        if isTested, let test, unsafe test.passes(packet, captured: Int(captured), original: Int(original)) {
            intake.passed &+= 1
            if captured < original { intake.cut &+= 1 }
        } else {
            let time = Int64(seconds) &* Timestamp.nanosecondsPerSecond &+ Int64(nanoseconds)
            guard time >= begin else {
                intake.early &+= 1
                return
            }
            if !isTested { intake.untested &+= 1 }
            unsafe keep(packet, captured: captured, original: original, time)
        }
        intake.wireBytes &+= UInt64(original)
        intake.last = (seconds, nanoseconds)
    }

    /// Copies a packet.
    @inline(never)
    private mutating func keep(_ packet: UnsafePointer<UInt8>, captured: UInt32, original: UInt32, _ time: Int64) {
        let length = min(Int(captured), capacity &- used)
        unsafe (base + used).copyMemory(from: packet, byteCount: length)
        unsafe frames.pointee.append(
            Frame(
                nanoseconds: time, offset: UInt32(truncatingIfNeeded: used),
                capturedLength: UInt32(truncatingIfNeeded: length), originalLength: original, linkType: linkType))
        used &+= length
    }
}
