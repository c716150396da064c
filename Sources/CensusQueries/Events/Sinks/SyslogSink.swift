import CensusEvents
import Foundation
import HTTPClient

/// Sends events as messages of RFC 5424: in datagrams (RFC 5426), over TCP (RFC 6587, with counted octets) or over TLS (RFC 5425).
///
/// Syslog answers nothing. A message counts as sent when the system has taken it: over UDP it may be lost on the way, and over a
/// connection what was on the way when that broke.
final class SyslogSink: EventSink {
    let batchSize = 64
    private let line: EventLine
    private let facility: UInt64
    private let way: Way
    private var connection: StreamConnection?
    private let host = ProcessInfo.processInfo.hostName
    private let process = ProcessInfo.processInfo.processIdentifier

    enum Way {
        case datagrams(DatagramSender)
        case stream(HTTPAddress, HTTPSettings)
    }

    init(_ line: EventLine, facility: UInt64, over way: Way) {
        (self.line, self.facility, self.way) = (line, facility, way)
    }

    func send(_ events: [CensusEvent]) throws(EventSinkFailure) {
        let messages = events.map {
            SyslogMessage($0, line: line.bytes($0), facility: facility, host: host, process: process)
        }
        switch way {
        case .datagrams(let sender):
            for message in messages { try sender.send(message.datagram) }
        case .stream(let address, let settings):
            do {
                let open = try connection ?? StreamConnection(address, settings: settings)
                connection = open
                try open.send(messages.flatMap(\.frame))
            } catch {
                connection = nil
                throw .away(reason: "\(error)")
            }
        }
    }
}
