// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv6;
import net.vireo.vrouter.trace.ProbeMark;

/** Asks the nodes that run here for the way of a packet: predicted, and on request taken by a probe. */
public final class PathTrace {
    /** Guests use those from here on for connections that they open. */
    private static final int FIRST_PORT = 49_152;

    private static final int PORTS = 1 << 16;

    /** A guest's driver most often uses its first queue. */
    private static final int QUEUE = 0;

    private final PathResult result;

    private PathTrace(final PathResult result) {
        this.result = result;
    }

    /**
     * The answer as a tree of maps, lists, strings, numbers and booleans: what {@code vireo trace --from .. -o json} prints.
     * Takes some milliseconds, with a probe up to some seconds. Any thread.
     *
     * @throws CommandFailed with cause and mend, when the question names what there is not
     * @throws net.vireo.sandesh.VrouterException when a node does not answer or refuses
     */
    public static Map<String, Object> ask(final RunDirectory run, final PathQuestion question) {
        return answer(run, question).tree();
    }

    /** {@link #ask}, to be printed. */
    public static PathTrace answer(final RunDirectory run, final PathQuestion question) {
        final Protocol protocol = Protocol.parse(question.protocol());
        final byte[] to = address(question.to());
        checkPorts(question);
        try (Fleet fleet = new Fleet(run)) {
            final Sender from = Sender.of(fleet.guest(question.node(), question.from()), to);
            final SecureRandom random = new SecureRandom();
            final byte[] mark = new byte[ProbeMark.LENGTH_BYTES];
            random.nextBytes(mark);
            final int sourcePort = question.sourcePort() != 0
                    ? question.sourcePort()
                    : FIRST_PORT + random.nextInt(PORTS - FIRST_PORT);
            final byte[] frame = new ProbeFrame(from, to)
                    .packet(NextMac.of(fleet, from, to), protocol, sourcePort, question.port(), mark);
            final var predicted = Forecast.of(fleet, from, QUEUE, frame);
            final var actual =
                    question.send() ? ProbeWatch.send(fleet, from, QUEUE, frame, mark, !question.deliver()) : null;
            return new PathTrace(new PathResult(
                    question, text(question, protocol, from, sourcePort), from, sourcePort, predicted, actual));
        }
    }

    private static void checkPorts(final PathQuestion question) {
        if (question.port() < 0 || question.port() >= PORTS) {
            throw new CommandFailed(question.port() + " is no port", "ports are 0 to 65535");
        }
        if (question.sourcePort() < 0 || question.sourcePort() >= PORTS) {
            throw new CommandFailed(question.sourcePort() + " is no port", "ports are 0 to 65535");
        }
        if (question.deliver() && !question.send()) {
            throw new CommandFailed("nothing is delivered unless it is sent", "use --send with --deliver");
        }
    }

    private static byte[] address(final String text) {
        final OptionalInt four = Ipv4.parse(text);
        if (four.isPresent()) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(four.getAsInt()).array();
        }
        final Optional<byte[]> six = Ipv6.parse(text);
        return six.orElseThrow(
                () -> new CommandFailed("'" + text + "' is no address", "expected one like 120.0.0.3 or 2001:db8::3"));
    }

    private static String text(
            final PathQuestion question, final Protocol protocol, final Sender from, final int sourcePort) {
        final String source = from.ip().length == Integer.BYTES
                ? Ipv4.text(ByteBuffer.wrap(from.ip()).getInt())
                : Ipv6.text(from.ip());
        return protocol == Protocol.ICMP
                ? "icmp echo request, " + source + " > " + question.to()
                : protocol.text() + ", " + source + " port " + sourcePort + " > " + question.to() + " port "
                        + question.port();
    }

    /** The answer as a tree. */
    public Map<String, Object> tree() {
        return new PathTree(result).tree();
    }

    /** The answer for people. */
    public String text(final PathDetail detail) {
        return new PathText(result).text(detail);
    }

    /** Whether the packet, the probe's if there was one, gets where it is to go: to a guest. */
    public boolean isDelivered() {
        return result.outcome().isDelivered();
    }
}
