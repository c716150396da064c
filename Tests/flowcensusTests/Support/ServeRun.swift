import Foundation
import TestSupport
import Testing

/// `flowcensus serve`, from its beginning to the end of the value, over the store of the sample.
final class ServeRun {
    let folder: TemporaryFolder
    let store: String
    let port: UInt16
    /// The token that was drawn; `nil` where none was.
    let token: String?
    let command: BackgroundCommand

    convenience init(_ options: [String] = []) throws {
        let folder = try TemporaryFolder()
        let run = try SampleFiles.replay([SampleFiles.capture], store: folder.path("census.db"))
        try #require(run.status == 0)
        try self.init(options, in: folder)
    }

    /// - Parameter folder: holds the store, `census.db`.
    init(_ options: [String] = [], in folder: TemporaryFolder) throws {
        self.folder = folder
        store = folder.path("census.db")
        command = try BackgroundCommand(
            [
                CommandRun.executable.path, "serve", "--store", store, "--listen", "127.0.0.1:0",
            ] + options)
        try command.waitForErrors("listening on ")
        let words = command.errors.split { $0 == " " || $0 == "\n" }
        let link = try #require(words.first { $0.hasPrefix("http://") })
        let parts = link.components(separatedBy: "/?token=")
        port = try #require(UInt16(parts[0].split(separator: ":").last?.prefix { $0.isNumber } ?? ""))
        token = parts.count > 1 ? parts[1] : nil
    }

    deinit {
        command.signal(SIGTERM)
        _ = try? command.finish()
    }

    /// Asks with the token that was drawn, or another.
    func ask(
        _ target: String, token: String? = nil, method: String = "GET", host: String? = nil,
        headers: [String: String] = [:]
    ) throws -> HTTPReply {
        var headers = headers
        if let token = token ?? self.token { headers["Authorization"] = "Bearer \(token)" }
        return try LoopbackClient.ask(port, target, method: method, host: host, headers: headers)
    }

    /// Options for the command line, where an empty value is a word of its own.
    static func words(_ options: [String]) -> [String] {
        options.flatMap { $0.hasSuffix("=") ? [String($0.dropLast()), ""] : [$0] }
    }

    /// The path of a request whose parameters are the options of a command, `--by=host` as `by=host`.
    static func target(_ name: String, _ options: [String]) -> String {
        let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "=-_.:,/"))
        let pairs = options.map { $0.dropFirst(2).addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
        return "/api/v1/\(name)?" + pairs.joined(separator: "&")
    }
}
