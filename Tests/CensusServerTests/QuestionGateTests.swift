import Dispatch
import Foundation
import HTTPListener
import Testing

@testable import CensusServer

@Suite("The gate before the store")
struct QuestionGateTests {
    @Test("takes the place of an answer whose reader keeps it waiting, and of no other")
    func slowReaders() throws {
        let gate = QuestionGate(places: 2)
        let (inside, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let patient = AnswerReader(waiting: { 0 }, ending: { Issue.record("a reader that keeps up was ended") })
        let slow = AnswerReader(waiting: { 3_600_000 }, ending: { ended.signal() })
        let over = DispatchSemaphore(value: 0)
        for (reader, end) in [(patient, over), (slow, ended)] {
            Thread.detachNewThread {
                try? gate.enter(for: reader) {
                    inside.signal()
                    end.wait()
                }
            }
        }
        for _ in 0..<2 { inside.wait() }
        #expect(try gate.enter { true })
        over.signal()
    }
}
