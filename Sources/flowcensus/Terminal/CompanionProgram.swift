import CommandSupport
import Foundation
import Runtime

/// A program that belongs to this one and is installed with it.
struct CompanionProgram {
    private let name: String

    init(_ name: String) {
        self.name = name
    }

    /// Becomes that program.
    /// - Throws: where to look for it; nothing else comes back.
    func run(_ arguments: [String]) throws {
        let places = candidates
        guard let path = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw CommandProblem(
                "the program \(name) is neither beside this one nor in PATH; 'swift build -c release --product \(name)' makes it"
            )
        }
        // The words are copied, and end with a null pointer, as the call has it.
        var words = unsafe ([path] + arguments).map { unsafe strdup($0) }
        unsafe words.append(nil)
        _ = unsafe execv(path, words)
        throw CommandProblem("\(path): cannot be started: \(unsafe String(cString: strerror(errno)))")
    }

    private var candidates: [String] {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ProcessArguments.all[0]
        let beside = (own as NSString).deletingLastPathComponent
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return ([beside] + folders).filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    }
}
