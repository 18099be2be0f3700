// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

/**
 * Bytes that are not what they should be. Thrown by readers to the core that called them, which counts it; no core lets it
 * out. Carries no stack trace: guests may cause as many as they like.
 */
public final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param reason what is wrong, for tests and debuggers */
    public MalformedPacketException(final String reason) {
        super(reason, null, false, false);
    }
}
