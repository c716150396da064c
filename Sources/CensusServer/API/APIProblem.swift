package import HTTPListener
import TextFormats

/// Why a request cannot be answered, in a sentence that names nothing but what the request itself named.
package struct APIProblem: Error, Equatable {
    let status: HTTPStatus
    let sentence: String
    /// The parameter that is to blame.
    let parameter: String?

    init(_ status: HTTPStatus, _ sentence: String, parameter: String? = nil) {
        (self.status, self.sentence, self.parameter) = (status, sentence, parameter)
    }
}

/// Also where it is found only when the answer is being made, as that there are too many questions.
extension APIProblem: AnsweredError {
    package var answer: HTTPAnswer { HTTPAnswer(problem: self) }
}

extension HTTPAnswer {
    /// A problem as JSON.
    init(problem: APIProblem, _ headers: [(name: String, value: String)] = []) {
        let document: JSONValue = .object([
            ("error", .text(problem.sentence.printable)),
            ("parameter", .optional(problem.parameter?.printable, JSONValue.text)),
        ])
        self.init(problem.status, "application/json; charset=utf-8", document.text(depth: 0))
        self.headers += headers
    }
}
