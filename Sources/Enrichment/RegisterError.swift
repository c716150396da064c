package import TextFormats

/// Why an inventory of assets or a registry of contacts cannot be used at all: which file, and what is wrong.
package struct RegisterError: Error, Equatable, CustomStringConvertible {
    package let file: String
    package let problem: CSVTableError

    package var description: String { "\(file): \(problem)" }
}
