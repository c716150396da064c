import ArgumentParser
import CommandSupport
import HTTPListener
import Runtime

/// The parameters of a request, as words for the parser of the command line.
struct RequestParameters {
    private let syntax: CommandSyntax

    init(_ syntax: CommandSyntax) {
        self.syntax = syntax
    }

    /// - Throws: a problem where a parameter is unknown, given twice, or not understood.
    func read<Request: APIRequest>(
        _ type: Request.Type, _ items: [HTTPRequestHead.QueryItem], seesOneWay: Bool, showsValues: Bool
    ) throws -> Request {
        let words = try words(items, type.assumed, seesOneWay: seesOneWay)
        do {
            return try type.parse(words)
        } catch {
            throw problem(type.message(for: error), items, showsValues: showsValues)
        }
    }

    private func words(
        _ items: [HTTPRequestHead.QueryItem], _ assumed: [String: String], seesOneWay: Bool
    ) throws -> [String] {
        var (words, given) = ([String](), Set<String>())
        for item in items {
            guard let argument = syntax.argument(item.name) else {
                throw APIProblem(.badRequest, "there is no such parameter", parameter: item.name)
            }
            guard given.insert(item.name).inserted || argument.isRepeating else {
                throw APIProblem(.badRequest, "this parameter is given twice", parameter: item.name)
            }
            if argument.kind == .flag {
                guard ["true", "false", ""].contains(item.value) else {
                    throw APIProblem(.badRequest, "this parameter is true or false", parameter: item.name)
                }
                if item.value != "false" { words.append("--\(item.name)") }
            } else {
                words += item.value.isEmpty ? ["--\(item.name)", ""] : ["--\(item.name)=\(item.value)"]
            }
        }
        for (name, value) in assumed where !given.contains(name) { words.append("--\(name)=\(value)") }
        if seesOneWay, !given.contains(Self.oneWay), syntax.argument(Self.oneWay) != nil {
            words.append("--\(Self.oneWay)")
        }
        return words
    }

    private static let oneWay = "one-way"

    /// - Parameter showsValues: whether the sentence may name the value that was given.
    private func problem(
        _ message: String, _ items: [HTTPRequestHead.QueryItem], showsValues: Bool
    ) -> APIProblem {
        let parameter = items.map(\.name).first { message.contains("--\($0) ") || message.contains("--\($0)'") }
        let lines = message.split(separator: "\n").map { $0.drop { $0 == " " } }
        let sentence = lines.joined(separator: " ").replacing(" - ", with: ", ").replacing(":,", with: ":")
        return APIProblem(
            .badRequest, showsValues ? sentence : "a value is not understood", parameter: parameter)
    }
}
