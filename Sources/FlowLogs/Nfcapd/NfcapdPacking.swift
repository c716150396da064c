import CBzip2
import CLZ4
import CLZO
import CZstandard

/// How the blocks of an nfcapd file are packed: each by itself.
enum NfcapdPacking: Equatable, Sendable {
    case none
    /// LZO1X.
    case lzo
    case bzip2
    /// LZ4 blocks, without frames.
    case lz4
    case zstandard

    /// As files of layout 2 number them.
    init?(number: UInt8) {
        switch number {
        case 0: self = .none
        case 1: self = .lzo
        case 2: self = .bzip2
        case 3: self = .lz4
        case 4: self = .zstandard
        default: return nil
        }
    }

    /// As files of layout 1 flag them.
    init(flags: UInt32) {
        self = flags & 0x01 != 0 ? .lzo : flags & 0x08 != 0 ? .bzip2 : flags & 0x10 != 0 ? .lz4 : .none
    }

    var name: String {
        switch self {
        case .none: "none"
        case .lzo: "LZO"
        case .bzip2: "bzip2"
        case .lz4: "LZ4"
        case .zstandard: "Zstandard"
        }
    }
}

/// Unpacks blocks into a buffer that is kept.
struct NfcapdUnpacker {
    private(set) var bytes: [UInt8] = []

    /// The most bytes that nfdump, of every version, gives a block.
    static let maximumLength = 5 * 1_024 * 1_024

    /// Unpacks a block into `bytes`.
    ///
    /// - Returns: how many bytes it has; `nil` where it is damaged, or longer than any is.
    mutating func unpack(_ packed: Span<UInt8>, _ range: Range<Int>, _ packing: NfcapdPacking) -> Int? {
        if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: Self.maximumLength) }
        let room = bytes.count
        return unsafe bytes.withUnsafeMutableBufferPointer { output in
            unsafe packed.withUnsafeBufferPointer { input in
                let input = unsafe UnsafeBufferPointer(rebasing: input[range])
                guard let to = output.baseAddress, let from = input.baseAddress else { return nil }
                return unsafe Self.unpack(from, input.count, to, room, packing)
            }
        }
    }

    /// Calls the library, which reads `count` bytes at `from` at the most, and writes `room` at `to`.
    private static func unpack(
        _ from: UnsafePointer<UInt8>, _ count: Int, _ to: UnsafeMutablePointer<UInt8>, _ room: Int,
        _ packing: NfcapdPacking
    ) -> Int? {
        switch packing {
        case .none: return nil
        case .lzo:
            var length = lzo_uint(room)
            let status = unsafe lzo1x_decompress_safe(from, lzo_uint(count), to, &length, nil)
            return status == LZO_E_OK ? Int(length) : nil
        case .lz4:
            let length = unsafe from.withMemoryRebound(to: CChar.self, capacity: count) { from in
                unsafe to.withMemoryRebound(to: CChar.self, capacity: room) { to in
                    unsafe LZ4_decompress_safe(from, to, CInt(clamping: count), CInt(clamping: room))
                }
            }
            return length > 0 ? Int(length) : nil
        case .bzip2:
            var length = CUnsignedInt(clamping: room)
            let status = unsafe from.withMemoryRebound(to: CChar.self, capacity: count) { from in
                unsafe to.withMemoryRebound(to: CChar.self, capacity: room) { to in
                    // The library takes what it reads as mutable, and does not change it.
                    unsafe BZ2_bzBuffToBuffDecompress(
                        to, &length, UnsafeMutablePointer(mutating: from), CUnsignedInt(clamping: count), 0, 0)
                }
            }
            return status == BZ_OK ? Int(length) : nil
        case .zstandard:
            let length = unsafe ZSTD_decompress(to, room, from, count)
            return ZSTD_isError(length) == 0 ? length : nil
        }
    }
}
