import CPcap

/// Turns libpcap's counters, which grow from the opening on and wrap at 32 bits, into what was lost since the last look.
struct LossCounter {
    private var last = (kernel: UInt32(0), interface: UInt32(0))

    /// An interface that is made again counts from zero; what seems more than half the range is that.
    mutating func advance(kernel: UInt32, interface: UInt32) -> PacketLoss {
        defer { last = (kernel, interface) }
        let interfaceLoss = interface &- last.interface
        return PacketLoss(
            kernel: UInt64(kernel &- last.kernel), interface: interfaceLoss > UInt32.max / 2 ? 0 : UInt64(interfaceLoss)
        )
    }

    /// - Returns: `nil` where libpcap cannot say.
    mutating func advance(_ handle: borrowing PcapHandle) -> PacketLoss? {
        var statistics = pcap_stat()
        guard unsafe pcap_stats(handle.pointer, &statistics) == 0 else { return nil }
        return advance(kernel: statistics.ps_drop, interface: statistics.ps_ifdrop)
    }
}
