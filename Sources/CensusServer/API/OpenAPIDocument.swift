import HTTPListener
import Runtime
import TextFormats

/// The description of the API (OpenAPI 3.1), made from the requests themselves.
struct OpenAPIDocument {
    private let syntaxes: [CommandSyntax]
    private let version: String

    init(_ syntaxes: [CommandSyntax], version: String) {
        (self.syntaxes, self.version) = (syntaxes, version)
    }

    var text: String { document.text(depth: 3) }

    private var document: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Flowcensus", "version": .text(version),
                "description":
                    "How many internal hosts talk to listed origins, hour by hour. Parameters are the options of the commands, and answers have their bytes. A viewer sees pseudonyms in place of hosts.",
            ],
            "servers": [["url": "/"]],
            "security": [["token": []], ["password": []]],
            "components": [
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer"], "password": ["type": "http", "scheme": "basic"],
                ],
                "schemas": [
                    "Problem": [
                        "type": "object", "required": ["error", "parameter"],
                        "properties": ["error": ["type": "string"], "parameter": ["type": ["string", "null"]]],
                    ]
                ],
            ],
            "paths": .object(
                zip(Requests.all, syntaxes).map { request, syntax in
                    (CensusService.apiPath + syntax.name, path(syntax, request))
                } + others),
        ]
    }

    private func path(_ syntax: CommandSyntax, _ request: any APIRequest.Type) -> JSONValue {
        [
            "get": [
                "operationId": .text(syntax.name), "summary": .text(syntax.summary),
                "parameters": .array(syntax.arguments.map { parameter($0, request.assumed[$0.key]) }),
                "responses": responses(request.types),
            ]
        ]
    }

    private func parameter(_ argument: ArgumentSyntax, _ assumed: String?) -> JSONValue {
        var schema: [(name: String, value: JSONValue)] =
            argument.kind == .flag ? [("type", "boolean")] : [("type", "string")]
        if !argument.isRepeating, !argument.choices.isEmpty {
            schema.append(("enum", .array(argument.choices.map(JSONValue.text))))
        }
        if argument.kind == .option, let pattern = ParameterPattern.pattern(of: argument) {
            schema.append(("pattern", .text(pattern)))
        }
        if let value = assumed ?? argument.defaultValue, argument.kind == .option {
            schema.append(("default", .text(value)))
        }
        let value: JSONValue = .object(schema)
        return [
            "name": .text(argument.key), "in": "query", "description": .text(argument.summary),
            "schema": argument.isRepeating ? ["type": "array", "items": value] : value,
        ]
    }

    private func responses(_ types: [String]) -> JSONValue {
        [
            "200": [
                "description": "The answer.",
                "headers": [
                    "ETag": [
                        "schema": ["type": "string"],
                        "description": "Another one after a commit that touches what the answer is made of.",
                    ],
                    "Flowcensus-Remark": [
                        "schema": ["type": "string"],
                        "description":
                            "What to know of the rows: that they are as they were when their flows were removed, or that flows are gone of which they would be made.",
                    ],
                ],
                "content": .object(
                    types.map { type in
                        let name = String(type.prefix { $0 != ";" })
                        return (name, Self.schema(of: name))
                    }),
            ],
            "304": ["description": "What If-None-Match names is still the answer."],
            "400": Self.problem(
                "A parameter is unknown or not understood; in plain text where this is no request at all.", "text/plain"
            ),
            "401": Self.problem("No token was given, or a wrong one."),
            "403": Self.problem("The role may not ask this."),
            "503": Self.problem("There are too many questions at a time, or the store cannot be read."),
        ]
    }

    private static func schema(of type: String) -> JSONValue {
        ["schema": ["type": type == "application/json" ? "object" : "string"]]
    }

    /// - Parameter other: a type that the description may come in, too.
    private static func problem(_ text: JSONValue, _ other: String? = nil) -> JSONValue {
        let json: JSONValue = ["schema": ["$ref": "#/components/schemas/Problem"]]
        return [
            "description": text,
            "content": .object([("application/json", json)] + (other.map { [($0, schema(of: $0))] } ?? [])),
        ]
    }

    private var others: [(name: String, value: JSONValue)] {
        let plain = { (summary: JSONValue, type: String) -> JSONValue in
            [
                "get": [
                    "summary": summary,
                    "responses": [
                        "200": ["description": summary, "content": .object([(type, Self.schema(of: type))])],
                        "401": Self.problem("No token was given, or a wrong one."),
                    ],
                ]
            ]
        }
        return [
            (
                CensusService.apiPath + "live",
                plain("An event after each commit, as server-sent events.", "text/event-stream")
            ),
            (CensusService.apiPath + "openapi.json", plain("This document.", "application/json")),
        ]
    }
}
