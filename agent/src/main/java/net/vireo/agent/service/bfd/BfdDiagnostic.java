// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

/** Why a session last went down (RFC 5880 4.1), as far as we say so. */
public enum BfdDiagnostic {
    /** It has not gone down. */
    NONE(0),
    /** Nothing was heard in time. */
    DETECTION_TIME_EXPIRED(1),
    /** The other side said that it went down. */
    NEIGHBOUR_SIGNALED_DOWN(3),
    /** We were told to end it. */
    ADMINISTRATIVELY_DOWN(7);

    private final int code;

    BfdDiagnostic(final int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
