import ByteInput
import FlowLogs
import Foundation
import PacketCapture

/// Finds the captures and flow logs that the operator named: files, standard input, and the files in folders.
enum CaptureFinder {
    struct Found {
        /// In the order given; the files of a folder sorted by name.
        var inputs: [ReplayInput] = []
        /// Files in folders that are neither captures nor flow logs.
        var passedOver: [String] = []
        /// Folders that were named and hold neither captures nor flow logs.
        var emptyFolders: [String] = []
    }

    static func find(_ arguments: [String]) -> Found {
        var found = Found()
        for argument in arguments {
            let input = input(argument)
            if input.path != "-", isFolder(input.path) {
                let count = found.inputs.count
                addFiles(inFolder: input.path, as: input.format, to: &found)
                if found.inputs.count == count { found.emptyFolders.append(input.path) }
            } else {
                found.inputs.append(input)
            }
        }
        return found
    }

    /// The path in an argument, and the flow log that is named before it: `zeek:conn.log`. A file of just that name goes
    /// before both.
    private static func input(_ argument: String) -> ReplayInput {
        guard let colon = argument.firstIndex(of: ":"), let format = LogFormat(rawValue: String(argument[..<colon])),
            !FileManager.default.fileExists(atPath: argument)
        else { return ReplayInput(path: argument) }
        return ReplayInput(path: String(argument[argument.index(after: colon)...]), format: format)
    }

    /// A folder that cannot be listed stands for itself, so that it is refused by name.
    private static func addFiles(inFolder folder: String, as format: LogFormat?, to found: inout Found) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return found.inputs.append(ReplayInput(path: folder))
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if isFolder(path) {
                if !isLink(path) { addFiles(inFolder: path, as: format, to: &found) }
            } else if format != nil || isCaptureOrLog(path) {
                found.inputs.append(ReplayInput(path: path, format: format))
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
        FileStatus(path: path)?.isFolder ?? false
    }

    /// Whether a regular file begins like a capture or a flow log. What cannot be looked at or read is kept, so that it is refused by
    /// name: a link that leads nowhere, and a name that is not UTF-8, by which no file is found.
    private static func isCaptureOrLog(_ path: String) -> Bool {
        // A file that was removed meanwhile is not an input.
        guard let status = FileStatus(path: path) else { return isLink(path) || !FileSource.canBeNamed(path) }
        guard status.size != nil else { return false }
        guard let input = try? OpenedInput(path: path) else { return true }
        return CaptureLayout.beginsCapture(input.head) || LogFormat.recognised(head: input.head) != nil
    }
}
