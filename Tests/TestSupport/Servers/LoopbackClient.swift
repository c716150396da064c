import Foundation
import Glibc

/// A connection to a server on this machine over which a test sends what bytes it likes.
package final class LoopbackClient {
    private let descriptor: CInt

    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    package init(port: UInt16) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw Problem(description: "no socket: errno \(errno)") }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: name) { name in
            unsafe name.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Problem(description: "no connection to port \(port): errno \(errno)")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Sends all, as far as the other side takes it.
    package func send(_ text: String) {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            // Within the array: from `start` up to its end.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor, buffer.baseAddress?.advanced(by: start), bytes.count - start, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            start += count
        }
    }

    /// What comes next; empty where the other side has closed.
    package func receive() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64 * 1_024)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        return Array(bytes.prefix(max(0, count)))
    }

    /// All that comes until the other side closes.
    package func receiveAll() -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = receive()
            guard !bytes.isEmpty else { return all }
            all += bytes
        }
    }

    /// What comes until some words are there, or the other side closes.
    package func receive(until words: String) -> String {
        var all: [UInt8] = []
        while true {
            let text = String(decoding: all, as: UTF8.self)
            if text.contains(words) { return text }
            let bytes = receive()
            guard !bytes.isEmpty else { return text }
            all += bytes
        }
    }

    /// Asks once, over a connection of its own.
    package static func ask(
        _ port: UInt16, _ target: String, method: String = "GET", host: String? = nil, headers: [String: String] = [:]
    ) throws -> HTTPReply {
        let client = try LoopbackClient(port: port)
        let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        client.send(
            "\(method) \(target) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nConnection: close\r\n\(lines)\r\n")
        return try HTTPReply(client.receiveAll())
    }
}

/// An answer as it came.
package struct HTTPReply: Sendable {
    package let status: Int
    /// By names in lower case; of several with one name the last.
    package let headers: [String: String]
    /// Put together from its chunks.
    package let body: [UInt8]
    /// Head and body as they came.
    package let text: String

    package var bodyText: String { String(decoding: body, as: UTF8.self) }

    package init(_ bytes: [UInt8]) throws {
        text = String(decoding: bytes, as: UTF8.self)
        let data = Data(bytes)
        guard let end = data.range(of: Data("\r\n\r\n".utf8)) else {
            throw LoopbackClient.Problem(description: "no answer: \(text)")
        }
        let lines = String(decoding: data[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else {
            throw LoopbackClient.Problem(description: "no status: \(lines[0])")
        }
        self.status = status
        headers = Dictionary(
            lines.dropFirst().map { line in
                let sides = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                return (sides[0].lowercased(), sides.count > 1 ? sides[1] : "")
            }, uniquingKeysWith: { $1 })
        let rest = Array(data[end.upperBound...])
        body = headers["transfer-encoding"] == "chunked" && !rest.isEmpty ? try Self.joined(rest) : rest
    }

    private static func joined(_ bytes: [UInt8]) throws -> [UInt8] {
        var (body, rest) = ([UInt8](), Data(bytes))
        while let end = rest.range(of: Data("\r\n".utf8)),
            let length = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16)
        {
            guard length > 0 else { return body }
            guard rest.endIndex - end.upperBound >= length + 2 else { break }
            body += rest[end.upperBound..<(end.upperBound + length)]
            rest = rest[(end.upperBound + length + 2)...]
        }
        throw LoopbackClient.Problem(description: "the chunks do not come to their end")
    }
}
