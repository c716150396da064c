/// An opened capture before its format is known: its first bytes, unpacked, and where the rest comes from.
package struct OpenedInput {
    /// The input as the operator named it.
    package let name: String
    /// Size of the file in bytes, packed as it is; `nil` for a pipe.
    package let fileSize: UInt64?
    /// Size of the capture in bytes, where that is known before it is read: for a regular file that is not packed.
    package let unpackedSize: UInt64?
    /// The first bytes of the capture, unpacked: at least as many as were requested, or all there are.
    package let head: ArraySlice<UInt8>
    package let source: any ByteSource

    package static let minimumHeadLength = 64 * 1_024
    /// How many bytes before a place in a capture tell that it is the same place.
    package static let tailLength = 64 * 1_024

    /// A capture that is in memory.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        fileSize = UInt64(bytes.count)
        unpackedSize = fileSize
        head = bytes[...]
        source = EndedSource()
    }

    /// Opens a file by path, or standard input when the path is `-`.
    ///
    /// - Parameters:
    ///   - name: what the operator calls it, where that is not the path.
    ///   - headLength: bytes to wait for.
    ///   - isEnough: whether a shorter head than `minimumHeadLength` will do, where that was not waited for.
    package init(
        path: String, name: String? = nil, headLength: Int = Self.minimumHeadLength,
        isEnough: (ArraySlice<UInt8>) -> Bool = { _ in true }
    ) throws(ByteInputError) {
        self.name = name ?? (path == "-" ? "standard input" : path)
        do {
            let file = path == "-" ? FileSource(borrowing: 0) : try FileSource(path: path)
            fileSize = file.size
            let packedHead = try Self.readHead(of: file, headLength)
            switch try Compression(detecting: packedHead) {
            case .none:
                (head, source) = (try Self.extend(packedHead, from: file, until: isEnough), file)
                // Somebody else may have read some of it before, so that a place in it says nothing.
                unpackedSize = path == "-" ? nil : file.size
                return
            case .gzip: (head, source) = try Self.unpack(GzipSource(source: file, head: packedHead))
            case .zstandard: (head, source) = try Self.unpack(ZstandardSource(source: file, head: packedHead))
            case .zip: (head, source) = try Self.unpack(ZipSource(source: file, head: packedHead))
            }
            unpackedSize = nil
        } catch {
            throw ByteInputError(input: self.name, problem: error)
        }
    }

    /// The same input, its bytes behind the head read through another source.
    package init(_ input: OpenedInput, through source: any ByteSource) {
        (name, fileSize, unpackedSize, head) = (input.name, input.fileSize, input.unpackedSize, input.head)
        self.source = source
    }

    /// Everything, unpacked; throws when there is more than `limit` bytes.
    package func readAll(limit: Int) throws(ByteInputError) -> [UInt8] {
        var buffer = ReadBuffer(head: head)
        do {
            _ = try buffer.fill(limit + 1, from: source)
        } catch {
            throw ByteInputError(input: name, problem: error)
        }
        guard buffer.count <= limit else { throw ByteInputError(input: name, problem: .tooLarge(limit: limit)) }
        return Array(buffer.unused)
    }

    /// Up to 64 KiB before some place in the capture, where they can be read without reading all that comes before:
    /// in a regular file that is not packed. `nil` elsewhere.
    package func tail(before position: UInt64) throws(ByteInputError) -> [UInt8]? {
        guard unpackedSize != nil, let file = source as? FileSource else { return nil }
        do {
            return try file.tail(before: position)
        } catch {
            throw ByteInputError(input: name, problem: error)
        }
    }

    /// The first unpacked bytes, and where the rest comes from: a thread of its own, where there is more. Damage behind some good
    /// bytes is for the reader to meet.
    private static func unpack(
        _ source: any ByteSource
    ) throws(ByteInputError.Problem) -> (ArraySlice<UInt8>, any ByteSource) {
        var buffer = ReadBuffer(head: [])
        do {
            guard try buffer.fill(minimumHeadLength, from: source) else {
                return (buffer.unused, EndedSource(fileBytesRead: source.fileBytesRead))
            }
            // It goes to the thread for good: it was made for this call, of a file that was opened for it.
            nonisolated(unsafe) let source = source
            return (buffer.unused, unsafe ReadAhead(source))
        } catch {
            guard buffer.count > 0 else { throw error }
            return (buffer.unused, EndedSource(problem: error, fileBytesRead: source.fileBytesRead))
        }
    }

    private static func readHead(
        of source: any ByteSource, _ length: Int
    ) throws(ByteInputError.Problem) -> ArraySlice<UInt8> {
        var buffer = ReadBuffer(head: [])
        _ = try buffer.fill(length, from: source)
        return buffer.unused
    }

    /// Reads on until the head will do, is as long as that of a file, or the source ends.
    private static func extend(
        _ head: ArraySlice<UInt8>, from source: any ByteSource, until isEnough: (ArraySlice<UInt8>) -> Bool
    ) throws(ByteInputError.Problem) -> ArraySlice<UInt8> {
        guard head.count < minimumHeadLength, !isEnough(head) else { return head }
        var buffer = ReadBuffer(head: head)
        while try buffer.fill(buffer.count + 1, from: source), buffer.count < minimumHeadLength,
            !isEnough(buffer.unused)
        {}
        return buffer.unused
    }
}

extension FileSource {
    /// Up to 64 KiB before some place.
    package func tail(before position: UInt64) throws(ByteInputError.Problem) -> [UInt8] {
        let start = position - min(position, UInt64(OpenedInput.tailLength))
        return try bytes(from: start, count: Int(position - start))
    }
}
