import NetworkTypes

/// What one call of libpcap brought.
public struct PacketIntake {
    /// What libpcap returned: below 0 is an error.
    var status: CInt = 0
    /// Packets left out, because they came before capturing was to begin.
    var early = 0
    /// Packets that needed no frame, and how many of them were cut by the snapshot length.
    @usableFromInline var passed = 0
    @usableFromInline var cut = 0
    /// Packets that got a frame, because there is no test for them or for their hour.
    var untested = 0
    /// When the last packet came that was not left out, in the two fields of libpcap's header; below 0 when there was none.
    /// They do not lie side by side: loaded at once, they would wait for the two stores with which libpcap has just made them.
    @usableFromInline var lastSeconds = Int.min
    /// Bytes that the packets had on the wire, without those left out.
    @usableFromInline var wireBytes: UInt64 = 0
    @usableFromInline var lastNanoseconds = 0

    var latest: Timestamp? {
        guard lastSeconds >= 0 else { return nil }
        return Timestamp(
            nanoseconds: Int64(lastSeconds) &* Timestamp.nanosecondsPerSecond &+ Int64(lastNanoseconds))
    }

    /// Notes a packet that is not left out.
    @inlinable @inline(__always)
    mutating func note(original: UInt32, _ time: (seconds: Int, nanoseconds: Int)) {
        wireBytes &+= UInt64(original)
        lastSeconds = time.seconds
        lastNanoseconds = time.nanoseconds
    }

    /// Notes a packet that needed no frame.
    @inlinable @inline(__always)
    mutating func notePassed(captured: UInt32, original: UInt32, _ time: (seconds: Int, nanoseconds: Int)) {
        passed &+= 1
        if captured < original { cut &+= 1 }
        note(original: original, time)
    }
}
