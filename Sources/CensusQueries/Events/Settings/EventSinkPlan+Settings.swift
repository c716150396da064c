import CensusEvents
import CensusModel
import CensusNotice
import HTTPClient
import NetworkTypes
import TextFormats

extension EventSinkPlan {
    static let names = [
        "kind", "format", "hosts", "key", "events", "classes", "severity", "quiet", "urgent", "url", "facility", "to",
        "from", "program", "arguments", "auth", "secret-file", "signing-key-file", "ca-file", "proxy", "allow-http",
        "timeout",
    ]

    init(name: String, _ values: SettingValues) throws(EventSettings.Problem) {
        guard !name.isEmpty, name.utf8.count <= 64, name.printable == name else {
            throw values.problem("kind", "the name of a sink is of 64 bytes at most, all of them visible")
        }
        self.init(name: name, place: try Self.place(values))
        format = try values.one("format", Self.choices(EventFormat.allCases)) { EventFormat(rawValue: $0) } ?? format
        hosts = try values.one("hosts", Self.choices(HostChoice.allCases)) { HostChoice(rawValue: $0) } ?? hosts
        keyFile = try values.text("key")
        if hosts == .pseudonym, keyFile == nil { throw values.problem("hosts", "pseudonym needs a 'key'") }
        kinds = try Set(values.kinds("events"))
        classes = try Set(values.all("classes", "classes such as c2") { ThreatClass(name: $0) })
        let severities = Self.choices(EventSeverity.allCases)
        minimumSeverity = try values.one("severity", severities) { EventSeverity(rawValue: $0) } ?? .low
        urgent = try values.one("urgent", severities) { EventSeverity(rawValue: $0) }
        if values.has("quiet") {
            guard let quiet = QuietHours(values.texts("quiet").joined(separator: " ")) else {
                throw values.problem("quiet", "takes a time of day in UTC such as 22:00-06:00, and days such as Sat")
            }
            self.quiet = quiet
        }
    }

    private static func choices<Choice: RawRepresentable<String>>(_ all: [Choice]) -> String {
        all.map(\.rawValue).joined(separator: ", ")
    }

    // MARK: - Places

    private static func place(_ values: SettingValues) throws(EventSettings.Problem) -> Place {
        switch try values.text("kind") {
        case "stdout": return .standardOutput
        case "log": return .log
        case "syslog": return try syslog(values)
        case "webhook": return try webhook(values)
        case "mail": return try mail(values)
        case "program":
            let path = try needed("program", values)
            guard path.hasPrefix("/") else { throw values.problem("program", "takes a whole path, from / on") }
            return .program(path: path, arguments: values.texts("arguments"))
        default: throw values.problem("kind", "is one of stdout, log, syslog, webhook, mail, program")
        }
    }

    private static func needed(_ name: String, _ values: SettingValues) throws(EventSettings.Problem) -> String {
        guard let text = try values.text(name), !text.isEmpty else { throw values.problem(name, "is missing") }
        return text
    }

    private static func http(_ values: SettingValues) throws(EventSettings.Problem) -> HTTPSettings {
        var settings = HTTPSettings()
        settings.timeout = try Double(values.seconds("timeout") ?? 15)
        settings.connectTimeout = min(settings.timeout, 10)
        settings.maximumSize = 1_024 * 1_024
        settings.maximumUnpackedSize = settings.maximumSize
        settings.maximumRedirects = 0
        settings.allowsPlainText = try values.flag("allow-http") ?? false
        (settings.proxy, settings.certificateFile) = (try values.text("proxy"), try values.text("ca-file"))
        return settings
    }

    private static func syslog(_ values: SettingValues) throws(EventSettings.Problem) -> Place {
        let form = "takes udp://HOST:514, tcp://HOST:601 or tls://HOST:6514"
        let text = try needed("url", values)
        let schemes = ["udp": ("http", "514"), "tcp": ("http", "601"), "tls": ("https", "6514")]
        guard let end = text.firstRange(of: "://"), let (scheme, port) = schemes[String(text[..<end.lowerBound])],
            let given = try? HTTPAddress("\(scheme)://\(text[end.upperBound...])"), given.path == "/"
        else { throw values.problem("url", form) }
        let isPortGiven = text.last?.isNumber == true && text.contains(":\(given.port)")
        let facility = UInt64(try values.number("facility", SyslogMessage.facilities) ?? 16)
        guard !text.hasPrefix("udp:") else {
            let host = given.host.hasPrefix("[") ? String(given.host.dropFirst().dropLast()) : given.host
            return .datagrams(host: host, port: isPortGiven ? given.port : port, facility: facility)
        }
        guard let address = try? HTTPAddress("\(scheme)://\(given.host):\(isPortGiven ? given.port : port)/") else {
            throw values.problem("url", form)
        }
        return .stream(address, try http(values), facility: facility)
    }

    private static func webhook(_ values: SettingValues) throws(EventSettings.Problem) -> Place {
        let address: HTTPAddress
        do { address = try HTTPAddress(try needed("url", values)) } catch let error as EventSettings.Problem {
            throw error
        } catch {
            throw values.problem("url", "\(error)")
        }
        let settings = try http(values)
        guard address.isSecure || address.isLoopback || settings.allowsPlainText else {
            throw values.problem("url", "would send in the clear; use https://, or say 'allow-http: true'")
        }
        var secret: EventSecret?
        if let file = try values.text("secret-file") {
            let scheme = try values.one("auth", "bearer, basic or header:NAME") { HTTPCredentials.Scheme($0) }
            guard let scheme else {
                throw values.problem("secret-file", "needs an 'auth' of bearer, basic or header:NAME")
            }
            secret = EventSecret(scheme: scheme, file: file)
        } else if values.has("auth") {
            throw values.problem("auth", "needs a 'secret-file'")
        }
        return .webhook(address, settings, secret: secret, signingKeyFile: try values.text("signing-key-file"))
    }

    private static func mail(_ values: SettingValues) throws(EventSettings.Problem) -> Place {
        let address = { (name: String) throws(EventSettings.Problem) in
            let text = try needed(name, values)
            guard text.isMailAddress else { throw values.problem(name, "takes an e-mail address") }
            return text
        }
        return .mail(
            to: try address("to"), from: try address("from"),
            program: try values.text("program") ?? Sendmail.standardPath)
    }
}
