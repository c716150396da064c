private import CZlib
private import CZstandard

/// How a plane, the bytes of one value of many numbers, is kept. The raw values stand in pages.
enum PlaneMethod: UInt8 {
    case plain = 0
    /// A Zstandard frame (RFC 8878).
    case packed = 1
}

/// Packs planes, each by itself, so that each has the code that its own bytes want.
///
/// Unsafe, because C: the context lives as long as this value, and the library keeps within the buffers that it is given.
@safe struct PlanePacker: ~Copyable {
    private let context: OpaquePointer?
    private var room: [UInt8]

    /// Shorter planes are not worth a frame.
    private static let leastLength = 48
    private static let level: CInt = 1

    init() {
        unsafe context = ZSTD_createCCtx()
        room = [UInt8](repeating: 0, count: ZSTD_compressBound(RunPage.mostRecords))
    }

    deinit {
        unsafe ZSTD_freeCCtx(context)
    }

    /// Appends a plane behind its method and, where it is packed, its length.
    mutating func append(_ plane: [UInt8], to bytes: inout [UInt8]) {
        let length = plane.count < Self.leastLength ? nil : pack(plane)
        guard let length else {
            bytes.append(PlaneMethod.plain.rawValue)
            bytes.append(contentsOf: plane)
            return
        }
        bytes.append(PlaneMethod.packed.rawValue)
        bytes.append(number: UInt64(length))
        bytes.append(contentsOf: room[..<length])
    }

    /// Packs a plane into `room`.
    /// - Returns: its length; `nil` where packing gains nothing.
    private mutating func pack(_ plane: [UInt8]) -> Int? {
        let context = unsafe context
        let length = unsafe room.withUnsafeMutableBytes { room in
            unsafe plane.withUnsafeBytes { plane in
                unsafe ZSTD_compressCCtx(
                    context, room.baseAddress, room.count, plane.baseAddress, plane.count, Self.level)
            }
        }
        guard ZSTD_isError(length) == 0, length + 2 < plane.count else { return nil }
        return length
    }
}

/// Unpacks planes; unsafe as `PlanePacker` is.
@safe struct PlaneUnpacker: ~Copyable {
    private let context: OpaquePointer?

    init() {
        unsafe context = ZSTD_createDCtx()
    }

    deinit {
        unsafe ZSTD_freeDCtx(context)
    }

    /// Unpacks a frame to the place of its plane, which it must fill.
    /// - Returns: false where the frame is damaged, or of another length.
    func unpack(
        _ bytes: [UInt8], _ range: Range<Int>, into planes: inout [UInt8], _ place: Range<Int>
    ) -> Bool {
        let context = unsafe context
        let length = unsafe planes.withUnsafeMutableBytes { planes in
            unsafe bytes.withUnsafeBytes { bytes in
                let packed = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
                let plane = unsafe UnsafeMutableRawBufferPointer(rebasing: planes[place])
                return unsafe ZSTD_decompressDCtx(
                    context, plane.baseAddress, plane.count, packed.baseAddress, packed.count)
            }
        }
        return ZSTD_isError(length) == 0 && length == place.count
    }
}

extension ArraySlice<UInt8> {
    /// The CRC-32 (ISO 3309, as in RFC 1952 section 8): every change within 32 bits in a row changes it.
    var checksum: UInt32 {
        // Unsafe, because C: the library reads the bytes that it is given.
        unsafe withUnsafeBufferPointer { UInt32(truncatingIfNeeded: unsafe crc32_z(0, $0.baseAddress, $0.count)) }
    }
}

/// Memory for the planes of one column, one behind the other, which is used again for each column.
final class PlaneRoom {
    var planes: [UInt8] = []

    func makeRoom(for length: Int) {
        if planes.count < length { planes += [UInt8](repeating: 0, count: length - planes.count) }
    }
}
