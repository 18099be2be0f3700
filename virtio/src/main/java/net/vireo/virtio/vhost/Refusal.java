// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/** Why a message of the peer was refused: the kinds, for counters. The sentence is in {@link RefusedException}. */
public enum Refusal {
    /** No message at all: wrong version, a reply where a request belongs, a size that is none. Ends the connection. */
    FRAMING(true),
    /** Descriptors where none belong, or too few of them. */
    DESCRIPTORS(false),
    /** A request with a number that the protocol does not have. */
    UNKNOWN_REQUEST(false),
    /** A request of a protocol feature that was not negotiated, or is not offered at all. */
    NOT_NEGOTIATED(false),
    /** Feature bits that were not offered, or a change of them while rings run. */
    FEATURES(false),
    /** A ring that the device does not have, or a field of it that cannot be. */
    RING(false),
    /** A ring's areas: alignment, overflow, outside of the shared memory. */
    RING_ADDRESS(false),
    /** Something that only a stopped ring allows, or only a configured one. */
    RING_STATE(false),
    /** The memory table: overlap, overflow, length, too many regions, a file that is too short. */
    MEMORY(false),
    /** Another value out of its range: status, MTU. */
    VALUE(false),
    /** The device could not do it. */
    DEVICE(false);

    private final boolean fatal;

    Refusal(final boolean fatal) {
        this.fatal = fatal;
    }

    /** Whether the connection ends even if the peer asked for a reply. */
    boolean fatal() {
        return fatal;
    }
}
