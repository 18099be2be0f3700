// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.kind;

/** What a packet crosses between a port's device and an lcore (deck p15, p16: the fast and the slow ways). */
public enum Crossing {
    /** Each packet is a system call. */
    CALL_PER_PACKET("kernel boundary, a system call per packet", false),
    /** Up to a burst of packets is a system call. */
    CALL_PER_BURST("kernel boundary, a system call per burst", false),
    /** Rings that the kernel or a card writes too. */
    KERNEL_RINGS("rings shared with the kernel", true),
    /** Rings and buffers in the memory of the guest. */
    SHARED_MEMORY("memory shared with the guest", true),
    /** Nothing: it stays in the process. */
    NONE("nothing, it stays in the process", true),
    /** The packet never comes to an lcore. */
    BYPASS("nothing here, the card and the guest do it alone", true);

    private final String text;
    private final boolean fast;

    Crossing(final String text, final boolean fast) {
        this.text = text;
        this.fast = fast;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** Whether packets pass without a system call of their own. */
    public boolean isFast() {
        return fast;
    }
}
