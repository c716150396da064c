/// Something that was asked for and cannot be done: said in full, with the input and the place.
package struct InputProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
