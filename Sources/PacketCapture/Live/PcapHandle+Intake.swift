import CPcap

extension PcapHandle {
    /// Takes the packets that wait, at most so many, without waiting for one: those that a filter does not pass over go into
    /// a batch.
    ///
    /// - Parameters:
    ///   - count: no more than the batch has room for, each of the snapshot length.
    ///   - begin: packets from before this are left out: nanoseconds since 1970.
    func takePackets(
        atMost count: Int, from begin: Int64, into batch: inout FrameBatch, filteredBy filter: inout some PacketFilter
    ) -> PacketIntake {
        let linkType = linkType
        let intake = filter.withPacketTest(of: linkType) { test in
            unsafe batch.bytes.withUnsafeMutableBytes { bytes in
                batch.frames.refill { writer in
                    unsafe withUnsafeMutablePointer(to: &writer) { frames in
                        var collector = unsafe FrameCollector(
                            bytes, frames, linkType: linkType, begin: begin, test: test)
                        return dispatch(count, &collector)
                    }
                }
            }
        }
        filter.notePassed(count: intake.passed, cut: intake.cut)
        batch.isFiltered = intake.untested == 0
        return intake
    }

    private func dispatch(_ count: Int, _ collector: inout FrameCollector) -> PacketIntake {
        let callback = unsafe collector.callback
        let status = unsafe withUnsafeMutableBytes(of: &collector) {
            // libpcap's word for a pointer that it only passes on to the callback, which knows what it is.
            unsafe pcap_dispatch(
                pointer, CInt(clamping: count), callback,
                $0.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
        var intake = collector.intake
        intake.status = status
        return intake
    }
}
