// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.Set;

/** Tags are numbers of 32 bits: the type's in the upper half, the value's in the lower (sheet control-plane 2.4.1). */
public final class Tags {
    /** Types with a number of their own; user-defined ones begin at 32,768. */
    public static final int LABEL = 0;

    public static final int APPLICATION = 1;
    public static final int TIER = 2;
    public static final int DEPLOYMENT = 3;
    public static final int SITE = 4;

    private Tags() {}

    /** A tag of a type and a value, 0 .. 65,535 each. */
    public static int of(final int type, final int value) {
        return type << Short.SIZE | value & 0xffff;
    }

    /** The type of a tag. */
    public static int type(final int tag) {
        return tag >>> Short.SIZE;
    }

    /** Whether two ends have a tag of a type in common. */
    static boolean agree(final int type, final Set<Integer> some, final Set<Integer> others) {
        return some.stream().anyMatch(tag -> type(tag) == type && others.contains(tag));
    }

    /** Whether two ends have a tag of each of these types in common. */
    static boolean agree(final Set<Integer> types, final PolicyPacket packet) {
        return types.stream()
                .allMatch(type -> agree(
                        type,
                        packet.sourceMembership().tags(),
                        packet.destinationMembership().tags()));
    }
}
