import NetworkTypes
import PacketCapture
import PacketDecoding
import Watchlist

/// The short way past frames that match nothing: takes both addresses from the common header chains at once, and lets a
/// frame pass over when no list names either.
///
/// Sound rather than complete. A frame passes over only when the full decoder would decode it without a remark and the
/// watchlist would match neither end; whatever is unusual in any way takes the full decoder. Ethernet with up to two VLAN
/// tags, IPv4 without options and IPv6 without extension headers, TCP, UDP that is no tunnel's, and ICMP are usual.
///
/// Unsafe, as the one file of the hot path: bytes are loaded through a pointer. Reason: a checked subscript reads one byte
/// and checks one index, where a load here reads an address at once. Proof of bounds: every load lies below `minimumLength` or the length compared in the
/// line before it, and `frame` lies inside `bytes` by the check in `passOver`.
struct HeaderScreen {
    private let followsTunnels: Bool
    private let watchlist: Watchlist

    init(watchlist: Watchlist, tunnels: TunnelPolicy) {
        self.watchlist = watchlist
        followsTunnels = tunnels == .innermost
    }

    /// Ethernet, and IPv4 without options: below this nothing is looked at here.
    private static let minimumLength = 34

    // EtherTypes as a little-endian load of two bytes in network order gives them.
    private static let ipv4: UInt16 = 0x0008
    private static let ipv6: UInt16 = 0xDD86
    private static let vlan: UInt16 = 0x0081
    private static let serviceVLAN: UInt16 = 0xA888

    // Numbers rather than the named constants of other modules: those are reached through a call each.
    private static let ethernet: UInt16 = 1
    private static let icmp: UInt8 = 1
    private static let tcp: UInt8 = 6
    private static let udp: UInt8 = 17
    private static let icmpv6: UInt8 = 58

    /// Passes over frames from `start` on while they are of one hour, decoded, and match nothing.
    ///
    /// - Parameter hour: the nanoseconds that belong to the hour.
    /// - Returns: where another kind of frame begins, and how many before it were cut by the snapshot length.
    func passOver(
        _ frames: UnsafeBufferPointer<Frame>, from start: Int, in bytes: UnsafeRawBufferPointer, hour: Range<Int64>
    ) -> (end: Int, cut: Int) {
        unsafe watchlist.screen4.words.withUnsafeBufferPointer { words4 in
            unsafe watchlist.screen6.words.withUnsafeBufferPointer { words6 in
                let screen4 = unsafe BorrowedScreen(watchlist.screen4, words4)
                let screen6 = unsafe BorrowedScreen(watchlist.screen6, words6)
                return unsafe passOver(frames, from: start, in: bytes, hour: hour, screen4, screen6)
            }
        }
    }

    private func passOver(
        _ frames: UnsafeBufferPointer<Frame>, from start: Int, in bytes: UnsafeRawBufferPointer, hour: Range<Int64>,
        _ screen4: BorrowedScreen, _ screen6: BorrowedScreen
    ) -> (end: Int, cut: Int) {
        guard let base = bytes.baseAddress else { return (start, 0) }
        let hourStart = hour.lowerBound
        let hourLength = UInt64(bitPattern: hour.upperBound &- hourStart)
        var index = start
        var cut = 0
        while index < frames.count {
            let frame = unsafe frames[index]
            guard UInt64(bitPattern: frame.nanoseconds &- hourStart) < hourLength,
                Int(frame.offset) &+ Int(frame.capturedLength) <= bytes.count,
                frame.linkType.rawValue == Self.ethernet, frame.capturedLength >= Self.minimumLength
            else { break }
            let packet = unsafe base + Int(frame.offset)
            let type = unsafe packet.loadUnaligned(fromByteOffset: 12, as: UInt16.self)
            let captured = Int(frame.capturedLength) &- 14
            let original = Int(frame.originalLength) &- 14
            let passes =
                unsafe type == Self.ipv4
                ? passesOver4(packet + 14, captured: captured, original: original, screen4)
                : passesOverOther(packet + 14, type, captured: captured, original: original, screen4, screen6)
            guard passes else { break }
            cut &+= frame.capturedLength < frame.originalLength ? 1 : 0
            index &+= 1
        }
        return (index, cut)
    }

    /// The rarer types: IPv6, and up to two VLAN tags before either version.
    ///
    /// - Parameter captured: at least 20.
    @inline(never)
    private func passesOverOther(
        _ header: UnsafeRawPointer, _ type: UInt16, captured: Int, original: Int, _ screen4: BorrowedScreen,
        _ screen6: BorrowedScreen
    ) -> Bool {
        var (type, start) = (type, 0)
        while type == Self.vlan || type == Self.serviceVLAN {
            guard start < 8, captured >= start + 24 else { return false }
            type = unsafe header.loadUnaligned(fromByteOffset: start + 2, as: UInt16.self)
            start += 4
        }
        let (packet, captured, original) = unsafe (header + start, captured - start, original - start)
        if type == Self.ipv4 { return unsafe passesOver4(packet, captured: captured, original: original, screen4) }
        guard type == Self.ipv6 else { return false }
        return unsafe passesOver6(packet, captured: captured, original: original, screen6)
    }

