import Glibc

extension CensusStore {
    /// Whether there is a file with anything in it.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_size > 0
    }
}
