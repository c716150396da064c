import NetworkTypes
import PacketCapture
import Prefetch
import Watchlist

extension HeaderScreen {
    /// Lends a test that packets pass which are usual and match nothing, for a loop that is not ours.
    func withPacketTest(
        of link: LentLink, hour: Range<Int64>, _ body: (PacketTest) -> PacketIntake
    ) -> PacketIntake {
        watchlist.screen4.namesPrefixes
            ? withProbes { withPacketTest(link, hour, $0 as BlockProbe, $1, body) }
            : withProbes { withPacketTest(link, hour, $0 as AddressProbe, $1, body) }
    }

    private func withPacketTest<Probe: LendingProbe>(
        _ link: LentLink, _ hour: Range<Int64>, _ probe4: Probe, _ probe6: IPv6Probe,
        _ body: (PacketTest) -> PacketIntake
    ) -> PacketIntake {
        unsafe watchlist.nearScreen4.words.withUnsafeBufferPointer { words in
            unsafe internalMasks.withUnsafeBufferPointer { masks in
                let near = unsafe BorrowedScreen(watchlist.nearScreen4, words, masks)
                let lent = LentScreen(screen: self, link: link, near: near, probe4: probe4, probe6: probe6)
                return unsafe withUnsafePointer(to: lent) {
                    let callback = unsafe link == .ethernet ? Probe.callback : PacketTest.usualCallback
                    return unsafe body(
                        PacketTest(Probe.test, context: UnsafeRawPointer($0), hour: hour, callback: callback))
                }
            }
        }
    }

    /// Asks for every line of the near screen.
    func prefetchNearScreen() {
        let words = watchlist.nearScreen4.words
        for index in stride(from: 0, to: words.count, by: 8) { words.prefetch(index) }
    }
}

/// What packets begin with that are looked at where they lie.
enum LentLink {
    case ethernet
    case linuxSLL
    case linuxSLL2
    case raw

    /// - Returns: `nil` for link types whose packets are all copied.
    init?(_ linkType: LinkType) {
        switch linkType {
        case .ethernet: self = .ethernet
        case .linuxSLL: self = .linuxSLL
        case .linuxSLL2: self = .linuxSLL2
        case .raw, .rawDLT12, .rawDLT14: self = .raw
        default: return nil
        }
    }
}

/// What a test is given: the screens, borrowed for one call of libpcap. Not to be copied, for that would cost a reference
/// count for a packet.
///
/// Two ways lead through it. `passesAtOnce` is built into libpcap's callback: it calls nothing, so that nothing is saved and
/// restored for a packet, and knows the usual packet that the near screen clears. Whatever it does not pass is asked of
/// `passes`, which knows all that `HeaderScreen` does.
///
/// Unsafe as `HeaderScreen` is, with the same proof: the length is compared before anything is loaded.
struct LentScreen<Probe: ListProbe>: ~Copyable {
    let screen: HeaderScreen
    let link: LentLink
    let near: BorrowedScreen
    let probe4: Probe
    let probe6: IPv6Probe

    /// - Parameters:
    ///   - context: a screen of this type for Ethernet, which `withPacketTest` lends for as long as libpcap's loop runs, and
    ///     binds to the test of just this type.
    ///   - packet: `captured` bytes.
    @inline(__always)
    static func passesAtOnce(
        _ context: UnsafeRawPointer, _ packet: UnsafeRawPointer, _ captured: Int, _ original: Int
    ) -> Bool {
        // `withPacketTest` binds a screen of this type to just this test; packets have no part in it.
        unsafe context.assumingMemoryBound(to: Self.self).pointee.passesAtOnce(packet, captured, original)
    }

