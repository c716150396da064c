import CensusModel
import NetworkTypes
import TextFormats

/// The head of a rule of Suricata or Snort: `alert tcp $HOME_NET any -> [192.0.2.1,192.0.2.2] 443 (msg:"…"; …)`.
struct RuleHeader {
    let action: String
    let transport: TransportProtocol?
    let source: End
    let destination: End
    /// What stands in the brackets behind it.
    let options: ArraySlice<UInt8>

    /// What a rule says of one end of the traffic.
    struct End {
        let addresses: ArraySlice<UInt8>
        let ports: ArraySlice<UInt8>
    }

    private static let actions: Set<String> = [
        "alert", "drop", "reject", "rejectsrc", "rejectdst", "rejectboth", "pass", "log", "block", "sdrop", "activate",
        "dynamic", "config",
    ]

    /// `nil` where the line is not a rule that is in force.
    init?(_ line: ArraySlice<UInt8>) {
        let text = line.trimmed
        guard let open = text.firstIndex(of: UInt8(ascii: "(")) else { return nil }
        let words = Self.words(text[..<open])
        guard words.count == 7 || words.count == 2 else { return nil }
        action = String(decoding: words[0], as: UTF8.self)
        guard Self.actions.contains(action) else { return nil }
        options = text[(open + 1)...]
        guard words.count == 7 else {
            // Snort 3 names a service alone: such a rule has no addresses.
            (transport, source, destination) = (nil, End(addresses: [], ports: []), End(addresses: [], ports: []))
            return
        }
        guard ["->", "<>", "<-"].contains(String(decoding: words[4], as: UTF8.self)) else { return nil }
        let name = String(decoding: words[1], as: UTF8.self)
        transport = ["tcp", "udp", "icmp", "sctp"].contains(name) ? TransportProtocol(parsing: name) : nil
        source = End(addresses: words[2], ports: words[3])
        destination = End(addresses: words[5], ports: words[6])
    }

    /// Whether a line begins a rule, of which the options may stand in the lines behind it.
    static func begins(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.trimmed
        guard text.last == UInt8(ascii: "\\") else { return RuleHeader(text) != nil }
        return (RuleHeader(text) ?? RuleHeader(text.dropLast() + Array("(".utf8))) != nil
    }

    /// Words between blanks; what stands in brackets is one.
    private static func words(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var words: [ArraySlice<UInt8>] = []
        var (start, depth) = (text.startIndex, 0)
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: " ") where depth <= 0, UInt8(ascii: "\t") where depth <= 0:
                if start < index { words.append(text[start..<index]) }
                start = index + 1
            default: break
            }
        }
        if start < text.endIndex { words.append(text[start...]) }
        return words
    }

    /// The text that a rule is reported with.
    var message: String? { option("msg") }

    var classType: String? { option("classtype") }

    /// The value of an option, without the quotes around it.
    private func option(_ name: String) -> String? {
        var rest = options
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            let isWanted = rest[..<colon].trimmed.elementsEqual(name.utf8)
            let value = Self.value(rest[(colon + 1)...])
            if isWanted {
                return String(
                    decoding: value.trimmed.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") },
                    as: UTF8.self)
            }
            rest = rest[value.endIndex...].dropFirst()
        }
        return nil
    }

    /// Up to the semicolon that ends an option: not one in quotes, nor one behind a backslash.
    private static func value(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var (isQuoted, isEscaped) = (false, false)
        for index in text.indices {
            let byte = text[index]
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ";"), !isQuoted {
                return text[..<index]
            }
        }
        return text
    }
}
