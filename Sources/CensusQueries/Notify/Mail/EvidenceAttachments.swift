import ByteInput
import CensusNotice
import Foundation
import Runtime

/// The evidence of a notice as attachments that are small enough to be mailed: as it is; else compressed; else compressed in
/// several parts, each a table with the header.
struct EvidenceAttachments {
    private let path: String
    /// Bytes that an attachment may have.
    private let limit: Int

    private static let pieceLength = 1_024 * 1_024

    /// - Parameter path: of the CSV.
    init(path: String, limit: Int) {
        (self.path, self.limit) = (path, limit)
    }

    func all() throws -> [MailAttachment] {
        guard let file = FileHandle(forReadingAtPath: path) else { throw CommandProblem("\(path): cannot be read") }
        defer { try? file.close() }
        let start = try piece(of: file, count: limit + 1)
        guard start.count > limit else {
            return [
                MailAttachment(name: "evidence.csv", type: "text/csv; charset=utf-8", words: Self.words, bytes: start)
            ]
        }
        let parts = try compressed(start, rest: file)
        return parts.enumerated().map { number, bytes in
            let isAlone = parts.count == 1
            return MailAttachment(
                name: isAlone ? "evidence.csv.gz" : "evidence-\(number + 1).csv.gz", type: "application/gzip",
                words: Self.words + (isAlone ? ", compressed" : "; part \(number + 1) of \(parts.count), compressed"),
                bytes: bytes)
        }
    }

    private static let words = "every flow: times, addresses, ports, packets, bytes, grade, label and list"

    private func piece(of file: FileHandle, count: Int) throws -> [UInt8] {
        do { return Array(try file.read(upToCount: count) ?? Data()) } catch {
            throw CommandProblem("\(path): cannot be read: \(error.localizedDescription)")
        }
    }

    private func compressed(_ start: [UInt8], rest file: FileHandle) throws -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var header: [UInt8]?
        var compressor = try GzipCompressor()
        var lines = start
        while true {
            let next = try piece(of: file, count: Self.pieceLength)
            // Only whole lines, so that each part is a table.
            let end = next.isEmpty ? lines.endIndex : (lines.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
            for block in Self.blocks(lines[..<end]) {
                if header == nil { header = Array(block.prefix { $0 != UInt8(ascii: "\n") }) + [UInt8(ascii: "\n")] }
                if compressor.bytes.count + GzipCompressor.slack + Self.blockLength > limit, let header {
                    parts.append(compressor.finish())
                    compressor = try GzipCompressor()
                    compressor.add(header)
                }
                compressor.add(Array(block))
            }
            guard !next.isEmpty else { return parts + [compressor.finish()] }
            lines = Array(lines[end...]) + next
        }
    }

    /// Bytes of lines that are compressed together, unless one line is longer.
    private static let blockLength = 16 * 1_024

    private static func blocks(_ lines: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var (blocks, rest) = ([ArraySlice<UInt8>](), lines)
        while rest.count > blockLength {
            let cut =
                rest.prefix(blockLength).lastIndex(of: UInt8(ascii: "\n"))
                ?? rest.firstIndex(of: UInt8(ascii: "\n"))
            guard let cut else { break }
            blocks.append(rest[...cut])
            rest = rest[(cut + 1)...]
        }
        return blocks + (rest.isEmpty ? [] : [rest])
    }
}
