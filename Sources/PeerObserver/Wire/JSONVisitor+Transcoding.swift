/// Events as JSON straight from the wire, without the values between: no allocation, no copy of what is not text.
extension JSONVisitor {
    /// Writes what `payload(of:)` writes of the event that these bytes are; `head` is its head.
    ///
    /// False where the bytes are not as this module's own encoder would have written them: fields out of order, twice, packed or
    /// unknown, required ones missing, maps, or damage. Nothing is written then, and the event has to be decoded to know more.
    public mutating func transcodePayload(_ event: RawSpan, _ head: EventHead) -> Bool {
        let table = TranscodingTable.event
        let payload = table.steps[Int(table.first)]
        guard head.armCount == 1, let arm = head.arm?.tag, let step = table.findCase(arm, of: payload) else {
            return false
        }
        let start = output.count
        output.raw(step.key, Int(step.keyLength))
        var reader = WireReader(event, in: head.body)
        do throws(WireError) {
            if try transcode(step.first, step.count, &reader, table) {
                output.byte(UInt8(ascii: "}"))
                return true
            }
        } catch {}
        output.truncate(to: start)
        return false
    }

    /// Writes the message that `reader` is at; false where it is none of ours.
    private mutating func transcode(
        _ first: Int32, _ count: Int32, _ reader: inout WireReader, _ table: TranscodingTable
    ) throws(WireError) -> Bool {
        output.byte(UInt8(ascii: "{"))
        // 0 at the end: no field has that tag.
        var tag = try reader.nextTag() ?? 0
        for index in first..<first + count {
            let step = table.steps[Int(index)]
            // The first key has no comma before it.
            let skipped = index == first ? 1 : 0
            output.raw(step.key + skipped, Int(step.keyLength) - skipped)
            switch step.kind {
            case .required, .optional:
                if tag == step.tag {
                    guard try value(step, &reader, table) else { return false }
                    tag = try reader.nextTag() ?? 0
                } else if step.kind == .optional {
                    none()
                } else {
                    return false
                }
            case .repeated:
                output.byte(UInt8(ascii: "["))
                var isFirst = true
                while tag == step.tag {
                    if !isFirst { output.byte(UInt8(ascii: ",")) }
                    isFirst = false
                    guard try value(step, &reader, table) else { return false }
                    tag = try reader.nextTag() ?? 0
                }
                output.byte(UInt8(ascii: "]"))
            // Entries keep their tag from being 0 at the end.
            case .map: output.text("{}")
            case .oneof:
                guard let found = table.findCase(tag, of: step) else {
                    none()
                    continue
                }
                output.raw(found.key, Int(found.keyLength))
                guard try value(found, &reader, table) else { return false }
                output.byte(UInt8(ascii: "}"))
                tag = try reader.nextTag() ?? 0
            }
        }
        output.byte(UInt8(ascii: "}"))
        return tag == 0
    }

    @inline(__always)
    private mutating func value(
        _ step: TranscodingTable.Step, _ reader: inout WireReader, _ table: TranscodingTable
    ) throws(WireError) -> Bool {
        switch step.value {
        case .unsigned32: unsigned(UInt64(try reader.uint32()))
        case .unsigned64: unsigned(try reader.varint())
        case .signed32: signed(Int64(try reader.int32()))
        case .signed64: signed(try reader.int64())
        case .zigzag32: signed(Int64(try reader.sint32()))
        case .zigzag64: signed(try reader.sint64())
        case .fixed64: unsigned(try reader.fixed64())
        case .double: double(try reader.double())
        case .bool: bool(try reader.bool())
        case .string: try string(from: &reader)
        case .bytes: try bytes(from: &reader)
        case .hash256: hash256(try reader.hash256())
        case .shortID: shortID(try reader.shortID())
        case .enumeration: enumeration(try reader.int32())
        case .message:
            var inner = try reader.message()
            guard step.isOrdered else { return try transcodeUnordered(step.first, step.count, &inner, table) }
            return try transcode(step.first, step.count, &inner, table)
        }
        return true
    }

    /// The same for a message whose members stand in another order than their numbers: each is found before any is written.
    private mutating func transcodeUnordered(
        _ first: Int32, _ count: Int32, _ reader: inout WireReader, _ table: TranscodingTable
    ) throws(WireError) -> Bool {
        var places = InlineArray<8, (found: TranscodingTable.Step, position: Int)?>(repeating: nil)
        guard count <= places.count else { return false }
        while let tag = try reader.nextTag() {
            guard let (index, step) = table.findStep(tag, first, count), places[index] == nil else { return false }
            places[index] = (step, reader.position)
            try reader.skip(tag)
        }
        output.byte(UInt8(ascii: "{"))
        for index in 0..<Int(count) {
            let step = table.steps[Int(first) + index]
            let skipped = index == 0 ? 1 : 0
            output.raw(step.key + skipped, Int(step.keyLength) - skipped)
            guard let (found, position) = places[index] else {
                guard step.kind == .optional || step.kind == .oneof else { return false }
                none()
                continue
            }
            if step.kind == .oneof { output.raw(found.key, Int(found.keyLength)) }
            var value = reader.moved(back: position)
            guard try self.value(found, &value, table) else { return false }
            if step.kind == .oneof { output.byte(UInt8(ascii: "}")) }
        }
        output.byte(UInt8(ascii: "}"))
        return true
    }
}

extension TranscodingTable {
    /// The case of a oneof that this tag is of.
    @inline(__always)
    fileprivate func findCase(_ tag: UInt32, of oneof: Step) -> Step? {
        for index in Int(oneof.first)..<Int(oneof.first + oneof.count) where steps[index].tag == tag {
            return steps[index]
        }
        return nil
    }
}

extension TranscodingTable {
    /// The member that holds one value of this tag, and what reads it: itself, or a case of it.
    fileprivate func findStep(_ tag: UInt32, _ first: Int32, _ count: Int32) -> (index: Int, step: Step)? {
        for index in 0..<Int(count) {
            let step = steps[Int(first) + index]
            switch step.kind {
            case .required, .optional: if step.tag == tag { return (index, step) }
            case .oneof: if let found = findCase(tag, of: step) { return (index, found) }
            case .repeated, .map: break
            }
        }
        return nil
    }
}

extension EventHead.Arm {
    /// Of the event's field that holds it.
    fileprivate var tag: UInt32 {
        switch self {
        case .ebpf: 10
        case .rpc: 18
        case .p2p: 26
        case .log: 34
        case .ipc: 42
        case .connectivity: 8042
        case .alerts: 8050
        }
    }
}
