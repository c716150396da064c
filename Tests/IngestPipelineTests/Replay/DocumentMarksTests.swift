import ByteInput
import FlowLogs
import Testing

@testable import IngestPipeline

/// JSON over many lines begins with a line that says nothing.
@Suite("What a document of many lines is known by")
struct DocumentMarksTests {
    private func marks(_ text: String) throws -> CaptureMarks {
        LogMarks.of(OpenedInput(name: "log", bytes: Array(text.utf8)), .gcp)
    }

    private func document(_ names: String...) -> String {
        "[\n" + names.map { "  {\n    \"insertId\": \"\($0)\"\n  }" }.joined(separator: ",\n") + "\n]\n"
    }

    @Test("is its first object, so that a thousand of them are not compared with each other")
    func firstObject() throws {
        let (first, second) = (try marks(document("a", "b")), try marks(document("c", "b")))
        #expect(first.beginning != nil && first.beginning != second.beginning)
        #expect(first.earlierBeginning == second.earlierBeginning && first.earlierBeginning != nil)
    }

    @Test("stays when it grows")
    func growth() throws {
        let whole = document("a", "b")
        let open = String(whole.prefix(whole.utf8.count - 20))
        #expect(try marks(open).beginning == marks(whole).beginning)
        let longer = whole + document(String(repeating: "x", count: 100_000))
        #expect(try marks(longer).beginning == marks(whole).beginning)
    }

    @Test("is its first line while the first object has no end, and later what it was then is known too")
    func openObject() throws {
        let open = try marks("[\n  {\n    \"insertId\": \"a\"\n  }")
        #expect(try open.beginning == marks(document("a", "b")).earlierBeginning)
        #expect(open.earlierBeginning == nil)
    }

    @Test("is its first bytes where its first object has more than those")
    func longObject() throws {
        let text = { (letter: String) in document(String(repeating: letter, count: 100_000)) }
        let (first, second) = (try marks(text("a")), try marks(text("b")))
        #expect(first.beginning != nil && first.beginning != second.beginning)
        #expect(first.earlierBeginning == second.earlierBeginning)
    }

    @Test("is its first line, as of any log, where that holds an object")
    func lines() throws {
        let first = try marks("{\"insertId\": \"a\"}\n{\"insertId\": \"b\"}\n")
        #expect(first.earlierBeginning == nil)
        #expect(try first.beginning == marks("{\"insertId\": \"a\"}\n{\"insertId\": \"c\"}\n").beginning)
    }
}
