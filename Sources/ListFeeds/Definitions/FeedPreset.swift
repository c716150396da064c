/// A public feed that is known by name: where it is, what it holds, and on what terms.
package struct FeedPreset: Sendable {
    package let name: String
    package let address: String
    package var kind = "list"
    /// As before the colon of a list argument; empty to tell it from the content.
    package var format = ""
    /// The class of entries that state none, where that of the format would not do.
    package var threatClass: String?
    /// Seconds between two updates: as often as the publisher likes, or as the list changes.
    package let interval: Int
    /// How a key is shown, where the publisher gives keys.
    package var secretScheme: String?
    /// What it holds, and the terms of use, a sentence each.
    package let content: String
    package let terms: String

    package static func named(_ name: String) -> FeedPreset? { all.first { $0.name == name } }

    /// The feed without any setting changed; `nil` for a preset that needs a key.
    package func feed() throws(FeedError) -> Feed {
        try FeedSettings(name: name, values: ["preset": name]).feed()
    }
}
