// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.vireo.sandesh.VireoQueue;
import net.vireo.vrouter.lcore.PlacementReason;
import net.vireo.vrouter.lcore.QueueShortage;

/** A vif's queues as the data plane answered. Lists of different lengths are cut to the shortest. */
public final class QueueView {
    private static final int FIRST_IO_LCORE = 3;
    private static final int MEMORY_NUMBERS = 5;
    private static final int RING_NUMBERS = 3;

    private final VireoQueue object;
    private final int[] lcores;
    private final byte[] reasons;
    private final byte[] enabled;
    private final long[] packets;
    private final int[] transmit;
    private final int count;

    /** The answer as it came. */
    public QueueView(final VireoQueue object) {
        this.object = object;
        lcores = object.value(VireoQueue.RX_LCORES);
        reasons = object.value(VireoQueue.RX_REASONS);
        enabled = object.value(VireoQueue.RX_ENABLED);
        packets = object.value(VireoQueue.RX_PACKETS);
        transmit = object.value(VireoQueue.TX_QUEUES);
        count = Math.min(Math.min(lcores.length, reasons.length), Math.min(enabled.length, packets.length));
    }

    /** The interface's index. */
    public int vif() {
        return object.value(VireoQueue.VIF);
    }

    /** The device's name, as the vif was added with it. */
    public String name() {
        return object.value(VireoQueue.NAME);
    }

    /** What the device is, in a word. */
    public String kind() {
        return object.value(VireoQueue.KIND);
    }

    /** What becomes of more queues than lcores: {@code all} are polled, or {@code contrail}. */
    public String policy() {
        return object.value(VireoQueue.POLICY);
    }

    /** How many forwarding lcores there are. */
    public int lcores() {
        return object.value(VireoQueue.LCORES);
    }

    /** The number of the first lcore. */
    public int firstLcore() {
        return object.value(VireoQueue.FIRST_LCORE);
    }

    /** Receive queues, in use or not. */
    public int count() {
        return count;
    }

    /** The number of the lcore that polls a queue, or {@link VireoQueue#NONE}. */
    public int lcoreOf(final int queue) {
        return lcores[queue];
    }

    /** Why it is there. */
    public PlacementReason reasonOf(final int queue) {
        return PlacementReason.of(reasons[queue]);
    }

    /** What the guest shares: a row for each range, as {@link VireoQueue#GUEST_MEMORY} has it. */
    List<long[]> guestMemory() {
        final long[] all = object.value(VireoQueue.GUEST_MEMORY);
        final List<long[]> rows = new ArrayList<>();
        for (int at = 0; at + MEMORY_NUMBERS <= all.length; at += MEMORY_NUMBERS) {
            rows.add(Arrays.copyOfRange(all, at, at + MEMORY_NUMBERS));
        }
        return rows;
    }

    /** By ring: its number, our numbers of its kick and its call. */
    List<int[]> ringDescriptors() {
        final int[] all = object.value(VireoQueue.RING_DESCRIPTORS);
        final List<int[]> rows = new ArrayList<>();
        for (int at = 0; at + RING_NUMBERS <= all.length; at += RING_NUMBERS) {
            rows.add(Arrays.copyOfRange(all, at, at + RING_NUMBERS));
        }
        return rows;
    }

    /** Whether the other side uses a queue now. */
    public boolean isEnabled(final int queue) {
        return enabled[queue] != 0;
    }

    /** Whether a queue is worth a line: in use, or the one that a guest begins with. */
    public boolean isShown(final int queue) {
        return queue == 0 || isEnabled(queue);
    }

    /** Packets polled from a queue, or {@link VireoQueue#NONE}. */
    public long packets(final int queue) {
        return packets[queue];
    }

    /** Buffers that wait in a ring that nobody polls, or {@link VireoQueue#NONE}. */
    public int waiting(final int queue) {
        final int[] waiting = object.value(VireoQueue.RX_WAITING);
        return queue < waiting.length ? waiting[queue] : VireoQueue.NONE;
    }

    /** Lcores that send, as many as there are. */
    public int senders() {
        return transmit.length;
    }

