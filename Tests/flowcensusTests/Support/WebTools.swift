import Foundation

/// What Tests/Browser/install puts into .build/browser.
enum WebTools {
    private static let folder = Repository.path(".build/browser")

    /// Options that make `look` ask axe-core; empty where it is not installed, which is said loudly.
    static var axe: [String] {
        let file = folder + "/axe.min.js"
        guard FileManager.default.fileExists(atPath: file) else {
            say("whether pages are accessible")
            return []
        }
        return ["--axe", file]
    }

    /// The program `schemathesis`; `nil` where it is not installed, which is said loudly.
    static var schemathesis: String? {
        let file = folder + "/bin/schemathesis"
        guard FileManager.default.isExecutableFile(atPath: file) else {
            say("the API with questions made from its description")
            return nil
        }
        return file
    }

    private static func say(_ what: String) {
        FileHandle.standardError.write(Data("NOT TESTED: \(what); run Tests/Browser/install\n".utf8))
    }
}
