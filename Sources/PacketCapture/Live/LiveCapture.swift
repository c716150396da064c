import CPcap
import Glibc
package import NetworkTypes

/// Captures an interface through a ring shared with the kernel (TPACKET_V3), and lends the frames that a filter does not
/// pass over in batches.
///
/// Never blocks but in `wait`: on an idle interface libpcap would wait beyond its own timeout. Memory beside the ring is
/// one batch: `FrameList.capacity` frames, or as many as 256 KiB hold.
package struct LiveCapture: ~Copyable, Sendable {
    package let interface: NetworkInterface
    private let handle: PcapHandle
    private let options: LiveOptions
    /// Whether the packets are shared out among several handles.
    private let isShared: Bool
    /// The kernel's number of the interface that the handle is bound to.
    private var boundIndex: UInt32?
    private var losses = LossCounter()
    private var begin = Int64.min
    /// Bytes of the ring that were read since the last wait, roughly.
    private var readSinceWait = 0
    /// The frames of the packets taken last that were not passed over.
    package private(set) var batch = FrameBatch()
    /// How many packets were taken last, with those passed over; how many bytes they had on the wire; when the last came.
    package private(set) var packetCount = 0
    package private(set) var wireBytes: UInt64 = 0
    package private(set) var latest: Timestamp?

    /// Opens an interface. The kernel keeps packets for it from now on.
    ///
    /// - Parameters:
    ///   - group: shares out the packets with the handles that joined it before; `nil` takes all.
    ///   - isKnown: whether frames of a link type are decoded.
    package init(
        _ interface: NetworkInterface, _ options: LiveOptions, sharing group: inout FanoutGroup?,
        isKnown: (LinkType) -> Bool
    ) throws(CaptureError) {
        let handle = try Self.open(interface, options, sharing: &group, isKnown: isKnown)
        self.init(interface, options, reading: handle, isShared: group != nil)
    }

    /// - Parameter handle: reads at once, and waits for nothing.
    init(_ interface: NetworkInterface, _ options: LiveOptions, reading handle: consuming PcapHandle, isShared: Bool) {
        boundIndex = interface.index
        self.handle = handle
        self.interface = interface
        self.options = options
        self.isShared = isShared
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

    /// The ring is left alone for so long, while less than this share of it was read since the last time: the default ring
    /// for 20 ms, of which 10 Gbit/s of the smallest packets fill two thirds. A smaller ring has a shorter pause.
    private static let longestPause: useconds_t = 20_000
    private static let ringBytesPerMicrosecond = 3_200
    private static let slowShare = 16
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

    /// Takes the packets that wait, at most so many, and puts those that the filter does not pass over into `batch`; false
    /// when none wait.
    ///
    /// - Throws: `.interfaceGone` when the interface is no more; `rebind` may take up a new one of the same name.
    package mutating func nextBatch(
        atMost limit: Int = FrameList.capacity, filteredBy filter: inout some PacketFilter
    ) throws(CaptureError) -> Bool {
        let room = batch.bytes.count / max(1, options.snapLength)
        let count = max(1, min(limit, FrameList.capacity, room))
        if readSinceWait == 0 { filter.prepare() }
        let intake = handle.takePackets(atMost: count, from: begin, into: &batch, filteredBy: &filter)
        note(intake)
        if packetCount > 0 || intake.status == 0 { begin = .min }
        if intake.status < 0, packetCount == 0 { throw CaptureError(input: interface.name, problem: failure) }
        return packetCount > 0 || intake.early > 0
    }

    private mutating func note(_ intake: PacketIntake) {
        packetCount = intake.passed + batch.frames.count
        wireBytes = intake.wireBytes
        latest = intake.latest
        let captured = min(Int(clamping: wireBytes), packetCount * options.snapLength)
        readSinceWait += captured + packetCount * Self.ringOverhead
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
        if (1..<options.bufferLength / Self.slowShare).contains(readSinceWait) { usleep(pauseMicroseconds) }
        readSinceWait = 0
        var request = pollfd(fd: handle.descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, milliseconds) > 0, request.revents & Int16(POLLIN) == 0 else { return }
        // An error that stands, of an interface that is down for one, must not make this a busy loop.
        usleep(10_000)
    }

    private var pauseMicroseconds: useconds_t {
        min(Self.longestPause, useconds_t(clamping: options.bufferLength / Self.ringBytesPerMicrosecond))
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
