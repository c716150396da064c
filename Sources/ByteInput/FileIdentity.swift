/// What makes a file the same one, whatever its name.
package struct FileIdentity: Equatable, Sendable {
    let device: UInt64
    let number: UInt64
}
