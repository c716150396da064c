import NetworkTypes

extension FlowRecordReading {
    /// The packet that a record holds (`dataLinkFrameSection`, `ipHeaderPacketSection`, RFC 7133 and RFC 5477); `nil` where it
    /// holds none.
    static func sample(_ fields: borrowing RecordFields, _ datagram: Span<UInt8>, _ context: RecordContext)
        -> SampledFrame?
    {
        guard !fields.packet.isEmpty else { return nil }
        let times = RecordTimes(fields, context)
        var sample = SampledFrame(
            linkType: linkType(fields), bytes: datagram.bytes(fields.packet),
            originalLength: UInt32(clamping: max(fields.number(.packetLength), UInt64(fields.packet.count))),
            time: times.event ?? times.first ?? times.last ?? context.exportTime)
        sample.samplingInterval = sampling(fields, context)
        return sample
    }

    /// `dataLinkFrameType` 2 is IEEE 802.11; what states none is Ethernet.
    private static func linkType(_ fields: borrowing RecordFields) -> LinkType {
        guard fields.present.contains(.frame) else { return .raw }
        return fields[.frameType] == 2 ? .ieee80211 : .ethernet
    }
}
