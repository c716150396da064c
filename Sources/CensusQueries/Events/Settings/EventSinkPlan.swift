package import CensusEvents
package import CensusModel
import CensusNotice
import Digests
package import HTTPClient
import HourlyRollup
import Logging
import NetworkTypes
import Runtime

/// A sink as the configuration describes it: where events go, which, when, and in what form.
package struct EventSinkPlan: Equatable, Sendable {
    package let name: String
    package var place: Place
    package var format = EventFormat.json
    package var hosts = HostChoice.show
    /// A file of random bytes for pseudonyms.
    package var keyFile: String?
    /// Empty for every kind, and for every class.
    package var kinds: Set<EventKind> = []
    package var classes: Set<ThreatClass> = []
    package var minimumSeverity = EventSeverity.low
    package var quiet: QuietHours?
    /// From which severity on events do not wait for the end of quiet hours; `nil` where all do.
    package var urgent: EventSeverity?

    package enum Place: Equatable, Sendable {
        case standardOutput
        case log
        case datagrams(host: String, port: String, facility: UInt64)
        case stream(HTTPAddress, HTTPSettings, facility: UInt64)
        case webhook(HTTPAddress, HTTPSettings, secret: EventSecret?, signingKeyFile: String?)
        case mail(to: String, from: String, program: String)
        case program(path: String, arguments: [String])
    }

    package init(name: String, place: Place) {
        (self.name, self.place) = (name, place)
    }

    /// Standard output, for a command that names no sink.
    package static func standardOutput(_ format: EventFormat) -> EventSinkPlan {
        var plan = EventSinkPlan(name: "standard output", place: .standardOutput)
        plan.format = format
        return plan
    }

    func admits(_ event: CensusEvent) -> Bool {
        (kinds.isEmpty || kinds.contains(event.kind)) && event.severity >= minimumSeverity
            && (classes.isEmpty || event.threatClass.map(classes.contains) ?? !event.kind.isOfThreat)
    }

    func isQuiet(at now: Timestamp) -> Bool { quiet?.contains(now) ?? false }
    func isUrgent(_ event: CensusEvent) -> Bool { urgent.map { event.severity >= $0 } ?? false }
}

/// What proves to a server who sends, and the file that holds it.
package struct EventSecret: Equatable, Sendable {
    package let scheme: HTTPCredentials.Scheme
    package let file: String
}

extension EventSinkPlan {
    /// Opens the sink, as far as that can be done before there is an event.
    /// - Throws: `CommandProblem` where a secret or a key is not there.
    func makeSink(
        logger: Logger, clock: @escaping WallClock, isCancelled: @escaping @Sendable () -> Bool
    ) throws -> any EventSink {
        let line = EventLine(format: format, hosts: try disclosure())
        switch place {
        case .standardOutput: return try StandardOutputSink(line)
        case .log: return LogSink(line, logger: logger)
        case .datagrams(let host, let port, let facility):
            return SyslogSink(line, facility: facility, over: .datagrams(DatagramSender(host: host, port: port)))
        case .stream(let address, let settings, let facility):
            return SyslogSink(line, facility: facility, over: .stream(address, settings))
        case .webhook(let address, let settings, let secret, let signingKeyFile):
            return try WebhookSink(
                line, to: address, settings: settings, credentials: try secret.map(credentials),
                key: try signingKeyFile.map { SymmetricKey(data: Array(try self.secret($0).utf8)) },
                isCancelled: isCancelled)
        case .mail(let recipient, let sender, let program):
            return MailSink(line, to: recipient, from: sender, program: program, clock: clock)
        case .program(let path, let arguments): return ProgramSink(line, path: path, arguments: arguments)
        }
    }

    private func disclosure() throws -> HostDisclosure {
        switch hosts {
        case .show: return .show
        case .prefix: return .prefix
        case .pseudonym:
            guard let keyFile else { throw problem("'hosts: pseudonym' needs a 'key'") }
            do {
                return .pseudonym(HostPseudonyms(key: try PseudonymKey(file: keyFile).key))
            } catch {
                throw problem("\(error)")
            }
        }
    }

    private func credentials(_ secret: EventSecret) throws -> HTTPCredentials {
        guard let credentials = HTTPCredentials(secret.scheme, secret: try self.secret(secret.file)) else {
            throw problem("\(secret.file): is not a secret that can be shown to a server")
        }
        return credentials
    }

    private func secret(_ file: String) throws -> String {
        do { return try SecretFile.read(file) } catch { throw problem("\(error)") }
    }

    private func problem(_ reason: String) -> CommandProblem { CommandProblem("sink \(name): \(reason)") }
}
