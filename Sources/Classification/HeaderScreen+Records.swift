import NetworkTypes
import PacketCapture
import Watchlist

/// The screen for the records of a capture file, before there are frames of them.
///
/// Unsafe as `HeaderScreen` is, with the same proof.
extension HeaderScreen {
    /// Takes records of Ethernet frames from `position` on while they are of one hour: passes over those that match
    /// nothing, and appends a frame for each other.
    ///
    /// - Parameter hour: the Unix second at which the hour begins.
    func take(
        _ run: some RecordRun, position: inout Int, hour: Int64, into frames: inout FrameWriter
    ) -> Passed {
        watchlist.screen4.namesPrefixes
            ? withProbes { take(run, position: &position, hour: hour, into: &frames, $0 as BlockProbe, $1) }
            : withProbes { take(run, position: &position, hour: hour, into: &frames, $0 as AddressProbe, $1) }
    }

    @inline(__always)
    private func take(
        _ run: some RecordRun, position: inout Int, hour: Int64, into frames: inout FrameWriter,
        _ probe4: some ListProbe, _ probe6: IPv6Probe
    ) -> Passed {
        guard watchlist.screen4.words.count <= Self.nearWordCount else {
            return takeFar(run, position: &position, hour: hour, into: &frames, BitmapProbe(probe4), probe6)
        }
        return passOver(run, position: &position, hour: hour, probe4, probe6) { _ in
        } orKeep: { start in
            guard !frames.isFull else { return false }
            frames.append(run.frame(at: start))
            return true
        }
    }

    /// Passes over records while they are of one hour.
    ///
    /// - Parameters:
    ///   - prepare: is called with the place where each record begins, before it is looked at.
    ///   - keep: is called with the place where each record begins that is unusual or may match; with false it leaves it and ends
    ///     the loop.
    @inline(__always)
    private func passOver(
        _ run: some RecordRun, position: inout Int, hour: Int64, _ probe4: some IPv4Probe, _ probe6: IPv6Probe,
        prepare: (Int) -> Void, orKeep keep: (Int) -> Bool
    ) -> Passed {
        guard let base = unsafe run.bytes.baseAddress, let hourStart = run.start(ofHour: hour) else { return Passed() }
        let (last, end, hourLength) = (lastStart(in: run), run.end, run.hourLength)
        // Numbers by themselves, which the compiler keeps in registers.
        var next = position
        var (count, cut) = (0, 0)
        defer { position = next }
        while next <= last {
            prepare(next)
            let record = unsafe base + next
            let length = unsafe run.length(record)
            guard next &+ length <= end, unsafe run.isSound(record, length: length),
                unsafe run.time(record) &- hourStart < hourLength
            else { break }
            let lengths = unsafe lengths(of: record, in: run)
            if unsafe isClear(record, in: run, lengths, probe4, probe6) {
                count &+= 1
                cut &+= lengths.captured < lengths.original ? 1 : 0
            } else {
                // What states no length on the wire may be no record: the reader looks at it.
                guard lengths.original > 0, keep(next) else { break }
            }
            next &+= length
        }
        return Passed(count: count, cut: cut)
    }

    @inline(__always)
    private func lengths<Run: RecordRun>(
        of record: UnsafeRawPointer, in run: Run
    ) -> Lengths {
        unsafe Lengths(
            captured: Int(record.load32(Run.capturedOffset)), original: Int(record.load32(Run.originalOffset)))
    }

    /// Whether a sound record holds a usual frame that matches nothing.
    @inline(__always)
    private func isClear<Run: RecordRun>(
        _ record: UnsafeRawPointer, in run: Run, _ lengths: Lengths,
        _ probe4: some IPv4Probe, _ probe6: IPv6Probe
    ) -> Bool {
        unsafe lengths.areUsual && run.isTimeUsual(record)
            && isClear(
                record + Run.headerLength, captured: lengths.captured, original: lengths.original, probe4, probe6)
    }

    /// A record that begins here or before has its header and `minimumLength` bytes in the buffer.
    @inline(__always)
    private func lastStart<Run: RecordRun>(in run: Run) -> Int {
        min(run.end &- Run.headerLength &- Self.minimumLength, run.limit &- 1)
    }
}

/// How long a frame is in the file, and how long it was on the wire.
private struct Lengths {
    let captured: Int
    let original: Int

    /// The bytes that the snapshot length took away.
    @inline(__always) var missing: Int { original &- captured }

