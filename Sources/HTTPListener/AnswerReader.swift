/// Who reads an answer, as far as those have to know who wait for it to end.
package struct AnswerReader: Sendable {
    private let waiting: @Sendable () -> Int64
    private let ending: @Sendable () -> Void

    /// - Parameters:
    ///   - waiting: milliseconds for which the answer has waited for its reader so far.
    ///   - ending: breaks the answer off.
    package init(waiting: @escaping @Sendable () -> Int64, ending: @escaping @Sendable () -> Void) {
        (self.waiting, self.ending) = (waiting, ending)
    }

    init(_ connection: Connection) {
        let before = connection.waitedTime
        self.init(waiting: { connection.waitedTime - before }, ending: { connection.end() })
    }

    /// Milliseconds for which the answer has waited for its reader so far.
    package var waited: Int64 { waiting() }

    /// Breaks the answer off.
    package func end() { ending() }
}
