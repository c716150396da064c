import NetworkTypes
import PacketCapture
import PacketDecoding
import Watchlist

/// The short way past frames that match nothing: takes both addresses from the common header chains at once, and lets a
/// frame pass over when no list names either.
///
/// Sound rather than complete. A frame passes over only when the full decoder would decode it without a remark and the
/// watchlist would match neither end; whatever is unusual in any way takes the full decoder. Ethernet with up to two VLAN
/// tags, IPv4 without options and IPv6 without extension headers, TCP, UDP that is not a tunnel's, and ICMP are usual.
///
/// Unsafe, as the hot path is, here and in `LentScreen`: bytes are loaded through a pointer. Reason: a checked subscript
/// reads one byte and checks one index, where a load here reads an address at once. Proof of bounds: every load lies below
/// `minimumLength` or the length compared in the line before it, and the frame lies inside the bytes by the check in the
/// loop that found it.
struct HeaderScreen {
    private let followsTunnels: Bool
    let watchlist: Watchlist
    /// For each first octet of IPv4, all bits where all of its addresses are internal, else none.
    let internalMasks: [UInt32]

    init(watchlist: Watchlist, internalNetworks: PrefixSet, tunnels: TunnelPolicy) {
        self.watchlist = watchlist
        internalMasks = internalNetworks.wholeOctets.map { $0 ? .max : 0 }
        followsTunnels = tunnels == .innermost
    }

    /// Ethernet, and IPv4 without options: below this nothing is looked at here.
    static let minimumLength = 34

    // EtherTypes as a little-endian load of two bytes in network order gives them.
    static let ipv4: UInt16 = 0x0008
    static let ipv6: UInt16 = 0xDD86
    private static let vlan: UInt16 = 0x0081
    private static let serviceVLAN: UInt16 = 0xA888

    // Numbers rather than the named constants of other modules: those are reached through a call each.
    private static let tcp: UInt8 = 6
    private static let udp: UInt8 = 17
    /// A bit for ICMP and one for ICMPv6. Two comparisons would come before that with UDP, which the compiler puts last.
    private static let otherTransports: UInt64 = 1 << 1 | 1 << 58

    /// What the loops found: how many frames passed over, and how many of them were cut by the snapshot length.
    struct Passed {
        var count = 0
        var cut = 0

        static func += (sum: inout Self, other: Self) {
            sum.count += other.count
            sum.cut += other.cut
        }
    }

    // MARK: - Frames

    /// Passes over frames from `start` on while they are of one hour, decoded, and match nothing.
    ///
    /// - Parameter hour: the nanoseconds that belong to the hour.
    func passOver(
        _ frames: UnsafeBufferPointer<Frame>, from start: Int, in bytes: UnsafeRawBufferPointer, hour: Range<Int64>
    ) -> Passed {
        watchlist.screen4.namesPrefixes
            ? withProbes { unsafe passOver(frames, from: start, in: bytes, hour: hour, $0 as BlockProbe, $1) }
            : withProbes { unsafe passOver(frames, from: start, in: bytes, hour: hour, $0 as AddressProbe, $1) }
    }

    @inline(__always)
    private func passOver(
        _ frames: UnsafeBufferPointer<Frame>, from start: Int, in bytes: UnsafeRawBufferPointer, hour: Range<Int64>,
        _ probe4: some IPv4Probe, _ probe6: IPv6Probe
    ) -> Passed {
        guard let base = bytes.baseAddress else { return Passed() }
        let hourStart = hour.lowerBound
        let hourLength = UInt64(bitPattern: hour.upperBound &- hourStart)
        var passed = Passed()
        while start &+ passed.count < frames.count {
            let frame = unsafe frames[start &+ passed.count]
            guard UInt64(bitPattern: frame.nanoseconds &- hourStart) < hourLength,
                Int(frame.offset) &+ Int(frame.capturedLength) <= bytes.count,
                frame.linkType.rawValue == Self.ethernet, frame.capturedLength >= Self.minimumLength,
                unsafe isClear(
                    base + Int(frame.offset), captured: Int(frame.capturedLength),
                    original: Int(frame.originalLength), probe4, probe6)
            else { break }
            passed.cut &+= frame.capturedLength < frame.originalLength ? 1 : 0
            passed.count &+= 1
        }
        return passed
    }

    static let ethernet: UInt16 = 1

    // MARK: - One frame

    /// Whether an Ethernet frame is a usual one that matches nothing.
    ///
    /// - Parameter captured: at least `minimumLength`, and at most `original`.
    @inline(__always)
    func isClear(
        _ frame: UnsafeRawPointer, captured: Int, original: Int, _ probe4: some IPv4Probe, _ probe6: IPv6Probe
    ) -> Bool {
        let type = unsafe frame.loadUnaligned(fromByteOffset: 12, as: UInt16.self)
        return unsafe type == Self.ipv4
            ? isClear4(frame + 14, captured: captured &- 14, original: original &- 14, probe4)
            : isClearOtherFrame(frame, type, captured: captured, original: original, probe4, probe6)
    }

    /// As `isClearOther`, of an Ethernet frame: what its header leaves is handed in, so that usual frames do without.
    ///
    /// - Parameter captured: at least `minimumLength`.
    @inline(never)
    private func isClearOtherFrame(
        _ frame: UnsafeRawPointer, _ type: UInt16, captured: Int, original: Int, _ probe4: some IPv4Probe,
        _ probe6: IPv6Probe
    ) -> Bool {
        unsafe isClearTagged(frame + 14, type, captured: captured &- 14, original: original &- 14, probe4, probe6)
    }

