/// What one peer and all together may take of a listener.
package struct ListenerLimits: Sendable {
    /// Connections at a time. For what comes beyond the one is ended that has kept the server waiting for longest; where all are being
    /// answered, it is answered with 503 and closed.
    package var connections = 256
    /// Connections of one address at a time, unless it is this machine's.
    package var connectionsOfPeer = 64
    /// Bytes of a request line with its headers.
    package var headLength = 16 * 1_024
    /// Milliseconds in which the head of a request has to be there, from the beginning of the connection or of the request.
    package var headTime: Int32 = 10_000
    /// Milliseconds for which an open connection may be silent between two requests.
    package var idleTime: Int32 = 30_000
    /// Milliseconds in which 64 KiB of an answer have to be taken.
    package var pieceTime: Int32 = 60_000
    /// Requests of a peer in a second, and how many may come at once.
    package var rate = 1_000.0
    package var burst = 2_000.0

    package init() {}
}
