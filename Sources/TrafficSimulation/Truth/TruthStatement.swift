/// What is true of a simulation as a whole, as it was decided and not as it was counted.
package struct TruthStatement: Codable, Equatable, Sendable {
    package struct Scope: Codable, Equatable, Sendable {
        /// Origins of which packets come.
        package var origins = 0
        /// Origins that affect at least one host.
        package var threats = 0
        /// Distinct within the scope.
        package var hosts = HostFigures()
        package var flows: UInt64 = 0
        package var packets: UInt64 = 0
        package var bytes: UInt64 = 0
    }

    package struct Country: Codable, Equatable, Sendable {
        /// Empty for origins whose country no file knows.
        package var country: String
        package var truth: Scope
    }

    package struct Listing: Codable, Equatable, Sendable {
        package var `class`: String
        /// `nil` where all labels of the class are taken together.
        package var label: String?
        package var truth: Scope
    }

    /// Assets entered from abroad.
    package struct Assets: Codable, Equatable, Sendable {
        package var kind: String
        /// `nil` where all sectors of the kind are taken together.
        package var sector: String?
        package var intruded: Int
        package var from: [String: Int]
    }

    /// How many contacts were attacks of a kind.
    package struct Attack: Codable, Equatable, Sendable {
        /// The name of the plan's figure.
        package var kind: String
        package var contacts: Int
    }

    package struct Period: Codable, Equatable, Sendable {
        /// The day or month, as `2013-05`.
        package var start: String
        /// Distinct hosts affected from abroad within it.
        package var affected: Int
    }

    /// Everything that is in the captures.
    package struct Capture: Codable, Equatable, Sendable {
        package var packets: UInt64 = 0
        /// Frames that hold no IP packet.
        package var undecoded: UInt64 = 0
        /// Packets of hosts to listed origins inside tunnels from outside, which count nowhere.
        package var tunnelForeign: UInt64 = 0
        /// Packets with a listed origin, wherever it is and whatever its class; their flows and bytes.
        package var matched: UInt64 = 0
        package var flows: UInt64 = 0
        package var bytes: UInt64 = 0
    }

    package var seed: UInt64
    package var from: String
    package var to: String
    package var home: String?
    /// Of origins abroad whose class is a threat, which scanners' is not; as `countries`, `assets`, `days` and `months`.
    package var foreign: Scope
    package var domestic: Scope
    /// In the order of the plan, home among them.
    package var countries: [Country]
    /// Of origins abroad, whatever their class.
    package var classes: [Listing]
    package var labels: [Listing]
    package var assets: [Assets]
    package var days: [Period]
    package var months: [Period]
    package var capture: Capture
    /// `nil` where the plan asks for none.
    package var attacks: [Attack]?
}
