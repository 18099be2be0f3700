// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.vireo.linux.memory.Memory;

/**
 * What one request to trace catches. Made by the control thread with all the memory it will need; shared by the lcores,
 * which claim walks, each fill the walks they claimed, and finish them; read by the control thread, which sees finished
 * walks only.
 */
public final class TraceSession {
    /** What {@link #claim} answers when the session has all its packets. */
    public static final int NONE = -1;

    private static final int HEAD_BYTES = 64;
    private static final int UNFINISHED = -1;

    /** How long a probe is waited for: whoever sent it may have been killed, and would end the session never. */
    private static final long PROBE_NS = 15_000_000_000L;

    private final TraceWish wish;
    private final long startNs = System.nanoTime();
    private final ByteBuffer[] steps;
    private final byte[][] heads;
    private final int[] headLengths;
    /** How many packets each walk has come to, the answers and copies included. */
    private final int[] packetCounts;

    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger finishedCount = new AtomicInteger();

    /** The walks in the order in which they ended. */
    private final AtomicIntegerArray finished;

    private volatile boolean disarmed;

    /**
     * @param vif where the packets come in, or {@link Traces#ANY_VIF}
     * @param count how many packets to catch
     */
    public TraceSession(final int vif, final int count) {
        this(TraceWish.of(vif, count));
    }

    /** A session for these packets. */
    public TraceSession(final TraceWish wish) {
        this.wish = wish;
        final int count = wish.count();
        packetCounts = new int[count];
        steps = new ByteBuffer[count];
        heads = new byte[count][HEAD_BYTES];
        headLengths = new int[count];
        finished = new AtomicIntegerArray(count);
        for (int i = 0; i < count; i++) {
            steps[i] = ByteBuffer.allocate(wish.maxSteps() * TraceStep.LENGTH_BYTES);
            finished.set(i, UNFINISHED);
        }
    }

    /** Whether the session still wants packets. */
    public boolean isOpen() {
        return !disarmed && claimed.get() < steps.length && !hasExpired();
    }

    /** Whether it waited for a probe for longer than any takes. Any thread. */
    public boolean hasExpired() {
        return wish.match() instanceof ProbeMark && System.nanoTime() - startNs > PROBE_NS;
    }

    /** Whether the session wants packets that come in on this vif. */
    public boolean wants(final int index) {
        return wish.vif() == Traces.ANY_VIF || wish.vif() == index;
    }

    /** Whether the session wants this packet of a vif that it wants. */
    public boolean wants(final long address, final int lengthBytes) {
        return wish.match().matches(address, lengthBytes);
    }

    /** Whether its packets end before a guest gets them. */
    public boolean stops() {
        return wish.stops();
    }

    /** Lets the lcores forget the session; walks under way still end. */
    public void disarm() {
        disarmed = true;
    }

    /**
     * Takes a walk for a packet and keeps the packet's first bytes.
     *
     * @return the walk's number, the caller's to fill; or {@link #NONE}
     */
    public int claim(final long address, final int lengthBytes) {
        final int walk = isOpen() ? claimed.getAndIncrement() : steps.length;
        if (walk >= steps.length) {
            return NONE;
        }
        packetCounts[walk] = 1;
        headLengths[walk] = Math.min(lengthBytes, HEAD_BYTES);
        Memory.copyOut(address, heads[walk], 0, headLengths[walk]);
        return walk;
    }

    /** Where the walk's next step goes, ready for {@link TraceStep#LENGTH_BYTES}; null when the walk is too long. */
    public ByteBuffer nextStep(final int walk) {
        return steps[walk].remaining() < TraceStep.LENGTH_BYTES ? null : steps[walk];
    }

    /** A number for one more packet of a walk: 0 is the one that was claimed. The lcore that fills the walk. */
    public int nextPacket(final int walk) {
        return packetCounts[walk]++;
    }

    /** How many bytes of steps a walk has. The lcore that fills it. */
    public int stepBytes(final int walk) {
        return steps[walk].position();
    }

    /** A walk's steps as far as it has come. The lcore that fills it. */
    public byte[] stepsSoFar(final int walk) {
        final byte[] path = new byte[steps[walk].position()];
        steps[walk].get(0, path);
        return path;
    }

    /** The walk is complete; the control thread may read it from now on. */
    public void finish(final int walk) {
        finished.set(finishedCount.getAndIncrement(), walk);
    }

    /** How many walks are complete. */
    public int captured() {
        int count = 0;
        while (count < finished.length() && finished.get(count) != UNFINISHED) {
            count++;
        }
        return count;
    }

    /** A complete walk, or null when there are fewer. */
    public TraceWalk walk(final int packet) {
        if (packet < 0 || packet >= captured()) {
            return null;
        }
        final int walk = finished.get(packet);
        final byte[] path = stepsSoFar(walk);
        final byte[] head = new byte[headLengths[walk]];
        System.arraycopy(heads[walk], 0, head, 0, head.length);
        return new TraceWalk(path, head);
    }
}
