import CensusModel
import CensusNotice
import Foundation
import HourlyRollup
import NetworkTypes
import Runtime

/// The bundles of a run, while flows are shared out among them.
struct NoticeBundles {
    private let options: NotifyOptions
    private let terms: NoticeTerms
    private var folders: [CountryCode?: NoticeFolder] = [:]

    /// The folder for origins of which no country is known.
    private static let unknownName = "unknown"

    init(_ options: NotifyOptions, _ terms: NoticeTerms) {
        self.options = options
        self.terms = terms
    }

    mutating func add(_ flow: JudgedFlow, of country: CountryCode?) throws {
        if let folder = folders[country] { return try folder.add(flow) }
        let folder = try makeFolder(country?.description ?? Self.unknownName)
        folders[country] = folder
        try folder.add(flow)
    }

    private func makeFolder(_ name: String) throws -> NoticeFolder {
        let folder = try NoticeFolder(name, in: options.folder, terms: terms)
        guard options.replaces || !FileManager.default.fileExists(atPath: folder.path) else {
            throw CommandProblem(
                "\(folder.path): is there already, and nothing was changed; --force replaces it, or name another folder"
            )
        }
        return folder
    }

    /// Writes what is left, and gives the folders their names once every one is whole.
    ///
    /// - Returns: what was written where, by country.
    func finish(recipients: (CountryCode?) -> [Recipient]) throws -> [WrittenNotice] {
        let inOrder = folders.sorted { ($0.key?.description ?? "") < ($1.key?.description ?? "") }
        let written = try inOrder.map { country, folder in
            WrittenNotice(
                path: folder.path,
                notice: try folder.finish(country: country, recipients: recipients(country)))
        }
        for (_, folder) in inOrder { try folder.publish() }
        return written
    }
}

/// A notice, and its folder.
struct WrittenNotice {
    let path: String
    let notice: Notice
}
