import Foundation

extension Session {
    /// The content of a file's version; of the current one unless a number is given.
    public func download(id: UUID, number: Int? = nil) async throws -> Data {
        var version = number
        if version == nil {
            version = try await files.get(id: id).current?.number
        }
        var content = Data()
        var offset: Int? = 0
        while let start = offset {
            let part = try await files.content(id: id, number: version, offset: start)
            guard let bytes = Data(base64Encoded: part.base64) else {
                let cause = DecodingError.Context(codingPath: [], debugDescription: "no base64")
                throw CrmError.misfit("files.content", .dataCorrupted(cause))
            }
            content.append(bytes)
            offset = part.next
        }
        return content
    }
}
