import ArgumentParser
import CensusQueries
import CensusServer
import CommandSupport
import Foundation
import Glibc
import HTTPListener
import Logging
import NetworkTypes
import Runtime

/// The server, a program of its own: what faces a network has neither libpcap nor privileges.
struct FlowcensusServe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flowcensus-serve",
        abstract: "Answer questions to a store over HTTP: API, dashboard, metrics.",
        discussion: """
            'flowcensus serve' starts it, with what the command line, the environment and the configuration file say.

              flowcensus serve --store /var/lib/flowcensus/census.db
            """,
        version: "flowcensus 0.1.0")

    @OptionGroup var options: ServeOptions

    func run() throws {
        Log.format = options.logFormat
        guard let address = ReceptionAddress(parsing: options.listen) else { return }
        SignalThread.hold()
        // What one question took, the next finds free, and nothing is kept for threads that have ended.
        Allocator.returnLargeArrays()
        let service = try CensusService(serviceOptions, stores: Engines(), logger: Log.logger)
        let listener = try HTTPListener(
            address, handler: { service.answer($0) },
            log: { exchange in
                service.note(exchange)
                AccessLine(exchange).write(to: Log.logger)
            })
        SignalThread.start { signal in
            switch signal {
            case .stop: listener.stop()
            case .reloadLists: Self.reread(service)
            case .printStatistics: break
            }
        }
        Log.logger.notice("listening on \(listener.address); open \(Self.link(listener.address, service.drawnToken))")
        listener.run()
        Log.logger.notice("stopped")
    }

    private static func reread(_ service: CensusService) {
        do {
            try service.rereadFiles()
            Log.logger.notice(
                "tokens, the key, countries, networks and the inventory were read again; options take effect at the next start"
            )
        } catch {
            Log.logger.error("the files were not read again, and what they said before holds: \(error)")
        }
    }

    private var serviceOptions: ServiceOptions {
        var service = ServiceOptions(
            store: options.storeOption.store, software: Self.configuration.version)
        service.enrichment = options.enrichmentOptions
        service.seesOneWay = options.evidence.oneWay
        service.tokenFile = options.tokens
        service.isOpen = options.noToken
        service.hosts = options.host
        service.proxies = options.proxies.flatMap(IPPrefix.networks) ?? []
        service.roleHeader = options.roleHeader
        service.keyFile = options.key
        return service
    }

    /// What to open in a browser.
    private static func link(_ address: ReceptionAddress, _ token: String?) -> String {
        let place = address.address == nil ? "\(ProcessInfo.processInfo.hostName):\(address.port)" : "\(address)"
        return "http://\(place)/" + (token.map { "?token=\($0)" } ?? "")
    }
}

@main
enum Main {
    static func main() {
        Log.bootstrap()
        signal(SIGPIPE, SIG_IGN)
        OutputReaders.beginPrivate()
        do {
            try OpenFileLimit.raise()
            let command = try FlowcensusServe.parse(Array(ProcessArguments.all.dropFirst()))
            try command.run()
        } catch {
            exit(report(error))
        }
    }

    /// Says what went wrong, and returns the exit status for it.
    private static func report(_ error: any Error) -> Int32 {
        switch FlowcensusServe.exitCode(for: error) {
        case .success:
            print(FlowcensusServe.fullMessage(for: error))
            return 0
        case .validationFailure:
            Log.standardError(FlowcensusServe.fullMessage(for: error) + "\n")
            return 2
        default:
            Log.logger.error("\(error)")
            return 1
        }
    }
}
