import Foundation

/// A folder that a command fills: it is made where it is not there, and files of the names that the command gives are
/// replaced only on request.
package struct OutputFolder {
    private let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// - Parameters:
    ///   - isReplacing: whether files that are there may be replaced.
    ///   - isOurs: whether a name is one that the command gives.
    package func prepare(replacing isReplacing: Bool, isOurs: (String) -> Bool) throws {
        let files = FileManager.default
        do {
            try files.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: Int(OutputReaders.asUsual.folderPermissions)])
        } catch {
            throw CommandProblem("\(path): cannot be made: \(error.localizedDescription)")
        }
        guard !isReplacing else { return }
        let names = ((try? files.contentsOfDirectory(atPath: path)) ?? []).filter(isOurs).sorted()
        guard let name = names.first else { return }
        let others = names.count > 1 ? " and \(names.count - 1) others are" : " is"
        throw CommandProblem(
            "\(path): \(name)\(others) there already; --force replaces \(names.count > 1 ? "them" : "it"), "
                + "or name another folder")
    }

    /// Whether there is a file of some name.
    package func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(name)")
    }

    /// Removes the files whose names are of some kind.
    package func removeFiles(where isMeant: (String) -> Bool) throws {
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: path) where isMeant(name) {
            try files.removeItem(atPath: "\(path)/\(name)")
        }
    }
}
