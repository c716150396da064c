package import TrafficSimulation

/// What an 802.11 data frame's header can have beside its three addresses.
package struct WirelessOptions {
    /// The frame's type and subtype in its first byte; data by default.
    package var control: UInt8 = 0x08
    package var flags: UInt8 = 0x01
    package var hasFourthAddress = false
    /// QoS control, as it stands on the wire.
    package var qos: [UInt8]?
    package var hasHTControl = false
    package var fragmentNumber: UInt8 = 0
    /// Bytes that the driver put between header and body.
    package var padding = 0

    package init(
        control: UInt8 = 0x08, flags: UInt8 = 0x01, hasFourthAddress: Bool = false, qos: [UInt8]? = nil,
        hasHTControl: Bool = false, fragmentNumber: UInt8 = 0, padding: Int = 0
    ) {
        (self.control, self.flags, self.qos) = (control, flags, qos)
        (self.hasFourthAddress, self.hasHTControl) = (hasFourthAddress, hasHTControl)
        (self.fragmentNumber, self.padding) = (fragmentNumber, padding)
    }
}

extension FrameBuilder {
    /// IEEE 802.11 section 9.3.2.
    package static func ieee80211(_ body: [UInt8]) -> [UInt8] {
        ieee80211(WirelessOptions(), body)
    }

    /// IEEE 802.11 section 9.3.2.
    package static func ieee80211(_ options: WirelessOptions, _ body: [UInt8]) -> [UInt8] {
        var flags = options.flags
        if options.hasFourthAddress { flags |= 0x03 }
        if options.hasHTControl { flags |= 0x80 }
        var header: [UInt8] = [options.qos == nil ? options.control : options.control | 0x80, flags, 0, 0]
        for station in 1...3 as ClosedRange<UInt8> { header += [0x02, 0, 0, 0, 0, station] }
        header += [options.fragmentNumber, 0]
        if options.hasFourthAddress { header += [0x02, 0, 0, 0, 0, 4] }
        header += options.qos ?? []
        if options.hasHTControl { header += [0, 0, 0, 0] }
        return header + [UInt8](repeating: 0, count: options.padding) + body
    }

    /// A packet in an aggregate (A-MSDU): destination, source, length, LLC.
    package static func subframe(_ body: [UInt8]) -> [UInt8] {
        ethernet(length: body.count, llc: body)
    }

    /// A radiotap header of version 0.
    package static func radiotap(presence: [UInt32] = [0], fields: [UInt8] = [], _ frame: [UInt8]) -> [UInt8] {
        let length = 4 + presence.count * 4 + fields.count
        var header: [UInt8] = [0, 0, UInt8(length), 0]
        for word in presence { header += littleEndian(word) }
        return header + fields + frame
    }

    /// A Prism header of the usual 144 bytes.
    package static func prism(bigEndian: Bool = false, _ frame: [UInt8]) -> [UInt8] {
        let (code, length): (UInt32, UInt32) = (0x44, 144)
        let header =
            bigEndian
            ? littleEndian(code.byteSwapped) + littleEndian(length.byteSwapped)
            : littleEndian(code) + littleEndian(length)
        return header + [UInt8](repeating: 0, count: 136) + frame
    }

    /// An AVS header of the usual 64 bytes.
    package static func avs(_ frame: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        header.append32(0x8021_1001)
        header.append32(64)
        header.append([UInt8](repeating: 0, count: 56) + frame)
        return header.bytes
    }

    /// A PPI header with one field of four bytes.
    package static func ppi(linkType: UInt32, _ frame: [UInt8]) -> [UInt8] {
        [0, 0, 16, 0] + littleEndian(linkType) + [4, 0, 4, 0, 1, 2, 3, 4] + frame
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
