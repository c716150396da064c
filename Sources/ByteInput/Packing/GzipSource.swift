/// Unpacks gzip (RFC 1952) through ISA-L, one member after another.
package final class GzipSource: ByteSource {
    private enum Place {
        case header
        case data
        /// Behind a member.
        case between
    }

    private var input: CompressedInput
    private let stream: GzipStream
    private var place = Place.header
    /// Damage that was met behind bytes that were good, thrown when those are handed out.
    private var damage: ByteInputError.Problem?

    package init(source: any ByteSource, head: ArraySlice<UInt8>) throws(ByteInputError.Problem) {
        input = CompressedInput(source: source, head: head)
        stream = try GzipStream()
    }

    package var fileBytesRead: UInt64 { input.fileBytesRead }

    package func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        if let damage { throw damage }
        while true {
            switch place {
            case .header:
                try GzipHeader.pass(&input)
                stream.begin()
                place = .data
            case .data:
                let count = try inflate(into: &bytes, from: start)
                if count > 0 { return count }
            case .between:
                guard try findNextMember() else { return 0 }
                place = .header
            }
        }
    }

    /// Whether another member follows; zero padding ends the stream, as gzip(1) has it.
    private func findNextMember() throws(ByteInputError.Problem) -> Bool {
        while true {
            try input.refillIfEmpty()
            guard let first = input.unused.first else { return false }
            guard first == 0 else {
                guard first == 0x1F else { throw .corruptCompression(reason: "something follows the gzip stream") }
                return true
            }
            input.use(input.unused.prefix { $0 == 0 }.count)
        }
    }

    private func inflate(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        try input.refillIfEmpty()
        switch stream.step(&input, into: &bytes, from: start) {
        case .going(let produced):
            if produced == 0, input.count == 0, input.atEnd { throw .cutCompression(format: "gzip") }
            return produced
        case .ended(let produced):
            place = .between
            return produced
        case .damaged(let produced, let reason):
            damage = .corruptCompression(reason: reason)
            if let damage, produced == 0 { throw damage }
            return produced
        }
    }
}