    /// - Parameter captured: at least 20.
    @inline(__always)
    private func passesOver4(
        _ header: UnsafeRawPointer, captured: Int, original: Int, _ screen: BorrowedScreen
    ) -> Bool {
        let firstWord = unsafe UInt32(bigEndian: header.loadUnaligned(as: UInt32.self))
        let totalLength = Int(firstWord & 0xFFFF)
        let fragmentOffset = unsafe header.loadUnaligned(fromByteOffset: 6, as: UInt16.self) & 0xFF1F
        guard firstWord >> 24 == 0x45, totalLength >= 20, totalLength <= original, fragmentOffset == 0 else {
            return false
        }
        let transport = unsafe header.load(fromByteOffset: 9, as: UInt8.self)
        guard unsafe isUsual(transport, header + 20, captured: min(captured, totalLength) &- 20) else { return false }
        let source = unsafe UInt32(bigEndian: header.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
        let destination = unsafe UInt32(bigEndian: header.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
        let isClear =
            !screen.mayContain(UInt64(source >> 8)) && !screen.mayContain(UInt64(destination >> 8))
        return isClear || namesNeither(source, destination)
    }

    @inline(never)
    private func namesNeither(_ source: UInt32, _ destination: UInt32) -> Bool {
        !watchlist.names(IPv4Address(rawValue: source)) && !watchlist.names(IPv4Address(rawValue: destination))
    }

    @inline(__always)
    private func passesOver6(
        _ header: UnsafeRawPointer, captured: Int, original: Int, _ screen: BorrowedScreen
    ) -> Bool {
        guard captured >= 40 else { return false }
        let version = unsafe header.load(as: UInt8.self) >> 4
        let payloadLength = Int(unsafe UInt16(bigEndian: header.loadUnaligned(fromByteOffset: 4, as: UInt16.self)))
        guard version == 6, payloadLength > 0, payloadLength + 40 <= original else { return false }
        let transport = unsafe header.load(fromByteOffset: 6, as: UInt8.self)
        guard unsafe isUsual(transport, header + 40, captured: min(captured - 40, payloadLength)) else { return false }
        let source = unsafe UInt64(bigEndian: header.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let destination = unsafe UInt64(bigEndian: header.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        let unused = UInt64(truncatingIfNeeded: 64 &- watchlist.screen6.keyLength)
        if !screen.mayContain(source >> unused) && !screen.mayContain(destination >> unused) { return true }
        let sourceRest = unsafe UInt64(bigEndian: header.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        let destinationRest = unsafe UInt64(bigEndian: header.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
        return !watchlist.names(IPv6Address(rawValue: UInt128(source) << 64 | UInt128(sourceRest)))
            && !watchlist.names(IPv6Address(rawValue: UInt128(destination) << 64 | UInt128(destinationRest)))
    }

    /// Whether the decoder would look no further than the header before: a transport that is never a tunnel, or UDP to
    /// ports that are none's.
    @inline(__always)
    private func isUsual(_ transport: UInt8, _ segment: UnsafeRawPointer, captured: Int) -> Bool {
        if transport == Self.tcp { return true }
        if transport == Self.udp {
            guard followsTunnels else { return true }
            guard captured >= 8 else { return false }
            let ports = unsafe UInt32(bigEndian: segment.loadUnaligned(as: UInt32.self))
            return !Tunnel.isTunnel(
                source: UInt16(truncatingIfNeeded: ports >> 16), destination: UInt16(truncatingIfNeeded: ports))
        }
        return transport == Self.icmp || transport == Self.icmpv6
    }
}

/// A screen with its words borrowed for a batch: what the loop keeps in registers.
@safe
private struct BorrowedScreen {
    private let words: UnsafePointer<UInt64>
    private let multiplier: UInt64
    private let shift: UInt64

    /// A bitmap has 512 bytes at least.
    init(_ screen: AddressScreen, _ words: UnsafeBufferPointer<UInt64>) {
        guard let base = words.baseAddress else { preconditionFailure("a screen has words") }
        unsafe self.words = base
        multiplier = screen.multiplier
        shift = screen.shift
    }

    /// Whether an address with this key may be on the list.
    @inline(__always)
    func mayContain(_ key: UInt64) -> Bool {
        // The index has 64 - `shift` bits, and there are words for just as many.
        let index = (key &* multiplier) &>> shift
        return unsafe words[Int(truncatingIfNeeded: index &>> 6)] &>> (index & 63) & 1 == 1
    }
}
