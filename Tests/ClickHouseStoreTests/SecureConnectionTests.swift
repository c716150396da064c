import CensusModel
import Foundation
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

@Suite("Over TLS, to a ClickHouse with a certificate of an authority of its own", .serialized)
struct SecureConnectionTests {
    /// Who is asked for by what name, with which authority, and what is said where that is refused.
    private func refusal(_ name: String) -> String {
        do {
            _ = try ClickHouseCensus(path: name, access: .write)
            return "taken"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "what is committed is read back where its authority is trusted, and any other certificate is refused in words")
    func certificates() throws {
        guard let engine = try ClickHouseEngine(.debian, isSecure: true) else { return }
        let authority = engine.folder.appendingPathComponent("authority.crt").path
        var random = SeededGenerator()
        let tally = Traffic.tally(60, &random)
        for options in ["", "&compress=1", "&compress=0"] {
            let database = SharedEngines.database()
            let store = try ClickHouseCensus(
                path: "clickhouses://127.0.0.1:\(engine.port)/\(database)?ca-file=\(authority)\(options)",
                access: .write)
            _ = try store.commit(Traffic.segment("one", 0..<10, [tally]), as: .new(besides: []))
            #expect(try store.flows().reduce(0) { $0 + $1.packets } == 60)
            #expect(try store.findings() == [])
        }

        // The system's authorities do not know it, and neither does another one; nor is it the certificate of another name.
        let unknown = refusal("clickhouses://127.0.0.1:\(engine.port)/census")
        #expect(unknown.contains("certificate"), "\(unknown)")
        let other = engine.folder.appendingPathComponent("other.crt").path
        try Self.makeAuthority(other)
        let wrong = refusal("clickhouses://127.0.0.1:\(engine.port)/census?ca-file=\(other)")
        #expect(wrong.contains("certificate"), "\(wrong)")
        let misnamed = refusal("clickhouses://localhost:\(engine.port)/census?ca-file=\(authority)")
        #expect(misnamed.contains("certificate"), "\(misnamed)")
        let missing = refusal("clickhouses://127.0.0.1:\(engine.port)/census?ca-file=\(authority).none")
        #expect(missing.contains("certificate") || missing.contains("authority.crt.none"), "\(missing)")
        let plain = refusal("clickhouse://127.0.0.1:\(engine.port)/census")
        #expect(plain != "taken" && !plain.isEmpty, "\(plain)")
    }

    @Test("a password is sent, and a wrong one is refused")
    func password() throws {
        guard let engine = try ClickHouseEngine(.debian, isSecure: true) else { return }
        let authority = engine.folder.appendingPathComponent("authority.crt").path
        for (number, (text, expected)) in [("geheim", "taken"), ("nicht das", "Wrong password")].enumerated() {
            let file = engine.folder.appendingPathComponent("password\(number)")
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            let name =
                "clickhouses://census@127.0.0.1:\(engine.port)/census?ca-file=\(authority)&password-file=\(file.path)"
            let said = refusal(name)
            #expect(said.contains(expected) && !said.contains(text), "\(said)")
        }
    }

    private static func makeAuthority(_ path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path + ".key", "-out", path, "-subj",
            "/CN=other",
            "-days", "2",
        ]
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
