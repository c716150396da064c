import NetworkTypes

/// Tells whether an Ethernet frame begins at some place, where nothing before says what does.
///
/// A frame is believed by its type, and by the version and header length that a type of IP promises.
enum EthernetGuess {
    static func isPlausible(_ frame: Span<UInt8>, _ window: Window) -> Bool {
        guard window.present >= EthernetHeader.length else { return false }
        var field = frame.number16(window.start + 12)
        var content = window
        content.advance(EthernetHeader.length)
        // Behind up to two tags.
        for _ in 0..<2 where EtherType.header(field) == .vlan && content.present >= VLANTag.length {
            field = frame.number16(content.start + 2)
            content.advance(VLANTag.length)
        }
        switch field {
        case EtherType.ipv4: return content.present == 0 || (0x45...0x4F).contains(frame[content.start])
        case EtherType.ipv6: return content.present == 0 || frame[content.start] >> 4 == 6
        case ..<EtherType.minimum: return isLLC(frame, content, length: Int(field))
        default: return EtherType.isKnown(field)
        }
    }

    /// Whether what there is of a header is that of an IPv4 packet that fits in.
    static func isIPv4(_ frame: Span<UInt8>, _ window: Window) -> Bool {
        guard window.present >= 1 else { return true }
        guard (0x45...0x4F).contains(frame[window.start]) else { return false }
        guard window.present >= 4 else { return true }
        let totalLength = Int(frame.number16(window.start + 2))
        return totalLength >= IPv4Header.minimumLength && totalLength <= window.stated
    }

    /// Whether what there is of a header is that of an IPv6 packet that fits in.
    static func isIPv6(_ frame: Span<UInt8>, _ window: Window) -> Bool {
        guard window.present >= 1 else { return true }
        guard frame[window.start] >> 4 == 6 else { return false }
        guard window.present >= 6 else { return true }
        return IPv6Header.length + Int(frame.number16(window.start + 4)) <= window.stated
    }

    private static func isLLC(_ frame: Span<UInt8>, _ window: Window, length: Int) -> Bool {
        guard length >= 3, length <= window.stated, window.present >= 3 else { return false }
        let (destination, source) = (frame[window.start], frame[window.start + 1])
        return destination == source & 0xFE && [0xAA, 0x42, 0x06, 0xFE, 0xF0, 0xE0].contains(destination)
    }
}
