import CensusExport
import CensusModel
import CensusNotice
import Foundation
import HourlyRollup
import NetworkTypes
import Runtime

/// The bundle for one country while it is made: written beside its place, and put there when it is whole.
final class NoticeFolder {
    /// Where it goes.
    let path: String
    private let partialPath: String
    private let evidenceFile: FileWriter
    private let lines = TableWriter<EvidenceLine>(format: .csv)
    private let terms: NoticeTerms
    private var evidence = CountryEvidence()
    private var isPublished = false

    /// - Parameter name: of the folder: the country's code, or what stands for an unknown one.
    init(_ name: String, in folder: String, terms: NoticeTerms) throws {
        path = "\(folder)/\(name)"
        partialPath = OutputPlace.partialPath(path)
        self.terms = terms
        let files = FileManager.default
        let isPrivate: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: isPrivate)
            try files.createDirectory(
                atPath: partialPath, withIntermediateDirectories: false, attributes: isPrivate)
            try files.createDirectory(
                atPath: "\(partialPath)/\(Self.reports)", withIntermediateDirectories: false, attributes: isPrivate)
        } catch {
            throw CommandProblem("\(partialPath): cannot be made: \(error.localizedDescription)")
        }
        evidenceFile = try FileWriter("evidence.csv", in: partialPath)
        try evidenceFile.write(Array(lines.header.utf8))
    }

    /// What was not published was not finished.
    deinit {
        if !isPublished { try? FileManager.default.removeItem(atPath: partialPath) }
    }

    private static let reports = "xarf"

    func add(_ flow: JudgedFlow) throws {
        evidence.add(flow)
        try evidenceFile.write { lines.write(EvidenceLine(flow, terms: terms), to: &$0) }
    }

    /// Writes everything but the evidence, which is there.
    func finish(country: CountryCode?, recipients: [Recipient]) throws -> Notice {
        let notice = Notice(country: country, recipients: recipients, terms: terms, evidence: evidence)
        var files = [try evidenceFile.finish()]
        files.append(try file("notice.txt") { try $0.write(Array(CoveringText(notice).text.utf8)) })
        files.append(try file("misp-event.json") { file in try MISPEvent(notice).write { try file.write($0) } })
        files.append(
            try file("stix-bundle.json") { file in
                var bundle = STIXBundle(notice)
                try bundle.write { try file.write($0) }
            })
        for report in notice.origins.compactMap({ AbuseReport($0, of: notice) }) {
            files.append(try file("\(Self.reports)/\(report.fileName)") { try $0.write(report.text) })
        }
        files.sort { $0.name < $1.name }
        let manifest = try file("manifest.json") { try $0.write(NoticeManifest.json(files, of: notice)) }
        _ = try file("SHA256SUMS") { try $0.write(NoticeManifest.sums(files + [manifest])) }
        return notice
    }

    private func file(_ name: String, _ write: (FileWriter) throws -> Void) throws -> NoticeFile {
        let file = try FileWriter(name, in: partialPath)
        try write(file)
        return try file.finish()
    }

    /// Gives the folder its name; what had it goes.
    func publish() throws {
        let formerPath = partialPath + ".former"
        try? FileManager.default.removeItem(atPath: formerPath)
        do {
            if FileManager.default.fileExists(atPath: path) {
                try FileManager.default.moveItem(atPath: path, toPath: formerPath)
            }
            try FileManager.default.moveItem(atPath: partialPath, toPath: path)
        } catch {
            throw CommandProblem("\(path): cannot be written: \(error.localizedDescription)")
        }
        isPublished = true
        try? FileManager.default.removeItem(atPath: formerPath)
    }
}
