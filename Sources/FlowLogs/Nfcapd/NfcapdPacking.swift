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
        guard let library = unsafe packing.library else { return nil }
        if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: Self.maximumLength) }
        let room = bytes.count
        let length = unsafe packed.extracting(range).withUnsafeBufferPointer { block in
            unsafe library(block.baseAddress, block.count, &bytes, room)
        }
        return length < 0 ? nil : length
    }
}

extension NfcapdPacking {
    /// A library's function, which reads so many bytes at the first place, and writes at the second as many as there is room
    /// for at the most; below 0 where it cannot.
    ///
    /// Unsafe, because C: each is called with the bounds of a span and of an array (`NfcapdUnpacker`), and keeps within them.
    fileprivate typealias Library = (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?, Int) -> Int

    fileprivate var library: Library? {
        switch self {
        case .none: nil
        case .lzo: unsafe flowcensus_lzo_unpack
        case .bzip2: unsafe flowcensus_bzip2_unpack
        case .lz4: unsafe flowcensus_lz4_unpack
        case .zstandard: unsafe flowcensus_zstandard_unpack
        }
    }
}
