/// Unpacks gzip (RFC 1952) through zlib, one member after another.
package final class GzipSource: ByteSource {
    private var input: CompressedInput
    private let stream: InflateStream
    private var inMember = true
    /// Damage that was met behind bytes that were good, thrown when those are handed out.
    private var damage: ByteInputError.Problem?

    package init(source: any ByteSource, head: ArraySlice<UInt8>) throws(ByteInputError.Problem) {
        input = CompressedInput(source: source, head: head)
        stream = try InflateStream(.gzip)
    }

    package var fileBytesRead: UInt64 { input.fileBytesRead }

    package func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        if let damage { throw damage }
        while true {
            try input.refillIfEmpty()
            if input.count == 0 {
                guard !inMember else { throw .cutCompression(format: "gzip") }
                return 0
            }
            if !inMember, try !beginNextMember() { return 0 }
            let count = try inflate(into: &bytes, from: start)
            if count > 0 { return count }
        }
    }

    /// Whether another member follows; zero padding ends the stream, as gzip(1) has it.
    private func beginNextMember() throws(ByteInputError.Problem) -> Bool {
        while input.count > 0 {
            if let first = input.unused.first, first != 0 {
                guard first == 0x1F else { throw .corruptCompression(reason: "something follows the gzip stream") }
                stream.reset()
                inMember = true
                return true
            }
            input.use(input.unused.prefix { $0 == 0 }.count)
            try input.refillIfEmpty()
        }
        return false
    }

    private func inflate(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        switch stream.step(&input, into: &bytes, from: start) {
        case .going(let produced): return produced
        case .ended(let produced):
            inMember = false
            return produced
        case .damaged(let produced, let reason):
            damage = .corruptCompression(reason: reason)
            if let damage, produced == 0 { throw damage }
            return produced
        }
    }
}
