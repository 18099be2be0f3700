// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Bytes from the other side that are no valid message: says what is wrong and at which byte. */
public final class SandeshException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param reason what is wrong
     * @param offset at which byte of the message or payload
     */
    public SandeshException(final String reason, final int offset) {
        super(reason + " (at byte " + offset + ')');
        this.offset = offset;
    }

    /** At which byte of the message or payload. */
    public int offset() {
        return offset;
    }
}
