import Runtime
import TextFormats

enum ConfigurationText {
    /// The section of events in a configuration file.
    static func events(_ path: String) throws -> [YAMLMember] { try ConfigurationFile(path: path).events }
}
