import ByteInput
import CZlib
import FuzzSupport

/// Unpacks what it is given, as gzip, Zstandard or zip.
///
/// In large pieces and in small ones there comes the same, with the same end; but where libzstd finds something wrong with a frame in
/// one of both, it may hand out more or less before, and find less or something else in the other: only in pieces that hold all of a
/// frame it compares a content that ends with an empty block with what the frame states, and only in smaller ones it heeds the window. Where zlib unpacks gzip without a complaint, the same comes. No more than some mebibytes are taken of what would
/// go on.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPacked(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let (kind, piece) = (input.byte() % 3, 1 + input.number() % 4_096)
    let packed = input.remaining()
    guard let whole = unpacked(packed, kind, piece: 1 << 20) else { return 0 }
    let pieces = unpacked(packed, kind, piece: piece)
    let isRefused = whole.problem != nil || pieces?.problem != nil
    let agree = kind == 1 && isRefused ? pieces.map(whole.agrees) ?? true : whole == pieces
    expect(agree, "\(piece) bytes at a time: \(String(describing: pieces)), else \(whole)")
    if kind == 0, let reference = unpackedByZlib(packed) {
        expect(whole.problem == nil && whole.bytes == reference, "zlib has \(reference.count) bytes: \(whole)")
    }
    return 0
}

private struct Unpacked: Equatable, CustomStringConvertible {
    var bytes: [UInt8] = []
    var problem: ByteInputError.Problem?

    /// Whether both have the same bytes, as far as both go.
    func agrees(with other: Self) -> Bool {
        bytes.prefix(other.bytes.count) == other.bytes.prefix(bytes.count)
    }

    var description: String { "\(bytes.count) bytes, \(problem.map { "\($0)" } ?? "to the end")" }
}

/// Nothing behind what was given as the head.
private final class NothingMore: ByteSource {
    let fileBytesRead: UInt64 = 0

    func read(into bytes: inout [UInt8], from start: Int) -> Int { 0 }
}

private let limit = 4 << 20

private func source(_ packed: [UInt8], _ kind: UInt8) throws(ByteInputError.Problem) -> any ByteSource {
    switch kind {
    case 0: try GzipSource(source: NothingMore(), head: packed[...])
    case 1: try ZstandardSource(source: NothingMore(), head: packed[...])
    default: try ZipSource(source: NothingMore(), head: packed[...])
    }
}

/// `nil` where it is longer than the limit.
private func unpacked(_ packed: [UInt8], _ kind: UInt8, piece: Int) -> Unpacked? {
    var result = Unpacked()
    var buffer = [UInt8](repeating: 0, count: piece)
    do throws(ByteInputError.Problem) {
        let source = try source(packed, kind)
        while true {
            let count = try source.read(into: &buffer, from: 0)
            guard count > 0 else { return result }
            result.bytes += buffer[..<count]
            if result.bytes.count > limit { return nil }
        }
    } catch {
        result.problem = error
        return result
    }
}

/// What zlib has of one member and nothing behind it; `nil` where it complains, or there is more than the limit.
private func unpackedByZlib(_ packed: [UInt8]) -> [UInt8]? {
    var stream = unsafe z_stream()
    guard unsafe inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
        return nil
    }
    defer { unsafe inflateEnd(&stream) }
    var (packed, bytes) = (packed, [UInt8](repeating: 0, count: limit))
    return unsafe packed.withUnsafeMutableBufferPointer { from in
        unsafe bytes.withUnsafeMutableBufferPointer { to in
            unsafe stream.next_in = from.baseAddress
            unsafe stream.avail_in = UInt32(from.count)
            unsafe stream.next_out = to.baseAddress
            unsafe stream.avail_out = UInt32(to.count)
            guard unsafe inflate(&stream, Z_FINISH) == Z_STREAM_END, unsafe stream.avail_in == 0 else { return nil }
            return unsafe Array(to.prefix(to.count - Int(stream.avail_out)))
        }
    }
}
