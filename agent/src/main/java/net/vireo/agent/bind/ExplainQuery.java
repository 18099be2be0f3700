// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.vireo.agent.flow.Explanation;
import net.vireo.agent.host.Doors;
import net.vireo.agent.http.LocalServer.Answer;
import net.vireo.agent.http.LocalServer.Handler;
import net.vireo.agent.http.LocalServer.Request;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.NearMiss;

/**
 * Says what would become of a session, without a packet: {@code /api/explain?from=PORT&to=ADDRESS-OR-PORT&protocol=6&port=80},
 * and if wanted {@code &source=ADDRESS&source-port=N}. Judged by the database of the moment. Any thread.
 */
public final class ExplainQuery implements Handler {
    /** Its path. */
    public static final String PATH = "/api/explain";

    private static final int WRONG = 400;
    private static final int NOT_READY = 503;
    private static final int MOST_PORT = 65_535;

    /** What a guest's stack might choose. */
    private static final int SOME_SOURCE_PORT = 49_152;

    private final Supplier<OperState> state;
    private final Supplier<Doors> doors;

    /**
     * Asks these.
     *
     * @param state the database of the moment
     * @param doors where link-local services are at the moment
     */
    public ExplainQuery(final Supplier<OperState> state, final Supplier<Doors> doors) {
        this.state = state;
        this.doors = doors;
    }

    /** What is wrong with a question, for who asked. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(final String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public Answer answer(final Request request) {
        final OperState now = state.get();
        if (!now.isReady()) {
            return Answer.text(NOT_READY, "the agent has no configuration yet");
        }
        try {
            return Answer.json(JsonText.pretty(explain(now, doors.get(), fields(request.query()))));
        } catch (final Wrong wrong) {
            return Answer.text(WRONG, wrong.getMessage());
        }
    }

    private static Map<String, String> fields(final String query) {
        final Map<String, String> fields = new HashMap<>();
        for (final String field : query.split("&", -1)) {
            final int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    private static Map<String, Object> explain(
            final OperState now, final Doors doors, final Map<String, String> fields) {
        final OperPort from = port(now, required(fields, "from"));
        if (!from.isActive()) {
            throw new Wrong("port " + from.config().name() + " is not active: " + from.reason());
        }
        final IpAddress destination = destination(now, from, required(fields, "to"));
        final IpAddress source = source(from, destination, fields);
        final int asked = number(fields, "protocol", Protocols.TCP, 255);
        // Who names a port and says ICMP does not know of which family its address is.
        final int protocol = asked == Protocols.ICMP && destination.ipv6() ? Protocols.ICMPV6 : asked;
        final boolean icmp = protocol == Protocols.ICMP || protocol == Protocols.ICMPV6;
        final boolean ports = !icmp && (protocol == Protocols.TCP || protocol == Protocols.UDP || protocol == 132);
        final int port = icmp ? echoReply(protocol) : number(fields, "port", 0, MOST_PORT);
        final int sourcePort = ports ? number(fields, "source-port", SOME_SOURCE_PORT, MOST_PORT) : 0;
        final Judgement judgement = Judgement.of(now, doors, null);
        final Explanation explanation = Explanation.of(
                judgement.view(),
                judgement.policies().set(),
                from.vif(),
                source,
                destination,
                protocol,
                sourcePort,
                port);
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("from", from.config().name());
        row.put("source", source.toString());
        row.put("destination", destination.toString());
        row.put("protocol", protocol);
        row.put("port", icmp ? 0 : port);
        row.put("allowed", explanation.passes());
        row.put("reason", reason(explanation, from, source, destination));
        row.put("rule", explanation.rule().text());
        row.put("nexthop", explanation.nexthop());
        row.put("nexthopName", nexthop(now, explanation.nexthop()));
        row.put("to", guest(now, explanation));
        row.put("deliveredFrom", explanation.decision().path().source().toString());
        row.put("deliveredTo", explanation.decision().path().destination().toString());
        row.put("steps", explanation.lines(id -> nexthop(now, id)));
        return row;
    }

    /** Why it is denied, in a sentence; empty when it is not. */
    private static String reason(
            final Explanation explanation, final OperPort from, final IpAddress source, final IpAddress destination) {
        if (explanation.passes()) {
            return "";
        }
        return switch (explanation.decision().reason()) {
            case NO_DESTINATION_ROUTE -> "no route leads to " + destination;
            case NO_SOURCE_ROUTE ->
                source + " is no address of port " + from.config().name();
            case UNAVAILABLE_INTERFACE -> "the port that " + destination + " leads to is not active";
            case IPV4_FORWARDING_DISABLED ->
                "network " + from.config().network() + " does not route: frames are bridged without flows";
            default ->
                explanation.decision().policy() == null
                        ? explanation.decision().reason().text()
                        : explanation.rule().text();
        };
    }

