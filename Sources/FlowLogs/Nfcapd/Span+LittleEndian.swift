/// Numbers as nfdump's files hold them on every machine on which they are read here: least significant byte first.
///
/// Each load checks its bounds before it is made. Composing a number of single bytes cost 2.5 times as much over a file.
extension Span<UInt8> {
    @inline(__always)
    func load16(_ place: Int) -> UInt16 {
        precondition(place >= 0 && place <= count - 2)
        return unsafe withUnsafeBytes {
            UInt16(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: place, as: UInt16.self))
        }
    }

    @inline(__always)
    func load32(_ place: Int) -> UInt32 {
        precondition(place >= 0 && place <= count - 4)
        return unsafe withUnsafeBytes {
            UInt32(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: place, as: UInt32.self))
        }
    }

    @inline(__always)
    func load64(_ place: Int) -> UInt64 {
        precondition(place >= 0 && place <= count - 8)
        return unsafe withUnsafeBytes {
            UInt64(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        }
    }
}
