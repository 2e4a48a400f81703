/// Rewriting an encoded event by the table.
extension Redactor {
    /// What was found in a message before the field at hand.
    private struct Context {
        /// The host that a port belongs to.
        var host: Pseudonym?
        /// One bit for each field below 64 that holds an own address.
        var ownFields: UInt64 = 0
    }

    /// Appends to `output` what may be shown of the message in `range`. What is no field ends it.
    mutating func rewrite(
        _ input: [UInt8], _ range: Range<Int>, message index: Int, into output: inout [UInt8]
    ) {
        let message = rules.messages[index]
        if message.content == .numbers || message.content == .hashes && !own.byteForms.isFound(in: input, range) {
            return output.append(input, range)
        }
        var context = Context()
        var cursor = FieldCursor(range)
        // Fields that stay are copied together, up to the next that does not.
        var kept = range.lowerBound
        while let field = cursor.next(in: input) {
            let action = rules.action(field.number, of: message)
            if stays(input, field, action, context) { continue }
            output.append(input, kept..<field.whole.lowerBound)
            kept = field.whole.upperBound
            rewrite(input, field, action, &context, &output)
        }
        output.append(input, kept..<cursor.position)
    }

    /// Whether the field is shown as it is.
    private func stays(
        _ input: [UInt8], _ field: FieldCursor.Field, _ action: CompiledRules.Action, _ context: Context
    ) -> Bool {
        switch action {
        case .keep: field.wireType != 2
        case .hash:
            // Two in one field would be no hash either.
            field.wireType == 2 && field.value.count <= Hash256.byteCount
                && !own.byteForms.isFound(in: input, field.value)
        case .autonomousSystem(let address): field.wireType != 2 && context.ownFields >> UInt64(address & 63) & 1 == 0
        case .text: field.wireType == 2 && TextScanner.isPlain(input, field.value, own.textForms)
        default: false
        }
    }

    /// Writes what is shown in place of the field.
    private mutating func rewrite(
        _ input: [UInt8], _ field: FieldCursor.Field, _ action: CompiledRules.Action, _ context: inout Context,
        _ output: inout [UInt8]
    ) {
        let isDelimited = field.wireType == 2
        switch action {
        case .keep, .drop: break
        case .hash:
            guard isDelimited else { return }
            output.append(input, field.whole)
            for index in (output.count - field.value.count)..<output.count { output[index] = 0 }
        case .port:
            guard !isDelimited else { return }
            output.appendTag(field.number, 0)
            let port = UInt16(truncatingIfNeeded: Self.number(input, field.value))
            output.appendVarint(UInt64(context.host?.port(port) ?? 0))
        case .autonomousSystem:
            guard !isDelimited else { return }
            output.appendTag(field.number, 0)
            output.append(0)
        case .empty:
            output.appendTag(field.number, 2)
            output.append(0)
        case .message, .text, .address, .ownAddress, .addressBytes:
            guard isDelimited else { return }
            output.appendTag(field.number, 2)
            let start = output.count
            output.appendVarint(UInt64(field.value.count))
            let contentStart = output.count
            content(input, field, action, &context, &output)
            if output.count - contentStart != field.value.count {
                output.setLength(from: start, room: contentStart - start)
            }
        }
    }

    /// What a length-delimited field holds.
    private mutating func content(
        _ input: [UInt8], _ field: FieldCursor.Field, _ action: CompiledRules.Action, _ context: inout Context,
        _ output: inout [UInt8]
    ) {
        switch action {
        case .message(let index): rewrite(input, field.value, message: index, into: &output)
        case .text: TextScanner.redact(input, field.value, own: own, cache: &pseudonyms, into: &output)
        case .addressBytes:
            let address = HostAddress(network: .unknown, bytes: Array(input[field.value].prefix(512)))
            output += pseudonyms.digest(address).prefix(16)
        case .address, .ownAddress:
            guard !field.value.isEmpty else { return }
            let parts = AddressParts(input[field.value])
            let host = host(parts, isOwn: action.isOwn)
            if host.kind == .own { context.ownFields |= 1 << UInt64(field.number & 63) }
            context.host = host
            output.append(host, port: parts.port, prefixLength: parts.prefixLength)
        default: break
        }
    }

    private mutating func host(_ parts: AddressParts, isOwn: Bool) -> Pseudonym {
        if isOwn { return .hidden(HostAddress(text: parts.host), shown: parts.host) }
        if parts.prefixLength == nil, let known = pseudonyms.known(parts.host) { return known }
        return pseudonyms.pseudonym(parts.host, prefixLength: parts.prefixLength, own: own)
    }

    private static func number(_ input: [UInt8], _ range: Range<Int>) -> UInt64 {
        var value: UInt64 = 0
        for index in range.reversed() { value = value << 7 | UInt64(input[index] & 0x7f) }
        return value
    }
}
