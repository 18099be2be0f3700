// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.List;
import java.util.function.ToLongFunction;
import net.vireo.port.PortCounters;

/**
 * The counters of a bond: its members' together, but received is what the data plane was given: without the frames that
 * an inactive member brought; and not taken includes what came while no member was up.
 */
final class BondCounters implements PortCounters {
    private final List<BondMember> members;
    private final List<BondReceiver> receivers;
    private final List<BondSender> senders;

    /** @param senders grows as lcores are added; safe to read from any thread */
    BondCounters(final List<BondMember> members, final List<BondReceiver> receivers, final List<BondSender> senders) {
        this.members = members;
        this.receivers = receivers;
        this.senders = senders;
    }

    @Override
    public long rxPackets() {
        return receivers.stream().mapToLong(BondReceiver::receivedCount).sum();
    }

    @Override
    public long rxErrors() {
        return sum(PortCounters::rxErrors);
    }

    @Override
    public long rxNoBuffers() {
        return sum(PortCounters::rxNoBuffers);
    }

    @Override
    public long rxMissed() {
        return sum(PortCounters::rxMissed);
    }

    @Override
    public long rxSyscalls() {
        return sum(PortCounters::rxSyscalls);
    }

    @Override
    public long txPackets() {
        return sum(PortCounters::txPackets);
    }

    @Override
    public long txErrors() {
        return sum(PortCounters::txErrors)
                + senders.stream().mapToLong(BondSender::withoutLinkCount).sum();
    }

    @Override
    public long txSyscalls() {
        return sum(PortCounters::txSyscalls);
    }

    @Override
    public long heldBuffers() {
        return sum(PortCounters::heldBuffers);
    }

    private long sum(final ToLongFunction<PortCounters> counter) {
        return members.stream()
                .mapToLong(member -> counter.applyAsLong(member.port().counters()))
                .sum();
    }
}
