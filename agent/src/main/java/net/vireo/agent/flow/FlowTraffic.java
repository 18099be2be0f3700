// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

/** What one flow carried, each way, as the data plane's counters said when they were looked at last. One thread. */
public final class FlowTraffic {
    private long packets;
    private long bytes;
    private long answerPackets;
    private long answerBytes;

    FlowTraffic() {}

    /** What came since the last look. */
    public record Grown(long packets, long bytes) {}

    /** The counters of the flow's own entry. */
    public Grown forward(final long nowPackets, final long nowBytes) {
        final Grown grown = new Grown(nowPackets - packets, nowBytes - bytes);
        packets = nowPackets;
        bytes = nowBytes;
        return grown;
    }

    /** The counters of its answers' entry. */
    public Grown answers(final long nowPackets, final long nowBytes) {
        final Grown grown = new Grown(nowPackets - answerPackets, nowBytes - answerBytes);
        answerPackets = nowPackets;
        answerBytes = nowBytes;
        return grown;
    }

    /** The flow's own entry is another one, which has counted nothing yet. */
    void forwardAnew() {
        packets = 0;
        bytes = 0;
    }

    /** The same of its answers'. */
    void answersAnew() {
        answerPackets = 0;
        answerBytes = 0;
    }

    /** Packets of the flow. */
    public long packets() {
        return packets;
    }

    /** Their bytes. */
    public long bytes() {
        return bytes;
    }

    /** Packets of its answers. */
    public long answerPackets() {
        return answerPackets;
    }

    /** Their bytes. */
    public long answerBytes() {
        return answerBytes;
    }
}
