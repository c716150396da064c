import NetworkTypes

/// What one call of libpcap brought.
package struct PacketIntake {
    /// What libpcap returned: below 0 is an error.
    var status: CInt = 0
    /// Packets left out, because they came before capturing was to begin.
    var early = 0
    /// Packets that needed no frame, and how many of them were cut by the snapshot length.
    var passed = 0
    var cut = 0
    /// Packets that got a frame, because there is no test for them or for their hour.
    var untested = 0
    /// Bytes that the packets had on the wire, without those left out.
    var wireBytes: UInt64 = 0
    /// When the last packet came that was not left out, in the two fields of libpcap's header; `nil` when there was none.
    var last: (seconds: Int, nanoseconds: Int)?

    var latest: Timestamp? {
        last.map { Timestamp(nanoseconds: Int64($0) &* Timestamp.nanosecondsPerSecond &+ Int64($1)) }
    }
}
