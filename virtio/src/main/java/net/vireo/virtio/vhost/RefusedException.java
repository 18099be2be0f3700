// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * What the peer asked for is not done. The message is a whole sentence for the log and for {@code vif --get}. Carries no
 * stack: a peer can provoke it at will.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The kind. */
    private final Refusal refusal;

    /**
     * @param refusal the kind, for counters
     * @param sentence what was asked, and why it cannot be
     */
    public RefusedException(final Refusal refusal, final String sentence) {
        super(sentence, null, false, false);
        this.refusal = refusal;
    }

    /** The kind, for counters. */
    public Refusal refusal() {
        return refusal;
    }
}