    private static String guest(final OperState now, final Explanation explanation) {
        return Optional.ofNullable(explanation.decision().path().to())
                .flatMap(vif -> now.portAt(vif.id()))
                .map(port -> port.config().name())
                .orElse("");
    }

    private static String nexthop(final OperState now, final int id) {
        final String name = id == 0 ? "none" : now.names().nexthop(id);
        return name.isEmpty() ? String.valueOf(id) : name;
    }

    private static int echoReply(final int protocol) {
        // Keys have the type of the answer (sheet vrouter-dataplane 1.7).
        return protocol == Protocols.ICMP ? 0 : 129;
    }

    private static OperPort port(final OperState now, final String name) {
        return now.port(name).orElseThrow(() -> {
            final List<String> known =
                    now.ports().stream().map(port -> port.config().name()).toList();
            return new Wrong("there is no port '" + name + "'"
                    + NearMiss.of(name, known)
                            .map(near -> ", did you mean '" + near + "'?")
                            .orElse("; there are: " + known.stream().limit(10).collect(Collectors.joining(", "))));
        });
    }

    /** An address, or the address of a port in the family that the sender has. */
    private static IpAddress destination(final OperState now, final OperPort from, final String text) {
        final Optional<IpAddress> address = address(text);
        if (address.isPresent()) {
            return address.get();
        }
        final OperPort to = port(now, text);
        final boolean ipv6 = from.config().address(false).isEmpty()
                || to.config().address(false).isEmpty();
        return to.config()
                .address(ipv6)
                .map(NodeView::address)
                .orElseThrow(() -> new Wrong(
                        "ports " + from.config().name() + " and " + text + " have no address of the same family"));
    }

    private static IpAddress source(
            final OperPort from, final IpAddress destination, final Map<String, String> fields) {
        final String given = fields.getOrDefault("source", "");
        if (given.isEmpty()) {
            return from.config()
                    .address(destination.ipv6())
                    .map(NodeView::address)
                    .orElseThrow(() -> new Wrong("port " + from.config().name() + " has no "
                            + (destination.ipv6() ? "IPv6" : "IPv4") + " address to reach " + destination + " from"));
        }
        final IpAddress source =
                address(given).orElseThrow(() -> new Wrong("source is '" + given + "', expected an address"));
        if (source.ipv6() != destination.ipv6()) {
            throw new Wrong("source " + source + " and destination " + destination + " are of different families");
        }
        return source;
    }

    private static Optional<IpAddress> address(final String text) {
        try {
            return Optional.of(IpAddress.of(text));
        } catch (final IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static String required(final Map<String, String> fields, final String key) {
        final String value = fields.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw new Wrong("say " + key + "=, as in " + PATH + "?from=vm1&to=10.1.0.5&protocol=6&port=80");
        }
        return value;
    }

    private static int number(final Map<String, String> fields, final String key, final int usual, final int most) {
        final String text = fields.getOrDefault(key, "");
        if (text.isEmpty()) {
            return usual;
        }
        try {
            final int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (final NumberFormatException none) {
            // told below
        }
        throw new Wrong(key + " is '" + text + "', expected 0 .. " + most);
    }
}
