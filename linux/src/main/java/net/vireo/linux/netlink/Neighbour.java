// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

/**
 * An entry of the host's IPv4 neighbour table, as it is or as it just changed.
 *
 * @param index the link it is on
 * @param ip big-endian: 10.0.0.1 is 0x0a000001
 * @param mac in the low 48 bits, 0 while it is not known
 * @param state one of the constants below
 * @param deleted the entry left the table (monitor only)
 */
public record Neighbour(int index, int ip, long mac, int state, boolean deleted) {
    /** Asked for, no answer yet. */
    public static final int INCOMPLETE = 0x01;
    /** Confirmed a short time ago. */
    public static final int REACHABLE = 0x02;
    /** Known, not confirmed lately; the next packet makes the kernel check. */
    public static final int STALE = 0x04;
    /** About to be checked. */
    public static final int DELAY = 0x08;
    /** Being checked. */
    public static final int PROBE = 0x10;
    /** Nobody answered. */
    public static final int FAILED = 0x20;
    /** Needs no resolution. */
    public static final int NOARP = 0x40;
    /** Set by an administrator, never ages. */
    public static final int PERMANENT = 0x80;

    private static final int VALID = REACHABLE | STALE | DELAY | PROBE | NOARP | PERMANENT;

    /** Whether {@link #mac} may be sent to. */
    public boolean usable() {
        return !deleted && (state & VALID) != 0;
    }
}
