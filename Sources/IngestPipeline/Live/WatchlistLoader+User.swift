import ByteInput
import PacketCapture
import Runtime
import Watchlist

extension WatchlistLoader {
    /// Loads the lists as the user that the process has become, whose name explains why one cannot be opened.
    func loadAsUser() throws -> LoadedLists {
        do {
            return try load()
        } catch let error as ByteInputError where error.isForbidden {
            throw CommandProblem(
                "\(error) (it is read as user \(ProcessUser.name), who must be allowed to read the file and to pass its "
                    + "folders; --user names another one)")
        }
    }
}
