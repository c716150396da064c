import CensusExport
import CensusModel
import CensusNotice
import Digests
import Foundation
import HourlyRollup
import NetworkTypes
import Runtime

/// What notices have told so far: for each country and hour, how many flows there were and a digest of them all.
///
/// An hour whose flows are the same is known already. One in which something was added, for a capture came late, is told
/// again, whole.
package struct NoticeMemory {
    private let path: String
    private var told: [Scope: Fingerprint] = [:]
    private var found: [Scope: Fingerprint] = [:]

    private struct Scope: Hashable {
        /// No text for origins of no known country.
        let country: String
        let hour: Hour
    }

    private struct Fingerprint: Equatable {
        var flows: UInt64 = 0
        /// The sum of their digests, which has no order.
        var digest: UInt64 = 0
    }

    private static let header = "country,hour,flows,digest"
    private static let longest = 64 * 1_024 * 1_024
    /// Evidence as it is, so that other pseudonyms and other lists make nothing new.
    private static let terms = NoticeTerms(
        reporter: Reporter(name: nil, contact: nil), trafficLight: .amber, hosts: .show, hours: HourRange(),
        minimumGrade: .probed, clockAccuracy: nil, coverage: nil, lists: [], countrySource: nil)
    private static let lines = TableWriter<EvidenceLine>(format: .csv)

    /// - Parameter path: of the file; where no file is there, nobody was notified before.
    init(file path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: Self.longest + 1)
        else { throw CommandProblem("--since-last: \(path): cannot be read") }
        guard data.count <= Self.longest else {
            throw CommandProblem("--since-last: \(path): holds more than \(Self.longest) bytes")
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map(String.init) == Self.header else {
            throw CommandProblem("--since-last: \(path): is not what an earlier 'notify --since-last' wrote")
        }
        for (number, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            guard let (scope, fingerprint) = Self.entry(line) else {
                throw CommandProblem(
                    "--since-last: \(path):\(number + 1): is damaged; remove the file to tell everything again")
            }
            told[scope] = fingerprint
        }
    }

    private static func entry(_ line: Substring) -> (Scope, Fingerprint)? {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 4, let time = Timestamp(parsing: String(fields[1])), let flows = UInt64(fields[2]),
            let digest = UInt64(fields[3], radix: 16)
        else { return nil }
        let scope = Scope(country: String(fields[0]), hour: Hour(containing: time))
        return (scope, Fingerprint(flows: flows, digest: digest))
    }

    private static func scope(_ flow: JudgedFlow, _ country: CountryCode?) -> Scope {
        Scope(country: country?.description ?? "", hour: flow.key.hour)
    }

    /// Notes a flow that belongs in a notice.
    mutating func note(_ flow: JudgedFlow, of country: CountryCode?) {
        var (hash, line) = (SHA256(), [UInt8]())
        Self.lines.write(EvidenceLine(flow, terms: Self.terms), to: &line)
        hash.update(data: line)
        let digest = hash.finalize().prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let scope = Self.scope(flow, country)
        found[scope, default: Fingerprint()].flows += 1
        found[scope, default: Fingerprint()].digest &+= digest
    }

    /// Whether the hour of a flow holds something that was not told. All flows have been noted before.
    func isNew(_ flow: JudgedFlow, of country: CountryCode?) -> Bool {
        let scope = Self.scope(flow, country)
        return found[scope] != told[scope]
    }

    /// Notes in the file that the contacts know all of it now.
    func save() throws {
        let all = told.merging(found) { $1 }
        let lines = all.map { scope, fingerprint in
            "\(scope.country),\(scope.hour),\(fingerprint.flows),\(String(fingerprint.digest, radix: 16))\n"
        }
        let output = try TextOutput(path: path)
        try output.write(Self.header + "\n" + lines.sorted().joined())
        try output.finish()
    }
}
