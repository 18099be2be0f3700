// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.dns.DnsResult;
import net.vireo.agent.service.dns.DnsService;

/**
 * DNS over UDP: guests' questions from pkt0 and the sockets to name servers, around the core that knows what to say. An
 * answer that does not fit is cut, with the mark that asks for TCP; DNS over TCP is not served. The services' thread.
 */
final class DnsHandler implements PacketHandler, PortListener, AutoCloseable {
    private static final Path RESOLVER_FILE = Path.of("/etc/resolv.conf");

    private final Guests guests;
    private final DnsService dns = new DnsService(new SecureRandom());
    private final NameServers nameServers = new NameServers(RESOLVER_FILE);
    private final UpstreamSockets sockets;

    /** @param wake called by another thread when the timer is due early */
    DnsHandler(final Guests guests, final Runnable wake) {
        this.guests = guests;
        sockets = new UpstreamSockets(wake);
    }

    /** What became of queries. */
    String counters() {
        return sockets.lostCount() == 0 ? dns.counters().toString() : dns.counters() + ", lost=" + sockets.lostCount();
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        dns.servers(nameServers.of(guests.state(), nowNs));
        return guests.of(packet)
                .filter(guest -> Destinations.isServiceAddress(guest, packet.packet()))
                .map(guest -> sent(dns.receive(guest, Bytes.of(packet.packet()), nowNs)))
                .orElse(List.of());
    }

    /** At once when a name server has answered. */
    @Override
    public long nextTimerNs() {
        final long dueNs = dns.dueNs();
        if (sockets.hasAnswers()) {
            return System.nanoTime();
        }
        return dueNs == Timers.NEVER_NS ? Long.MAX_VALUE : dueNs;
    }

    @Override
    public List<Reply> onTimer(final long nowNs) {
        final List<Reply> replies = new ArrayList<>();
        for (UpstreamSockets.Answer answer = sockets.poll(); answer != null; answer = sockets.poll()) {
            replies.addAll(sent(dns.receiveUpstream(answer.server(), answer.message())));
        }
        replies.addAll(sent(dns.expire(nowNs)));
        return replies;
    }

    private List<Reply> sent(final DnsResult result) {
        result.queries().forEach(sockets::send);
        return result.frames().stream()
                .map(frame -> Reply.send(frame.vif(), frame.frame().toArray()))
                .toList();
    }

    @Override
    public void gone(final int vif) {
        dns.forget(vif);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
