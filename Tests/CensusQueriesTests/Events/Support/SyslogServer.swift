import Foundation
import Testing

/// A receiver of syslog on this machine, in Python: it prints its port, and then each message as JSON.
final class SyslogServer {
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var pending = Data()
    private(set) var port = 0
    /// The file of the certificate to trust; `nil` where there is no TLS.
    let authority: String?

    private static let script = """
        import json, socket, ssl, subprocess, sys
        scheme, folder = sys.argv[1], sys.argv[2]
        kind = socket.SOCK_DGRAM if scheme == "udp" else socket.SOCK_STREAM
        server = socket.socket(socket.AF_INET, kind)
        server.bind(("127.0.0.1", 0))
        say = lambda what: (sys.stdout.write(json.dumps(what) + "\\n"), sys.stdout.flush())
        if scheme == "tls":
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder + "/key.pem",
                "-out", folder + "/cert.pem", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                "subjectAltName=IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
        if scheme != "udp": server.listen()
        say(server.getsockname()[1])
        if scheme == "udp":
            while True: say(server.recv(65536).decode())
        stream, _ = server.accept()
        if scheme == "tls":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
            stream = context.wrap_socket(stream, server_side=True)
        file = stream.makefile("rb")
        while True:
            length = b""
            while not length.endswith(b" "):
                byte = file.read(1)
                if not byte: sys.exit()
                length += byte
            say(file.read(int(length)).decode())
        """

    init(_ scheme: String, in folder: URL) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, scheme, folder.path]
        (process.standardOutput, process.standardInput) = (output, input)
        try process.run()
        authority = scheme == "tls" ? folder.path + "/cert.pem" : nil
        let line = try nextLine()
        port = try #require(Int(line))
    }

    private func nextLine() throws -> String {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending = Data(pending[pending.index(after: end)...])
                return line
            }
            let piece = output.fileHandleForReading.availableData
            try #require(!piece.isEmpty, "the receiver ended")
            pending += piece
        }
    }

    /// The next messages; waits for them.
    func messages(_ count: Int) throws -> [String] {
        try (0..<count).map { _ in try JSONDecoder().decode(String.self, from: Data(try nextLine().utf8)) }
    }

    /// A process may inherit that SIGTERM is held. The end is not waited for: Foundation notices it by a socket that processes which were started later hold open.
    deinit {
        kill(process.processIdentifier, SIGKILL)
    }
}