    /** The queue that an lcore sends by, or {@link VireoQueue#NONE}. */
    public int transmitQueueOf(final int lcoreIndex) {
        return transmit[lcoreIndex];
    }

    /** How many packets each ring between lcores that send holds; 0 when each has a queue of its own. */
    int ringPackets() {
        return object.value(VireoQueue.TX_RING_PACKETS);
    }

    /** The number of the lcore that sends for one: its own when it has a queue. */
    public int senderOf(final int lcoreIndex) {
        final int[] senders = object.value(VireoQueue.TX_LCORES);
        return lcoreIndex < senders.length ? senders[lcoreIndex] : firstLcore() + lcoreIndex;
    }

    /** Whether an lcore hands its packets to another one. */
    public boolean handsOver(final int lcoreIndex) {
        return senderOf(lcoreIndex) != firstLcore() + lcoreIndex;
    }

    /** Packets that an lcore handed over. */
    public long handedOver(final int lcoreIndex) {
        return at(object.value(VireoQueue.TX_HANDED_OVER), lcoreIndex);
    }

    /** Packets of an lcore that found the ring full. */
    public long ringFull(final int lcoreIndex) {
        return at(object.value(VireoQueue.TX_RING_FULL), lcoreIndex);
    }

    /** How many lcores poll for others, those that only poll included; 0 where who polls processes. */
    public int handingPollers() {
        return lcores() == 0 ? 0 : object.value(VireoQueue.RX_HANDED_OVER).length / lcores();
    }

    /** The number of one of {@link #handingPollers}: behind the forwarding lcores come those that only poll. */
    public int handingPoller(final int index) {
        return index < lcores() ? firstLcore() + index : FIRST_IO_LCORE + index - lcores();
    }

    /** Packets that one of {@link #handingPollers} polled and an lcore took over to process. */
    public long polledFor(final int poller, final int lcoreIndex) {
        return object.value(VireoQueue.RX_HANDED_OVER)[poller * lcores() + lcoreIndex];
    }

    private static long at(final long[] list, final int index) {
        return index < list.length ? list[index] : 0;
    }

    /** NUMA node of an lcore, or {@link VireoQueue#NONE}. */
    int nodeOfLcore(final int lcoreIndex) {
        final int[] nodes = object.value(VireoQueue.LCORE_NODES);
        return lcoreIndex < nodes.length ? nodes[lcoreIndex] : VireoQueue.NONE;
    }

    /** NUMA node of the packet buffers, or {@link VireoQueue#NONE}. */
    int memoryNode() {
        return object.value(VireoQueue.MEMORY_NODE) - 1;
    }

    /** NUMA node of the card, or {@link VireoQueue#NONE}. */
    int portNode() {
        return object.value(VireoQueue.PORT_NODE) - 1;
    }

    /** Whether the device is shared with a program: a guest. */
    public boolean hasGuest() {
        return object.value(VireoQueue.GUEST) != 0;
    }

    /** Whether that program is connected. */
    public boolean guestIsConnected() {
        return object.value(VireoQueue.GUEST) == VireoQueue.CONNECTED;
    }

    /** Queue pairs that take packets for it. */
    int openPairs() {
        return object.value(VireoQueue.OPEN_PAIRS);
    }

    /** How often it did with its rings what it must not. */
    public long ringFaults() {
        return object.value(VireoQueue.RING_FAULTS);
    }

    /** How often which, in words; empty when there were none. */
    String ringFaultText() {
        return object.value(VireoQueue.RING_FAULT_TEXT);
    }

    /** Bursts that were lost because its memory vanished. */
    long memoryFaults() {
        return object.value(VireoQueue.MEMORY_FAULTS);
    }

    /** Frames that it sent on queues which it had not enabled. */
    long discarded() {
        return object.value(VireoQueue.DISCARDED);
    }

    /** What is wrong with them. */
    public Optional<QueueShortage> shortage() {
        return QueueShortage.of(lcores(), count, this::isEnabled, queue -> lcores[queue] != VireoQueue.NONE);
    }
}
