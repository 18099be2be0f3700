// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.igmp;

import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;

/**
 * What a message says about membership: for each group whether its sender wants any of it. Sources are not told apart: who
 * wants one source of a group gets the group, and drops the rest itself.
 */
record MembershipReport(Kind kind, List<Change> changes) {
    enum Kind {
        REPORT,
        LEAVE,
        QUERY,
        OTHER
    }

    record Change(Group group, boolean wanted) {}

    private static final MembershipReport QUERY = new MembershipReport(Kind.QUERY, List.of());
    private static final MembershipReport OTHER = new MembershipReport(Kind.OTHER, List.of());

    // Record types (RFC 3376 4.2.12, RFC 3810 5.2.12).
    private static final int MODE_IS_INCLUDE = 1;
    private static final int CHANGE_TO_INCLUDE = 3;
    private static final int BLOCK_OLD_SOURCES = 6;

    /** @param message from the IGMP type on; its checksum is right */
    static MembershipReport parse4(final Bytes message) throws MalformedPacketException {
        final WireReader in = message.reader();
        final int type = in.u8();
        in.skip(3);
        return switch (type) {
            case 0x11 -> QUERY;
            case 0x12, 0x16 -> one(Kind.REPORT, new Group.Group4(in.i32()), true);
            case 0x17 -> one(Kind.LEAVE, new Group.Group4(in.i32()), false);
            case 0x22 -> {
                in.skip(2);
                yield records(in, true);
            }
            default -> OTHER;
        };
    }

    /** @param body behind the ICMPv6 checksum */
    static MembershipReport parse6(final int type, final Bytes body) throws MalformedPacketException {
        final WireReader in = body.reader();
        return switch (type) {
            case 130 -> QUERY;
            case 131, 132 -> {
                in.skip(4);
                final boolean wanted = type == 131;
                yield one(wanted ? Kind.REPORT : Kind.LEAVE, new Group.Group6(in.ipv6()), wanted);
            }
            case 143 -> {
                in.skip(2);
                yield records(in, false);
            }
            default -> OTHER;
        };
    }

    private static MembershipReport one(final Kind kind, final Group group, final boolean wanted) {
        return new MembershipReport(kind, List.of(new Change(group, wanted)));
    }

    private static MembershipReport records(final WireReader in, final boolean version4)
            throws MalformedPacketException {
        final int count = in.u16();
        final List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final int type = in.u8();
            final int auxiliaryWords = in.u8();
            final int sources = in.u16();
            final Group group = version4 ? new Group.Group4(in.i32()) : new Group.Group6(in.ipv6());
            in.skip(sources * (version4 ? 4 : 16) + auxiliaryWords * 4);
            if (type < MODE_IS_INCLUDE || type > BLOCK_OLD_SOURCES) {
                continue; // RFC 3376 4.2.12: unknown types are passed over
            }
            // Which sources were wanted is not kept, so a blocked one says nothing: a group without any ages out.
            final boolean include = type == MODE_IS_INCLUDE || type == CHANGE_TO_INCLUDE;
            if (type != BLOCK_OLD_SOURCES) {
                changes.add(new Change(group, !include || sources > 0));
            }
        }
        return new MembershipReport(Kind.REPORT, changes);
    }
}
