import ByteInput
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

    /// A folder that cannot be listed stands for itself, so that it is refused by name.
    private static func addFiles(inFolder folder: String, to found: inout Found) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return found.paths.append(folder)
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if isFolder(path) {
                if !isLink(path) { addFiles(inFolder: path, to: &found) }
            } else if isCapture(path) {
                found.paths.append(path)
            } else {
                found.passedOver.append(path)
            }
        }
    }

    /// Links to folders are not followed: they may lead back.
    private static func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Whether a regular file begins like a capture; one that cannot be read is kept, so that it is refused by name.
    private static func isCapture(_ path: String) -> Bool {
        guard FileSource.sizeOfRegularFile(path) != nil else { return false }
        guard let input = try? OpenedInput(path: path) else { return true }
        return CaptureLayout.beginsCapture(input.head)
    }
}
