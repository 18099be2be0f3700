// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.util.List;

/**
 * What a {@link BackEndSession} drives; the vhost-user port implements it. Every method is called by the control thread
 * and has taken effect when it returns: where lcores are concerned, they have passed a quiescent point. The reply to the
 * front end goes out after.
 *
 * <p><b>Descriptors are borrowed</b>: the session owns and closes them. A region's descriptor is valid until the {@link
 * #memory} call that drops it has returned, kick and call until {@link #stopRing} or {@link #ringFds} has returned.
 *
 * <p>A method that throws {@link RefusedException} has changed nothing. None may throw anything else for what the front
 * end did.
 *
 * <p>Order: a ring runs between {@code startRing} and {@code stopRing} only, and never starts twice. When the connection
 * ends, the running rings are stopped, then the table is emptied.
 */
public interface VhostDevice {
    /**
     * The front end acknowledged these features: a subset of the offered ones. No ring runs (a repetition of the same set
     * is not reported).
     *
     * @throws RefusedException if they do not go together
     */
    void features(long features) throws RefusedException;

    /**
     * The whole new memory table, in place of the present one. A region that is in both (equal records) stays mapped. For
     * rings that run the new setups are given, because their addresses may mean another place now; they go on where they
     * are ({@code base} is to be ignored). On return no lcore holds an address in a dropped region.
     *
     * <p>The session has checked what numbers can tell: no overflow, no overlap. The device checks the file (mmap offset
     * and length within its size, or the first access is a SIGBUS) and maps it.
     *
     * @param table may be empty, which cannot be refused; {@code running} is empty too then
     * @param running the new setups of all rings that run, perhaps none
     * @throws RefusedException if a region cannot be mapped: the present table stays, and with it the rings
     */
    void memory(List<SharedRegion> table, List<RingSetup> running) throws RefusedException;

    /**
     * The ring runs from now on. Buffers that are available already must be looked at without waiting for a kick.
     *
     * @throws RefusedException if it cannot
     */
    void startRing(RingSetup setup) throws RefusedException;

    /**
     * The ring stops: all taken buffers are given back, no access to it and no notification from now on.
     *
     * @return where it would go on
     */
    RingBase stopRing(int index);

    /** Of a running ring: packets flow, or are discarded. Called on changes only. */
    void enableRing(int index, boolean enabled);

    /** Of a running ring: other descriptors, -1 for none. On return the former ones are not used any more. */
    void ringFds(int index, int kickFd, int callFd);

    /**
     * The guest has moved here: announce its address (a broadcast RARP) in our network.
     *
     * @param mac the first octet at bits 40 to 47
     */
    void announce(long mac);

    /**
     * The guest's MTU.
     *
     * @param mtuBytes 68 .. 65535
     */
    void mtu(int mtuBytes);

    /** Back to the beginning (RESET_DEVICE): no ring runs, no feature is acknowledged; the memory table stays. */
    void reset();

    /** A peer's message was refused: for the log (limited) and {@code vif --get}. */
    void refused(RefusedException refusal);
}
