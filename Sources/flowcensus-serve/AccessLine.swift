import HTTPListener
import Logging

/// A line of the access log: who asked what, and what came of it. Tokens stay out of it.
struct AccessLine {
    private let exchange: HTTPExchange

    init(_ exchange: HTTPExchange) {
        self.exchange = exchange
    }

    func write(to logger: Logger) {
        let request = exchange.head.map { "\($0.method) \($0.target(with: "token=-", inPlaceOf: "token"))" } ?? "-"
        let remark = exchange.remark.map { ": \($0)" } ?? (exchange.isWhole ? "" : ": broken off")
        logger.info(
            "\(exchange.peer) \(request) \(exchange.status.code) \(exchange.length) bytes \(exchange.milliseconds) ms\(remark)",
            metadata: [
                "peer": "\(exchange.peer)", "request": "\(request)", "status": "\(exchange.status.code)",
                "bytes": "\(exchange.length)", "milliseconds": "\(exchange.milliseconds)",
                "user": "\(exchange.user ?? "")",
            ])
    }
}
