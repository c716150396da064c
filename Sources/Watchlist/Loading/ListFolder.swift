import ByteInput
import Digests
import Foundation
import Glibc
package import NetworkTypes
package import TextFormats

/// A folder that holds the versions of one list: what `flowcensus feeds update` fills.
///
///     current               a link to the version in use
///     list.json             how the list is read, and when it was last confirmed
///     versions/TIME-DIGEST  every version, named after the time from which it holds
package struct ListFolder: Sendable {
    package let path: String

    package static let versionsName = "versions"

    package init(_ path: String) {
        self.path = path
    }

    package var currentPath: String { "\(path)/current" }
    package var versionsPath: String { "\(path)/\(Self.versionsName)" }
    package var factsPath: String { "\(path)/list.json" }

    /// Whether there is such a folder, with a version in use or not yet.
    package var isThere: Bool {
        var status = stat()
        return unsafe stat(versionsPath, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The path of the version in use; `nil` while there is none.
    package var currentTarget: String? {
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: currentPath) else { return nil }
        let whole = target.hasPrefix("/") ? target : "\(path)/\(target)"
        return FileManager.default.fileExists(atPath: whole) ? whole : nil
    }

    /// What there is to say where the list should have been confirmed long ago; `nil` where it was.
    package func staleness(at now: Timestamp) -> String? {
        let facts = facts
        guard facts.isStale(at: now), let age = facts.age(at: now) else { return nil }
        return "\(path): stale: confirmed \(age / 3_600) hours ago; see 'flowcensus feeds status'"
    }

    /// A version, and the time from which it holds until the next one does.
    package struct Version: Equatable, Sendable {
        package let begin: Timestamp
        package let path: String
    }

    /// All versions, the oldest first.
    package var versions: [Version] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: versionsPath)) ?? []
        return names.sorted().compactMap { name in
            Self.begin(of: name).map { Version(begin: $0, path: "\(versionsPath)/\(name)") }
        }
    }

    /// The name of a version that holds from `time` on, and from later than all that are there.
    package func versionName(at time: Timestamp, digest: String) -> String {
        let latest = versions.last.map { $0.begin.nanoseconds + Timestamp.nanosecondsPerSecond } ?? .min
        let begin = Timestamp(nanoseconds: max(time.nanoseconds, latest))
        let signs = begin.description.prefix(19).filter { !"-:".contains($0) }
        return "\(signs)Z-\(digest.prefix(12))"
    }

    /// Whether the version in use is named after a digest.
    package func isCurrent(digest: String) -> Bool {
        currentTarget?.hasSuffix("-\(digest.prefix(12))") ?? false
    }

    /// The time in the name of a version, `20261129T211000Z-…`; `nil` for other names.
    private static func begin(of name: String) -> Timestamp? {
        let signs = Array(name.prefix(17))
        guard signs.count == 17, signs[8] == "T", signs[15] == "Z", signs[16] == "-" else { return nil }
        let text = { (range: Range<Int>) in String(signs[range]) }
        let date = "\(text(0..<4))-\(text(4..<6))-\(text(6..<8))"
        return Timestamp(parsing: "\(date)T\(text(9..<11)):\(text(11..<13)):\(text(13..<15))Z")
    }

    /// How the list is read, and how old it is; nothing where the file is not there or damaged.
    package var facts: Facts {
        guard let bytes = try? OpenedInput(path: factsPath).readAll(limit: Facts.maximumLength) else { return Facts() }
        return Facts(bytes)
    }
}

extension ListFolder {
    /// What is known of the version in use.
    package struct Facts: Equatable, Sendable {
        /// What stands before the colon of a list argument: format, class, label, confidence.
        package var reading = ""
        /// When the source last said that this is its list.
        package var confirmed: Timestamp?
        /// Seconds after which it should have said so again.
        package var staleAfter: Int?

        static let maximumLength = 64 * 1_024

        package init(reading: String = "", confirmed: Timestamp? = nil, staleAfter: Int? = nil) {
            (self.reading, self.confirmed, self.staleAfter) = (reading, confirmed, staleAfter)
        }

        package init(_ bytes: [UInt8]) {
            guard let json = try? JSONReader(bytes[...]).value() else { return }
            reading = json["reading"]?.text ?? ""
            confirmed = json["confirmed"]?.text.flatMap { Timestamp(parsing: $0) }
            staleAfter = json["stale_after"]?.text.flatMap { Int($0) }
        }

        package var json: JSONValue {
            [
                "reading": .text(reading), "confirmed": .optional(confirmed) { .text($0.description) },
                "stale_after": .optional(staleAfter) { .number(UInt64(clamping: $0)) },
            ]
        }

        /// Seconds since the list was confirmed; `nil` where that is not known.
        package func age(at now: Timestamp) -> Int64? {
            confirmed.map {
                max(0, now.nanoseconds.subtractingClamped($0.nanoseconds)) / Timestamp.nanosecondsPerSecond
            }
        }

        package func isStale(at now: Timestamp) -> Bool {
            guard let age = age(at: now), let staleAfter else { return false }
            return age > Int64(staleAfter)
        }
    }
}

extension Int64 {
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