    /// Whether the frame is long enough to be looked at, and no longer than it was. Both are one comparison, for what is
    /// negative has the highest bit.
    @inline(__always) var areUsual: Bool { captured &- HeaderScreen.minimumLength | missing >= 0 }
}

// MARK: - Large lists

extension HeaderScreen {
    /// A bitmap of more words than these is not expected to stay in the L2 cache.
    static let nearWordCount = 32_768
    /// How many records' words of such a bitmap are prefetched at once.
    private static let recordsAhead = 16

    /// As `take`, for a list whose bitmap and tables lie beyond the L2 cache, where a look takes as long as a hundred
    /// instructions. Records that pass the bitmap wait until there are some dozens, before the tables are asked: then no
    /// look waits for another.
    private func takeFar(
        _ run: some RecordRun, position: inout Int, hour: Int64, into frames: inout FrameWriter,
        _ probe4: BitmapProbe<some ListProbe>, _ probe6: IPv6Probe
    ) -> Passed {
        var suspects = Suspects()
        var settled = Passed()
        var (groupEnd, aheadEnd) = (position, prefetch(run, from: position, probe4.screen))
        var passed = passOver(run, position: &position, hour: hour, probe4, probe6) { start in
            guard start >= groupEnd else { return }
            groupEnd = aheadEnd
            aheadEnd = prefetch(run, from: aheadEnd, probe4.screen)
        } orKeep: { start in
            if suspects.isFull { settled += settle(&suspects, run, probe4.screen, probe6, into: &frames) }
            // Room for all of them, should each be kept.
            guard frames.roomLeft > suspects.count else { return false }
            suspects.append(start)
            return true
        }
        passed += settled
        passed += settle(&suspects, run, probe4.screen, probe6, into: &frames)
        return passed
    }

    /// Asks for the words of the bitmap that the next records need, as if all were IPv4 without a tag.
    ///
    /// - Returns: where the last of these records ends.
    @inline(never)
    private func prefetch(_ run: some RecordRun, from start: Int, _ screen: BorrowedScreen) -> Int {
        guard let base = unsafe run.bytes.baseAddress else { return start }
        let last = lastStart(in: run)
        var next = start
        for _ in 0..<Self.recordsAhead where next <= last {
            let record = unsafe base + next
            unsafe screen.prefetch(outerAddress(of: record, in: run, screen))
            next &+= unsafe run.length(record)
        }
        return next
    }

    /// What IPv4 without a tag has as the address of the end that is not internal.
    @inline(__always)
    private func outerAddress<Run: RecordRun>(
        of record: UnsafeRawPointer, in run: Run, _ screen: BorrowedScreen
    ) -> UInt32 {
        unsafe screen.outer(record.load32(Run.headerLength + 26), record.load32(Run.headerLength + 30))
    }

    /// Asks the tables about the records that wait: passes over those that match nothing, and appends a frame for each
    /// other.
    @inline(never)
    private func settle(
        _ suspects: inout Suspects, _ run: some RecordRun, _ screen: BorrowedScreen, _ probe6: IPv6Probe,
        into frames: inout FrameWriter
    ) -> Passed {
        guard let base = unsafe run.bytes.baseAddress else { return Passed() }
        func address(_ start: Int) -> IPv4Address {
            unsafe IPv4Address(rawValue: outerAddress(of: base + start, in: run, screen).byteSwapped)
        }
        var passed = Passed()
        for index in 0..<suspects.count { watchlist.prefetchAddress(address(suspects[index])) }
        for index in 0..<suspects.count { watchlist.prefetchRange(address(suspects[index])) }
        let tables = TableProbe(watchlist, screen)
        for index in 0..<suspects.count {
            let record = unsafe base + suspects[index]
            let lengths = unsafe lengths(of: record, in: run)
            if unsafe isClear(record, in: run, lengths, tables, probe6) {
                passed.count += 1
                passed.cut += lengths.missing == 0 ? 0 : 1
            } else {
                frames.append(run.frame(at: suspects[index]))
            }
        }
        suspects.removeAll()
        return passed
    }
}

/// Where records begin that have passed the bitmap.
private struct Suspects {
    private var starts = InlineArray<32, Int>(repeating: 0)
    private(set) var count = 0

    var isFull: Bool { count == starts.count }

    subscript(index: Int) -> Int { starts[index] }

    mutating func append(_ start: Int) {
        starts[count] = start
        count += 1
    }

    mutating func removeAll() {
        count = 0
    }
}
