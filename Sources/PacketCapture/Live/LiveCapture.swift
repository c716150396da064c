import CPcap
import Glibc
package import NetworkTypes

/// Captures an interface through a ring shared with the kernel (TPACKET_V3), and lends its frames in batches.
///
/// Never blocks but in `wait`: on an idle interface libpcap would wait beyond its own timeout. Memory beside the ring is
/// one batch: `FrameList.capacity` frames, or as many as 256 KiB hold.
package struct LiveCapture: ~Copyable, Sendable {
    package let interface: NetworkInterface
    private let handle: PcapHandle
    private let options: LiveOptions
    private let linkType: LinkType
    /// Whether the packets are shared out among several handles.
    private let isShared: Bool
    /// The kernel's number of the interface that the handle is bound to.
    private var boundIndex: UInt32?
    private var losses = LossCounter()
    private var begin = Int64.min
    /// Bytes of the ring that were read since the last wait, roughly.
    private var readSinceWait = 0
    package private(set) var batch = FrameBatch()
    /// Bytes that the frames of the batch had on the wire.
    package private(set) var wireBytes: UInt64 = 0

    /// Opens an interface. The kernel keeps packets for it from now on.
    ///
    /// - Parameters:
    ///   - group: shares out the packets with the handles that joined it before; `nil` takes all.
    ///   - isKnown: whether frames of a link type are decoded.
    package init(
        _ interface: NetworkInterface, _ options: LiveOptions, sharing group: inout FanoutGroup?,
        isKnown: (LinkType) -> Bool
    ) throws(CaptureError) {
        boundIndex = interface.index
        handle = try Self.open(interface, options, sharing: &group, isKnown: isKnown)
        linkType = handle.linkType
        self.interface = interface
        self.options = options
        isShared = group != nil
        batch.bytes = Array(repeating: 0, count: max(Self.batchLength, options.snapLength))
    }

    private static func open(
        _ interface: NetworkInterface, _ options: LiveOptions, sharing group: inout FanoutGroup?,
        isKnown: (LinkType) -> Bool
    ) throws(CaptureError) -> PcapHandle {
        do {
            let handle = try PcapHandle.activate(interface, options)
            try handle.checkLinkType(isKnown: isKnown)
            try handle.restrict(to: options)
            try group?.join(handle)
            return handle
        } catch {
            throw CaptureError(input: interface.name, problem: error)
        }
    }

    /// Frames of a batch at most: what was read of them is still in the cache when they are classified.
    private static let batchFrames = 512
    /// The ring is left alone for so long, while less than this share of it was read since the last time.
    private static let pauseMicroseconds: useconds_t = 10_000
    private static let slowShare = 32
    /// What the kernel keeps in the ring beside a packet's bytes.
    private static let ringOverhead = 96
    private static let batchLength = 256 * 1_024
    /// How long the kernel keeps a part of the ring that is not full: what a packet waits at most.
    package static let blockMilliseconds: CInt = 100

    /// Leaves out packets from before an instant, and forgets what was lost until now. Packets that came before all
    /// handles shared them out would be there twice.
    package mutating func begin(at time: Timestamp) {
        begin = time.nanoseconds
        _ = losses.advance(handle)
    }

    /// Puts the frames that wait, at most so many, into `batch`; false when none wait.
    ///
    /// - Throws: `.interfaceGone` when the interface is no more; `rebind` may take up a new one of the same name.
    package mutating func nextBatch(atMost limit: Int = FrameList.capacity) throws(CaptureError) -> Bool {
        let room = batch.bytes.count / max(1, options.snapLength)
        let count = CInt(max(1, min(limit, Self.batchFrames, room)))
        let (status, early) = dispatch(count)
        if batch.frames.count > 0 || status == 0 { begin = .min }
        if status < 0, batch.frames.isEmpty { throw CaptureError(input: interface.name, problem: failure) }
        return early > 0 || !batch.frames.isEmpty
    }

    private mutating func dispatch(_ count: CInt) -> (status: CInt, early: Int) {
        let (begin, linkType) = (begin, linkType)
        return unsafe batch.bytes.withUnsafeMutableBytes { bytes in
            batch.frames.refill { writer in
                unsafe withUnsafeMutablePointer(to: &writer) { frames in
                    var collector = unsafe FrameCollector(bytes, frames, linkType: linkType, begin: begin)
                    let status = unsafe withUnsafeMutableBytes(of: &collector) {
                        // libpcap's word for a pointer that it only passes on to the callback, which knows what it is.
                        unsafe pcap_dispatch(
                            handle.pointer, count, FrameCollector.callback,
                            $0.baseAddress?.assumingMemoryBound(to: UInt8.self))
                    }
                    wireBytes = collector.wireBytes
                    unsafe readSinceWait += collector.used + frames.pointee.count * Self.ringOverhead
                    return (status, collector.early)
                }
            }
        }
    }

    /// What an error of libpcap means here.
    private var failure: CaptureError.Problem {
        guard condition == .up || condition == .down else { return .live(.interfaceGone) }
        return .system(operation: "capture", reason: handle.lastError)
    }

    /// Waits until frames may be there, or for so long.
    ///
    /// While the ring fills slowly it is left alone for a moment first: waking for every part of it that is full would cost
    /// more than the packets in it do, for whatever ran meanwhile has pushed the watchlist out of the cache.
    package mutating func wait(milliseconds: CInt) {
        if (1..<options.bufferLength / Self.slowShare).contains(readSinceWait) { usleep(Self.pauseMicroseconds) }
        readSinceWait = 0
        var request = pollfd(fd: handle.descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, milliseconds) > 0, request.revents & Int16(POLLIN) == 0 else { return }
        // An error that stands, of an interface that is down for one, must not make this a busy loop.
        usleep(10_000)
    }

    /// What was lost since the last call, or since `begin`.
    package mutating func takeLosses() -> PacketLoss {
        losses.advance(handle) ?? PacketLoss()
    }
}

extension LiveCapture {
    /// How the interface is.
    package enum Condition: Sendable {
        case up
        case down
        case gone
        /// There is a new interface of the same name.
        case replaced
    }

    package var condition: Condition {
        guard !interface.isAny else { return .up }
        guard let index = interface.index else { return .gone }
        guard index == boundIndex else { return .replaced }
        return interface.isUp == false ? .down : .up
    }

    /// Binds the socket to the new interface of the same name: that takes no privilege, as opening it did.
    ///
    /// The kernel refuses it to sockets that share out packets.
    package mutating func rebind() throws(CaptureError) {
        guard let index = interface.index else {
            throw CaptureError(input: interface.name, problem: .live(.interfaceGone))
        }
        guard !isShared else { throw CaptureError(input: interface.name, problem: .live(.cannotRebindWorkers)) }
        do {
            try handle.bind(toInterface: index, isPromiscuous: options.isPromiscuous)
        } catch {
            throw CaptureError(input: interface.name, problem: error)
        }
        boundIndex = index
    }
}