    @inline(__always)
    private borrowing func passesAtOnce(_ frame: UnsafeRawPointer, _ captured: Int, _ original: Int) -> Bool {
        guard captured >= HeaderScreen.minimumLength, original >= captured else { return false }
        let type = unsafe frame.loadUnaligned(fromByteOffset: 12, as: UInt16.self)
        let (packet, captured, original) = unsafe (frame + 14, captured &- 14, original &- 14)
        if type == HeaderScreen.ipv4 {
            return unsafe screen.isClear4(
                packet, captured: captured, original: original, BitmapProbe<Probe>(near))
        }
        guard type == HeaderScreen.ipv6,
            unsafe screen.isUsual6(packet, captured: captured, original: original)
        else { return false }
        let source = unsafe UInt64(bigEndian: packet.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let destination = unsafe UInt64(bigEndian: packet.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        return !probe6.mayName(source) && !probe6.mayName(destination)
    }

    /// - Parameters:
    ///   - context: a screen of this type, lent as to `passesAtOnce`.
    ///   - packet: `captured` bytes.
    @inline(__always)
    static func passes(
        _ context: UnsafeRawPointer, _ packet: UnsafeRawPointer, _ captured: Int, _ original: Int
    ) -> Bool {
        // As in `passesAtOnce`.
        unsafe context.assumingMemoryBound(to: Self.self).pointee.passes(packet, captured, original)
    }

    @inline(__always)
    private borrowing func passes(_ frame: UnsafeRawPointer, _ captured: Int, _ original: Int) -> Bool {
        guard original >= captured else { return false }
        switch link {
        case .ethernet:
            guard captured >= HeaderScreen.minimumLength else { return false }
            return unsafe screen.isClear(frame, captured: captured, original: original, probe4, probe6)
        case .linuxSLL:
            return unsafe passes(frame, captured, original, headerLength: 16, typeOffset: 14, hardwareOffset: 2)
        case .linuxSLL2:
            return unsafe passes(frame, captured, original, headerLength: 20, typeOffset: 0, hardwareOffset: 8)
        case .raw:
            guard captured >= 20 else { return false }
            let version = unsafe frame.load(as: UInt8.self) >> 4
            let type = version == 6 ? HeaderScreen.ipv6 : HeaderScreen.ipv4
            return unsafe screen.isClearOther(frame, type, captured: captured, original: original, probe4, probe6)
        }
    }

    /// A Linux cooked header, after which comes what an Ethernet header says, but on netlink sockets.
    @inline(__always)
    private borrowing func passes(
        _ frame: UnsafeRawPointer, _ captured: Int, _ original: Int, headerLength: Int, typeOffset: Int,
        hardwareOffset: Int
    ) -> Bool {
        guard captured >= headerLength &+ 20 else { return false }
        let netlink = UInt16(824).bigEndian
        guard unsafe frame.loadUnaligned(fromByteOffset: hardwareOffset, as: UInt16.self) != netlink else {
            return false
        }
        let type = unsafe frame.loadUnaligned(fromByteOffset: typeOffset, as: UInt16.self)
        return unsafe screen.isClearOther(
            frame + headerLength, type, captured: captured &- headerLength, original: original &- headerLength, probe4,
            probe6)
    }
}

/// A probe with functions that libpcap's loop can call.
private protocol LendingProbe: ListProbe {
    static var callback: PacketTest.Callback { get }
    static var test: PacketTest.Function { get }
}

extension AddressProbe: LendingProbe {
    static let callback: PacketTest.Callback = {
        unsafe FrameCollector.take($0, $1, $2) { unsafe LentScreen<Self>.passesAtOnce($0, $1, $2, $3) }
    }
    static let test: PacketTest.Function = { unsafe LentScreen<Self>.passes($0, $1, $2, $3) }
}

extension BlockProbe: LendingProbe {
    static let callback: PacketTest.Callback = {
        unsafe FrameCollector.take($0, $1, $2) { unsafe LentScreen<Self>.passesAtOnce($0, $1, $2, $3) }
    }
    static let test: PacketTest.Function = { unsafe LentScreen<Self>.passes($0, $1, $2, $3) }
}
