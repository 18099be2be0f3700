// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

/** Why a session last went down (RFC 5880 4.1), as far as we say so. */
public enum BfdDiagnostic {
    /** It has not gone down. */
    NONE(0, "nothing"),
    /** Nothing was heard in time. */
    DETECTION_TIME_EXPIRED(1, "nothing was heard in time"),
    /** The other side said that it went down. */
    NEIGHBOUR_SIGNALED_DOWN(3, "the guest said so"),
    /** We were told to end it. */
    ADMINISTRATIVELY_DOWN(7, "it was ended");

    private final int code;
    private final String words;

    BfdDiagnostic(final int code, final String words) {
        this.code = code;
        this.words = words;
    }

    /** What people read. */
    public String words() {
        return words;
    }

    int code() {
        return code;
    }
}
