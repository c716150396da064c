import Foundation
import PacketCapture

/// Finds the captures that the operator named: files, standard input, and the files in folders.
enum CaptureFinder {
    struct Found {
        /// In the order given; the files of a folder sorted by name.
        var paths: [String] = []
        /// Files in folders that are no captures.
        var passedOver: [String] = []
    }

    static func find(_ arguments: [String]) -> Found {
        var found = Found()
        for argument in arguments {
            if argument != "-", isFolder(argument) {
                addFiles(inFolder: argument, to: &found)
            } else {
                found.paths.append(argument)
            }
        }
        return found
    }

    private static func addFiles(inFolder folder: String, to found: inout Found) {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for name in names.sorted() where !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            guard !isFolder(path) else { continue }
            if isCapture(path) { found.paths.append(path) } else { found.passedOver.append(path) }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Whether a regular file begins like a capture; one that cannot be read is kept, so that it is refused by name.
    private static func isCapture(_ path: String) -> Bool {
        guard FileSource.sizeOfRegularFile(path) != nil else { return false }
        guard let input = try? CaptureInput(path: path) else { return true }
        return CaptureLayout.beginsCapture(input.head)
    }
}
