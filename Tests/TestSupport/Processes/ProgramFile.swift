import Foundation

/// Programs that tests make and run.
///
/// Nothing can be run that somebody has open for writing, and what this process has open is also its children's until they run their
/// own program: so files are written by processes of their own.
package enum ProgramFile {
    private struct Failure: Error {
        let path: String
    }

    /// Writes a script.
    package static func write(_ text: String, to path: String) throws {
        try run("printf %s \"$1\" > \"$0\" && chmod 700 \"$0\"", path, text)
    }

    /// Copies a program.
    package static func copy(_ program: String, to path: String) throws {
        try run("cp \"$1\" \"$0\"", path, program)
    }

    private static func run(_ command: String, _ path: String, _ argument: String) throws {
        let shell = try Process.run(
            URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", command, path, argument])
        shell.waitUntilExit()
        guard shell.terminationStatus == 0 else { throw Failure(path: path) }
    }
}
