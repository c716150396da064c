package import CensusModel
import NetworkTypes
import Synchronization

/// What came of days that were read, in memory, so that after a commit only days are read again whose flows have changed.
///
/// It keeps within a number of bytes. Where it is full, days go that nobody has asked for in the last questions; without such days, no
/// more days are kept.
package final class KeptDays: Sendable {
    private struct Key: Hashable {
        let question: String
        let hours: HourRange
    }

    private struct Entry {
        let mark: Int
        let parts: [any Sendable]
        let flows: Int
        var use: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var flows = 0
        var questions = 0
    }

    private let state = Mutex(State())
    private let mostFlows: Int

    /// What a flow takes in what is made of it: a host and what it met, in arrays with room at their ends.
    private static let bytesOfFlow = 32
    /// Days that were not asked for by so many questions make room.
    private static let idleQuestions = 16

    package init(bytes: Int = 96 << 20) {
        mostFlows = bytes / Self.bytesOfFlow
    }

    /// Notes that a question begins.
    func begin() {
        state.withLock { $0.questions += 1 }
    }

    /// The parts that a question made of a day, as long as its mark is the same.
    func parts<Part: Sendable>(_ question: String, _ hours: HourRange, _ mark: Int) -> [Part]? {
        state.withLock { state in
            let key = Key(question: question, hours: hours)
            guard var entry = state.entries[key], entry.mark == mark else { return nil }
            entry.use = state.questions
            state.entries[key] = entry
            let parts = entry.parts.compactMap { $0 as? Part }
            return parts.count == entry.parts.count ? parts : nil
        }
    }

    /// - Parameter flows: how many the parts are made of.
    func keep<Part: Sendable>(_ parts: [Part], _ question: String, _ hours: HourRange, _ mark: Int, flows: Int) {
        state.withLock { state in
            let key = Key(question: question, hours: hours)
            state.flows -= state.entries.removeValue(forKey: key)?.flows ?? 0
            if state.flows + flows > mostFlows {
                let idle = state.entries.filter { state.questions - $0.value.use >= Self.idleQuestions }
                for (key, entry) in idle {
                    state.entries[key] = nil
                    state.flows -= entry.flows
                }
            }
            guard state.flows + flows <= mostFlows else { return }
            state.entries[key] = Entry(mark: mark, parts: parts, flows: flows, use: state.questions)
            state.flows += flows
        }
    }
}

/// The days that are kept, and the marks of the hours of the store that is read.
package struct DayMemory: Sendable {
    let days: KeptDays
    let marks: HourMarks

    package init(_ days: KeptDays, _ marks: HourMarks) {
        (self.days, self.marks) = (days, marks)
    }
}
