// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

/** States of a session, in the order of their codes (RFC 5880 4.1). */
public enum BfdState {
    /** Taken down by an administrator. */
    ADMIN_DOWN(0),
    /** No connection, or just lost. */
    DOWN(1),
    /** We hear the other side; it may not hear us. */
    INIT(2),
    /** Both hear each other. */
    UP(3);

    private final int code;

    BfdState(final int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** @param code 0 to 3 */
    static BfdState of(final int code) {
        return switch (code) {
            case 0 -> ADMIN_DOWN;
            case 1 -> DOWN;
            case 2 -> INIT;
            default -> UP;
        };
    }
}
