// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import java.util.List;
import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.WireWriter;

/** Answers that are made here. */
final class DnsAnswer {
    /** "The name of the question": a pointer to behind the header (RFC 1035 4.1.4). */
    private static final int QUESTION_NAME = 0xc000 | DnsQuery.HEADER_BYTES;

    private DnsAnswer() {}

    /** An answer with a code and nothing else. */
    static Bytes code(final DnsQuery query, final int code) {
        return write(query, 0, code, List.of(), Optional.empty());
    }

    /** "Ask by TCP": the answer did not fit. */
    static Bytes truncated(final DnsQuery query) {
        return write(query, DnsType.TRUNCATED, DnsType.NO_ERROR, List.of(), Optional.empty());
    }

    /**
     * A name's records, or that it has none.
     *
     * @param authority the zone's SOA record and its name, with "none" only (RFC 2308)
     */
    static Bytes authoritative(
            final DnsQuery query, final int code, final List<DnsRecord> records, final Optional<Authority> authority) {
        return write(query, DnsType.AUTHORITATIVE, code, records, authority);
    }

    /** An SOA record under its name. */
    record Authority(DnsName zone, DnsRecord soa) {}

    private static Bytes write(
            final DnsQuery query,
            final int flags,
            final int code,
            final List<DnsRecord> records,
            final Optional<Authority> authority) {
        final int echoed = query.flags() & (DnsType.OPCODE | DnsType.RECURSION_DESIRED | DnsType.CHECKING_DISABLED);
        final WireWriter out = new WireWriter()
                .u16(query.id())
                .u16(DnsType.RESPONSE | DnsType.RECURSION_AVAILABLE | echoed | flags | code & 0xf)
                .u16(query.question().isEmpty() ? 0 : 1)
                .u16(records.size())
                .u16(authority.isPresent() ? 1 : 0)
                .u16(query.hasEdns() ? 1 : 0)
                .bytes(query.question());
        for (final DnsRecord record : records) {
            write(out.u16(QUESTION_NAME), record);
        }
        authority.ifPresent(with -> {
            with.zone().write(out);
            write(out, with.soa());
        });
        if (query.hasEdns()) {
            query.writeOpt(out, code);
        }
        return out.toBytes();
    }

    private static void write(final WireWriter out, final DnsRecord record) {
        out.u16(record.type()).u16(DnsType.CLASS_IN).u32(record.ttlS());
        out.u16(record.data().size()).bytes(record.data());
    }
}
