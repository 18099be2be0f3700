// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.dns.DnsMode;
import net.vireo.agent.service.dns.DnsResult;
import net.vireo.agent.service.dns.DnsService;

/**
 * DNS: guests' questions from pkt0 and from their connections, and the sockets to name servers, around the core that knows
 * what to say. A datagram's answer that does not fit is cut, with the mark that asks for TCP. The services' thread.
 */
final class DnsHandler implements PacketHandler, PortListener, AutoCloseable {
    private static final Path RESOLVER_FILE = Path.of("/etc/resolv.conf");

    /** Over connections, which are bounded themselves. */
    private static final int MOST_QUESTIONS = 4096;

    /** Of one turn, so that other services have theirs. */
    private static final int MOST_AT_ONCE = 64;

    private final Guests guests;
    private final DnsService dns = new DnsService(new SecureRandom());
    private final NameServers nameServers = new NameServers(RESOLVER_FILE);
    private final UpstreamSockets sockets;
    private final Unserved unserved;
    private final Runnable wake;
    private final Queue<Question> questions = new ArrayBlockingQueue<>(MOST_QUESTIONS);
    private final Map<Long, Question> asked = new HashMap<>();
    private long numbers;

    /** A question over a connection; its answer is completed, with nothing where there is none. */
    private record Question(int vif, Bytes message, CompletableFuture<Bytes> answer) {}

    /**
     * @param unserved tells guests of networks where nobody answers for names
     * @param wake called by other threads when the timer is due early
     */
    DnsHandler(final Guests guests, final Unserved unserved, final Runnable wake) {
        this.guests = guests;
        this.unserved = unserved;
        this.wake = wake;
        sockets = new UpstreamSockets(wake);
    }

    /** What became of queries. */
    String counters() {
        return sockets.lostCount() == 0 ? dns.counters().toString() : dns.counters() + ", lost=" + sockets.lostCount();
    }

    /** A question over a guest's connection, any thread. @return its answer, sooner or later; empty where there is none */
    CompletableFuture<Bytes> ask(final int vif, final Bytes message) {
        final Question question = new Question(vif, message, new CompletableFuture<>());
        if (questions.offer(question)) {
            wake.run();
        } else {
            question.answer.complete(Bytes.EMPTY);
        }
        return question.answer;
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        dns.servers(nameServers.of(guests.state(), nowNs));
        return guests.of(packet)
                .filter(guest -> Destinations.isServiceAddress(guest, packet.packet()))
                .map(guest -> guest.dnsMode() == DnsMode.NONE
                        ? unserved.handle(packet, nowNs)
                        : sent(dns.receive(guest, Bytes.of(packet.packet()), nowNs)))
                .orElse(List.of());
    }

    /** At once when a name server has answered, or a guest asks over TCP. */
    @Override
    public long nextTimerNs() {
        final long dueNs = dns.dueNs();
        if (sockets.hasAnswers() || !questions.isEmpty()) {
            return System.nanoTime();
        }
        return dueNs == Timers.NEVER_NS ? Long.MAX_VALUE : dueNs;
    }

    @Override
    public List<Reply> onTimer(final long nowNs) {
        final List<Reply> replies = new ArrayList<>();
        for (UpstreamSockets.Answer answer = sockets.poll(); answer != null; answer = sockets.poll()) {
            replies.addAll(sent(dns.receiveUpstream(answer.server(), answer.message(), nowNs)));
        }
        int left = MOST_AT_ONCE;
        for (Question question = questions.poll(); question != null; question = questions.poll()) {
            replies.addAll(asked(question, nowNs));
            if (--left == 0) {
                wake.run();
                break;
            }
        }
        replies.addAll(sent(dns.expire(nowNs)));
        return replies;
    }

    private List<Reply> asked(final Question question, final long nowNs) {
        final Optional<OperPort> port = guests.state().portAt(question.vif);
        if (port.isEmpty()) {
            question.answer.complete(Bytes.EMPTY);
            return List.of();
        }
        dns.servers(nameServers.of(guests.state(), nowNs));
        final long number = numbers++;
        asked.put(number, question);
        return sent(dns.receiveStream(guests.of(guests.state(), port.get()), number, question.message, nowNs));
    }

    private List<Reply> sent(final DnsResult result) {
        result.queries().forEach(sockets::send);
        result.answers().forEach(answer -> {
            final Question question = asked.remove(answer.question());
            if (question != null) {
                question.answer.complete(answer.message());
            }
        });
        return result.frames().stream()
                .map(frame -> Reply.send(frame.vif(), frame.frame().toArray()))
                .toList();
    }

    @Override
    public void gone(final int vif) {
        dns.forget(vif);
        asked.values().removeIf(question -> question.vif == vif && question.answer.complete(Bytes.EMPTY));
    }

    @Override
    public void close() {
        sockets.close();
    }
}
