// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import net.vireo.port.DeviceQueues;
import net.vireo.port.Port;
import net.vireo.port.PortCounters;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.kind.PortKind;
import net.vireo.port.pool.PacketPool;

/**
 * Up to six links as one port, in two of Linux bonding's modes ({@link BondMode}). Which members are up is looked at
 * every {@value BondWatch#PERIOD_MS} ms by a thread of the bond's own; lcores pick the new state up with their next
 * burst, so that a link whose carrier goes costs what is sent until then.
 *
 * <p>Not here: LACP, ARP monitoring, gratuitous ARP after a change (a switch forgets what it learnt on a port whose link
 * went down). Made and closed by the control thread.
 */
public final class BondPort implements Port {
    private final String name;
    private final BondMode mode;
    private final PacketPool pool;
    private final List<BondMember> members;
    private final List<BondReceiver> receivers = new ArrayList<>();
    private final List<BondSender> senders = new CopyOnWriteArrayList<>();
    private final BondCounters counters;
    private final Runnable whenClosed;
    private final BondWatch watch = new BondWatch(this);
    private volatile BondState state = BondState.DOWN;

    /** A bond without its watch: {@link #check} looks at the links. */
    BondPort(
            final String name,
            final BondMode mode,
            final PacketPool pool,
            final List<BondMember> members,
            final Runnable whenClosed) {
        this.name = name;
        this.mode = mode;
        this.pool = pool;
        this.members = List.copyOf(members);
        this.whenClosed = whenClosed;
        if (members.isEmpty() || members.size() > BondSpec.MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "bond " + name + " of " + members.size() + " links: it has 1.." + BondSpec.MAX_MEMBERS);
        }
        final int queueCount = members.stream()
                .mapToInt(member -> member.port().rxQueueCount())
                .max()
                .orElseThrow();
        for (int queue = 0; queue < queueCount; queue++) {
            receivers.add(receiver(queue));
        }
        counters = new BondCounters(this.members, receivers, senders);
        check();
    }

    /**
     * Makes a bond and starts to watch its links, in the calling thread's network namespace.
     *
     * @param links their ports become the bond's to close, unless this fails; the preferred one first
     * @throws net.vireo.linux.LinuxException when rtnetlink cannot be opened
     */
    public static BondPort open(
            final String name, final BondMode mode, final PacketPool pool, final List<BondLink> links) {
        final LinkCarriers carriers = LinkCarriers.open();
        final List<BondMember> members = links.stream()
                .map(link -> new BondMember(link.port(), carriers.of(link.linkIndex())))
                .toList();
        final BondPort bond = new BondPort(name, mode, pool, members, carriers::close);
        bond.watch.start();
        return bond;
    }

    private BondReceiver receiver(final int queue) {
        final int[] owners = IntStream.range(0, members.size())
                .filter(member -> queue < members.get(member).port().rxQueueCount())
                .toArray();
        final List<RxQueue> queues = IntStream.of(owners)
                .mapToObj(member -> members.get(member).port().rxQueue(queue))
                .toList();
        return new BondReceiver(this, pool, queues, owners);
    }

    /** How members are used. */
    public BondMode mode() {
        return mode;
    }

    /** How many links there are, up or not. */
    public int memberCount() {
        return members.size();
    }

    /** What a member is called. */
    public String memberName(final int member) {
        return members.get(member).port().name();
    }

    /** What one member saw. Any thread. */
    public PortCounters memberCounters(final int member) {
        return members.get(member).port().counters();
    }

    /** Whether a member's link passed frames when it was looked at last. Any thread. */
    public boolean isUp(final int member) {
        return state.isUp(member);
    }

    /** The member that an active-backup bond uses now, -1 for none. Any thread. */
    public int activeMember() {
        return state.active();
    }

    /** Frames that came in on a member that is not the active one, and were dropped. Any thread. */
    public long inactiveCount() {
        return receivers.stream().mapToLong(BondReceiver::inactiveCount).sum();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return PortKind.BOND.text();
    }

    @Override
    public int rxQueueCount() {
        return receivers.size();
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return receivers.get(index);
    }

    /** A packet leaves by any member: as many as the one with the fewest. */
    @Override
    public int ownedTxQueues() {
        return members.stream()
                .mapToInt(member -> member.port().ownedTxQueues())
                .min()
                .orElse(ENOUGH_TX_QUEUES);
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        final TxQueue[] queues = members.stream()
                .map(member -> member.port().txQueue(lcoreIndex))
                .toArray(TxQueue[]::new);
        final BondSender sender = new BondSender(this, pool, queues);
        senders.add(sender);
        return sender;
    }

    /** Its members' queues of the same number are one; they send by queues of the same number. */
    @Override
    public DeviceQueues queues() {
        final DeviceQueues first = members.getFirst().port().queues();
        return new DeviceQueues() {
            @Override
            public boolean isEnabled(final int rxQueue) {
                return true;
            }

            @Override
            public long receivedCount(final int rxQueue) {
                return receivers.get(rxQueue).receivedCount();
            }

            @Override
            public int transmitQueueOf(final int lcoreIndex) {
                return first.transmitQueueOf(lcoreIndex);
            }
        };
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        watch.close();
        whenClosed.run();
        receivers.forEach(BondReceiver::close);
        members.forEach(member -> member.port().close());
    }

    /** Looks at the links. One thread at a time: the watch. */
    void check() {
        final boolean[] up = new boolean[members.size()];
        boolean changed = false;
        for (int member = 0; member < up.length; member++) {
            up[member] = members.get(member).carrier().getAsBoolean();
            changed |= up[member] != state.isUp(member);
        }
        if (changed) {
            state = state.after(up, mode);
        }
    }

    BondState state() {
        return state;
    }
}
