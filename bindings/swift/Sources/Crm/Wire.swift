import Foundation

/// The JSON that crosses to the engine.
enum Wire {
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Instant.text(date))
        }
        return encoder
    }

    static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Instant.date(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no instant")
            }
            return date
        }
        return decoder
    }
}

/// RFC 3339 in UTC with six decimals, without a formatter: `Date` holds binary seconds since 2001, and
/// the formatters of the platform cut after milliseconds.
///
/// A microsecond survives both ways in the years 1729 to 2273; further out a `Date` itself is coarser.
enum Instant {
    /// Seconds from 1970 to the reference date of `Date`.
    private static let reference: Int64 = 978_307_200

    static func text(_ date: Date) -> String {
        let interval = date.timeIntervalSinceReferenceDate
        let whole = interval.rounded(.down)
        var seconds = Int64(whole) + reference
        var micros = Int64(((interval - whole) * 1_000_000).rounded())
        if micros == 1_000_000 {
            seconds += 1
            micros = 0
        }
        let day = seconds.flooredDivision(by: 86_400)
        let second = seconds - day * 86_400
        return CalendarDate(daysSince1970: day).description
            + "T" + padded(second / 3_600, 2)
            + ":" + padded(second / 60 % 60, 2)
            + ":" + padded(second % 60, 2)
            + "." + padded(micros, 6) + "Z"
    }

    /// Reads `YYYY-MM-DDTHH:MM:SS`, a fraction if there is one, and `Z`.
    static func date(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let day = CalendarDate(String(text.prefix(10))),
            let hour = number(bytes[11..<13]), hour < 24,
            let minute = number(bytes[14..<16]), minute < 60,
            let second = number(bytes[17..<19]), second < 60
        else { return nil }
        var micros: Int64 = 0
        if bytes.count > 20 {
            guard bytes[19] == UInt8(ascii: "."), bytes.count > 21 else { return nil }
            let digits = bytes[20..<(bytes.count - 1)]
            guard let fraction = number(digits.prefix(6)), number(digits) != nil else { return nil }
            micros = fraction
            for _ in digits.count..<max(6, digits.count) { micros *= 10 }
        }
        let seconds = day.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second
        return Date(
            timeIntervalSinceReferenceDate: Double(seconds - reference) + Double(micros) / 1_000_000)
    }
}

/// An exact decimal number as text, so that no digit is lost to binary fractions.
struct DecimalText: Codable, Hashable, Sendable {
    let value: Decimal

    init(_ value: Decimal) {
        self.value = value
    }

    init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no decimal")
        }
        self.value = value
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        let number = NSDecimalNumber(decimal: value)
        try container.encode(number.description(withLocale: Locale(identifier: "en_US_POSIX")))
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity.
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

/// A number of nothing but digits.
func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var value: Int64 = 0
    for digit in digits {
        guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
        value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return value
}

/// A number with leading zeros.
func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