    /// The rarer types: IPv6, and up to two VLAN tags before either version.
    ///
    /// - Parameter captured: at least 20.
    @inline(never)
    func isClearOther(
        _ header: UnsafeRawPointer, _ type: UInt16, captured: Int, original: Int, _ probe4: some IPv4Probe,
        _ probe6: IPv6Probe
    ) -> Bool {
        unsafe isClearTagged(header, type, captured: captured, original: original, probe4, probe6)
    }

    @inline(__always)
    private func isClearTagged(
        _ header: UnsafeRawPointer, _ type: UInt16, captured: Int, original: Int, _ probe4: some IPv4Probe,
        _ probe6: IPv6Probe
    ) -> Bool {
        var (type, start) = (type, 0)
        while type == Self.vlan || type == Self.serviceVLAN {
            guard start < 8, captured >= start + 24 else { return false }
            type = unsafe header.loadUnaligned(fromByteOffset: start + 2, as: UInt16.self)
            start += 4
        }
        let (packet, captured, original) = unsafe (header + start, captured - start, original - start)
        if type == Self.ipv4 { return unsafe isClear4(packet, captured: captured, original: original, probe4) }
        guard type == Self.ipv6 else { return false }
        return unsafe isClear6(packet, captured: captured, original: original, probe6)
    }

    /// - Parameter captured: at least 20, and at most `original`.
    @inline(__always)
    func isClear4(
        _ header: UnsafeRawPointer, captured: Int, original: Int, _ probe: some IPv4Probe
    ) -> Bool {
        // Version and header length, type of service, total length, identification, flags and fragment offset.
        let start = unsafe UInt64(littleEndian: header.loadUnaligned(as: UInt64.self))
        let totalLength = Int(UInt16(truncatingIfNeeded: start &>> 16).byteSwapped)
        let isWholeWithoutOptions = start & 0xFF1F_0000_0000_00FF == 0x45
        // One comparison says that it is 20 at least and no more than there was on the wire.
        let isLengthSound = UInt(bitPattern: totalLength &- 20) <= UInt(bitPattern: original &- 20)
        guard isWholeWithoutOptions, isLengthSound else { return false }
        let transport = unsafe header.load(fromByteOffset: 9, as: UInt8.self)
        if transport != Self.tcp {
            let present = min(captured, totalLength) &- 20
            guard unsafe isUsual(transport, header + 20, captured: present) else { return false }
        }
        let source = unsafe header.load32(12)
        let destination = unsafe header.load32(16)
        return !probe.mayMatch(source, destination)
    }

    @inline(__always)
    func isClear6(_ header: UnsafeRawPointer, captured: Int, original: Int, _ probe: IPv6Probe) -> Bool {
        guard unsafe isUsual6(header, captured: captured, original: original) else { return false }
        let source = unsafe UInt64(bigEndian: header.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let destination = unsafe UInt64(bigEndian: header.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        if probe.mayName(source), unsafe names(source, header.loadUnaligned(fromByteOffset: 16, as: UInt64.self)) {
            return false
        }
        if probe.mayName(destination),
            unsafe names(destination, header.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
        {
            return false
        }
        return true
    }

    /// Whether an IPv6 header is a usual one, whatever its addresses; then 40 bytes are there.
    @inline(__always)
    func isUsual6(_ header: UnsafeRawPointer, captured: Int, original: Int) -> Bool {
        guard captured >= 40 else { return false }
        let version = unsafe header.load(as: UInt8.self) >> 4
        let payloadLength = Int(unsafe UInt16(bigEndian: header.loadUnaligned(fromByteOffset: 4, as: UInt16.self)))
        guard version == 6, payloadLength > 0, payloadLength &+ 40 <= original else { return false }
        let transport = unsafe header.load(fromByteOffset: 6, as: UInt8.self)
        if transport != Self.tcp {
            let present = min(captured &- 40, payloadLength)
            guard unsafe isUsual(transport, header + 40, captured: present) else { return false }
        }
        return true
    }

    /// - Parameter rest: the lower half of the address, in network order.
    private func names(_ upperHalf: UInt64, _ rest: UInt64) -> Bool {
        watchlist.names(IPv6Address(rawValue: UInt128(upperHalf) << 64 | UInt128(UInt64(bigEndian: rest))))
    }

    /// Whether the decoder would look no further than the header before, for a transport other than TCP: one that is never
    /// a tunnel, or UDP to ports that belong to no tunnel.
    @inline(__always)
    private func isUsual(_ transport: UInt8, _ segment: UnsafeRawPointer, captured: Int) -> Bool {
        if transport == Self.udp {
            guard followsTunnels else { return true }
            guard captured >= 8 else { return false }
            let ports = unsafe UInt32(bigEndian: segment.loadUnaligned(as: UInt32.self))
            return !Tunnel.isTunnel(
                source: UInt16(truncatingIfNeeded: ports >> 16), destination: UInt16(truncatingIfNeeded: ports))
        }
        return transport < 64 && Self.otherTransports >> UInt64(transport) & 1 != 0
    }

    // MARK: - Probes

    func withProbes<Probe: ListProbe, Result>(_ body: (Probe, IPv6Probe) -> Result) -> Result {
        unsafe watchlist.screen4.words.withUnsafeBufferPointer { words4 in
            unsafe watchlist.screen6.words.withUnsafeBufferPointer { words6 in
                unsafe internalMasks.withUnsafeBufferPointer { masks in
                    unsafe body(
                        Probe(watchlist, BorrowedScreen(watchlist.screen4, words4, masks)),
                        IPv6Probe(watchlist.screen6, words6))
                }
            }
        }
    }
}
