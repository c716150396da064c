public import CPcap
import NetworkTypes

/// Takes packets from libpcap's loop: passes over those that a test says need no frame, and copies the others into a batch.
///
/// A packet is lent for the length of one call only: libpcap may give its part of the ring back to the kernel before the
/// next. So it is looked at here, where it lies, and what is wanted later is copied, at most the snapshot length.
///
/// Unsafe, because libpcap calls back with pointers. Proof of bounds: the test is called with how many bytes libpcap lends; a
/// packet's bytes are copied only as far as there is room, which is compared first; there is room in the list because
/// libpcap delivers no more packets than that at once.
@safe
public struct FrameCollector {
    @usableFromInline private(set) var intake = PacketIntake()
    private let test: PacketTest?
    /// What the test is given; nothing that may be looked at when there is none.
    @usableFromInline let context: UnsafeRawPointer
    /// The Unix seconds from which on the test is asked, and for how many; none without a test.
    @usableFromInline let hourStart: Int64
    @usableFromInline let hourLength: UInt64
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
        unsafe context = self.test?.context ?? UnsafeRawPointer(base)
        hourStart = self.test?.hour.lowerBound ?? 0
        hourLength = UInt64(self.test?.hour.count ?? 0)
    }

    /// What libpcap is to call.
    var callback: PacketTest.Callback { unsafe test?.callback ?? Self.callback }

    /// Asks the test's function about each packet of its hour.
    static let callback: PacketTest.Callback = { unsafe takeInFull($0, $1, $2) }

    /// Takes a packet for a callback that has a part of the test built in: counts a packet of the test's hour that is clear,
    /// and does with any other what the usual callback does.
    ///
    /// - Parameter isClear: is given what the test's function is; has to know no more than some packets that it passes.
    @inlinable @inline(__always)
    public static func take(
        _ user: UnsafeMutablePointer<UInt8>?, _ header: UnsafePointer<pcap_pkthdr>?, _ packet: UnsafePointer<UInt8>?,
        unless isClear: (UnsafeRawPointer, UnsafeRawPointer, Int, Int) -> Bool
    ) {
        // libpcap gives what `takePackets` handed to it, for the length of that call, and a packet: nothing is ever nil.
        let collector = unsafe UnsafeMutableRawPointer(user.unsafelyUnwrapped)
            .assumingMemoryBound(to: FrameCollector.self)
        let (time, captured, original) = unsafe header.unsafelyUnwrapped.fields
        let secondOfHour = unsafe UInt64(bitPattern: Int64(time.seconds) &- collector.pointee.hourStart)
        guard unsafe secondOfHour < collector.pointee.hourLength,
            unsafe isClear(collector.pointee.context, packet.unsafelyUnwrapped, Int(captured), Int(original))
        else { return unsafe takeInFull(user, header, packet) }
        unsafe collector.pointee.intake.notePassed(captured: captured, original: original, time)
    }

    @inline(never) @usableFromInline
    static func takeInFull(
        _ user: UnsafeMutablePointer<UInt8>?, _ header: UnsafePointer<pcap_pkthdr>?, _ packet: UnsafePointer<UInt8>?
    ) {
        // As above.
        unsafe UnsafeMutableRawPointer(user.unsafelyUnwrapped).assumingMemoryBound(to: FrameCollector.self).pointee
            .take(header.unsafelyUnwrapped, packet.unsafelyUnwrapped)
    }

    /// The handle states times in nanoseconds, in the field for microseconds.
    @inline(__always)
    private mutating func take(_ header: UnsafePointer<pcap_pkthdr>, _ packet: UnsafePointer<UInt8>) {
        let (time, captured, original) = unsafe header.fields
        let isTested = UInt64(bitPattern: Int64(time.seconds) &- hourStart) < hourLength
        if isTested, let test, unsafe test.passes(packet, captured: Int(captured), original: Int(original)) {
            return intake.notePassed(captured: captured, original: original, time)
        }
        let nanoseconds = Int64(time.seconds) &* Timestamp.nanosecondsPerSecond &+ Int64(time.nanoseconds)
        guard nanoseconds >= begin else {
            intake.early &+= 1
            return
        }
        if !isTested { intake.untested &+= 1 }
        unsafe keep(packet, captured: captured, original: original, nanoseconds)
        intake.note(original: original, time)
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

extension UnsafePointer where Pointee == pcap_pkthdr {
    @inlinable @inline(__always)
    var fields: (time: (seconds: Int, nanoseconds: Int), captured: UInt32, original: UInt32) {
        unsafe ((pointee.ts.tv_sec, pointee.ts.tv_usec), pointee.caplen, pointee.len)
    }
}
