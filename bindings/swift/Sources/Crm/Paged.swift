/// Some items, and the cursor of the next page unless it is the last.
public protocol Page<Item>: Sendable {
    associatedtype Item: Sendable

    /// The items, in order.
    var items: [Item] { get }
    /// The cursor of the next page; nil on the last one.
    var next: String? { get }
}

/// Every item of a list, read page by page as they are asked for.
///
/// ```swift
/// for try await contact in Paged({ try await session.contacts.list(cursor: $0) }) { … }
/// ```
public struct Paged<Answer: Page>: AsyncSequence, Sendable {
    public typealias Element = Answer.Item

    private let read: @Sendable (String?) async throws -> Answer

    /// `read` reads the page at a cursor, of which the first page has none.
    public init(_ read: @escaping @Sendable (String?) async throws -> Answer) {
        self.read = read
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(read: read)
    }

    /// A walk through the pages.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let read: @Sendable (String?) async throws -> Answer
        private var waiting: ArraySlice<Answer.Item> = []
        private var cursor: String?
        private var isLast = false

        init(read: @escaping @Sendable (String?) async throws -> Answer) {
            self.read = read
        }

        public mutating func next() async throws -> Answer.Item? {
            while waiting.isEmpty && !isLast {
                let page = try await read(cursor)
                waiting = page.items[...]
                cursor = page.next
                isLast = page.next == nil
            }
            return waiting.popFirst()
        }
    }
}
